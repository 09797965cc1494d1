import { historyOf } from './run-state.js';

/**
 * The steps done at what the page shows, where it looks back: figures, findings and pictures on screen
 * belong to one step. It is the last one up to the step that is pointed at of which every watched level
 * is held; null for now, also where nothing that early is held.
 * @param {import('./store.js').State} state
 * @returns {number | null}
 */
export function momentOf(state) {
  const wanted = state.pointed.step;
  if (wanted === null || wanted >= stepsDone(state)) {
    return null;
  }
  const held = state.watched.map((topic) => historyOf(state, topic).steps).filter((steps) => steps.length > 0);
  if (held.length === 0) {
    return wanted;
  }
  const [first, ...others] = held;
  const place = first.findLastIndex((step) => step <= wanted && others.every((steps) => steps.includes(step)));
  const step = place < 0 ? (first.findLast((one) => one <= wanted) ?? null) : first[place];
  return step === stepsDone(state) ? null : step;
}

/**
 * Updates made: a step that diverged was measured, but not done.
 * @param {import('./store.js').State} state
 */
export function stepsDone({ status, series }) {
  return status?.status === 'diverged' ? status.step : Math.max(series.offset, status?.step ?? 0);
}

/**
 * The findings as they stood at what the page shows: those that had begun, ended if they had ended by then.
 * @param {import('./store.js').State} state
 */
export function findingsThen(state) {
  const moment = momentOf(state);
  return moment === null
    ? state.findings
    : state.findings
        .filter(({ step }) => step <= moment)
        .map((finding) => (finding.ended !== null && finding.ended > moment ? { ...finding, ended: null } : finding));
}

/**
 * The parameters that were set since the last step: its loss and accuracy are those of other ones.
 * @param {import('./store.js').State} state
 * @returns {string[]} their names
 */
export function setSinceLastStep({ journal, series }) {
  return journal.filter(({ command, step }) => command === 'setParameter' && step === series.offset).map(({ name }) => name ?? '');
}
