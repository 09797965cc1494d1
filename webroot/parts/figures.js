import { byId, setText } from '../ui/dom.js';
import { formatAccuracy, formatCount, formatLoss, formatShort, formatSpeed } from '../ui/format.js';

/**
 * The large figures, and the two pills that say how the run and the connection are.
 * @param {import('../state/store.js').Store} store
 * @returns {() => void} draws them
 */
export function figures(store) {
  const step = byId('step', HTMLElement);
  const stepLabel = byId('step-label', HTMLElement);
  const loss = byId('loss', HTMLElement);
  const accuracy = byId('accuracy', HTMLElement);
  const rate = byId('rate', HTMLElement);
  const speed = byId('steps-per-second', HTMLElement);
  const status = byId('status', HTMLElement);
  const connection = byId('connection', HTMLElement);
  const runName = byId('run-name', HTMLElement);

  /**
   * @param {HTMLElement} target
   * @param {number | null | undefined} value
   * @param {string} text
   */
  function show(target, value, text) {
    target.dataset.value = value === null || value === undefined ? '' : String(value);
    setText(target, text);
  }

  return () => {
    const { state } = store;
    const last = state.series.last;
    const now = state.status;
    document.body.classList.toggle('offline', !state.live);
    connection.dataset.value = state.live ? 'live' : 'reconnecting';
    setText(connection, connectionText(state));
    if (now === null) {
      return;
    }
    // Steps done: a step that diverged was measured, but not done.
    const done = now.status === 'diverged' ? now.step : Math.max(state.series.offset, now.step);
    show(step, done, formatCount(done));
    setText(stepLabel, now.goal === null ? 'Step' : `Step of ${formatCount(now.goal)}`);
    show(loss, last?.loss, last ? formatLoss(last.loss) : '–');
    show(accuracy, last?.accuracy, last ? formatAccuracy(last.accuracy) : '–');
    show(rate, now.learningRate, formatShort(now.learningRate));
    show(speed, now.measuredStepsPerSecond, formatSpeed(now.measuredStepsPerSecond));
    status.dataset.value = now.status;
    setText(status, now.status);
    setText(runName, state.run?.spec.name ?? '');
  };
}

/** @param {import('../state/store.js').State} state */
function connectionText(state) {
  if (state.live) {
    const viewers = state.status?.viewers ?? 1;
    return viewers === 1 ? 'live' : `live, ${formatCount(viewers)} watching`;
  }
  return state.run === null ? 'connecting' : 'reconnecting';
}
