import { hasAccuracy } from '../state/classes.js';
import { firstLoss } from '../state/first-loss.js';
import { momentOf, setSinceLastStep, stepsDone } from '../state/moment.js';
import { byId, setText } from '../ui/dom.js';
import { formatAccuracy, formatCount, formatLoss, formatShort, formatSpeed } from '../ui/format.js';

/**
 * The large figures, and the two pills that say how the run and the connection are.
 * @param {import('../state/store.js').Store} store
 * @returns {() => void} draws them
 */
export function figures(store) {
  const all = byId('figures', HTMLElement);
  const stepFigure = byId('step', HTMLElement);
  const stepLabel = byId('step-label', HTMLElement);
  const loss = byId('loss', HTMLElement);
  const lossLabel = byId('loss-label', HTMLElement);
  const accuracy = byId('accuracy', HTMLElement);
  const testLoss = byId('test-loss', HTMLElement);
  const testAccuracy = byId('test-accuracy', HTMLElement);
  const measuredAt = byId('measured', HTMLElement);
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
    write(target, text);
  }

  /** Writes a text that becomes smaller where there is little room. @param {HTMLElement} target @param {string} text */
  function write(target, text) {
    setText(target, text);
    target.style.setProperty('--length', String(text.length));
  }

  /** Leaves out what a run doesn't have. @param {import('../state/protocol.js').Welcome | null} run */
  function arrange(run) {
    const isCounted = run !== null && hasAccuracy(run);
    const isTested = (run?.testSamples ?? 0) > 0;
    all.classList.toggle('counted', isCounted);
    all.classList.toggle('tested', isTested);
    for (const [figure, shown] of /** @type {const} */ ([[accuracy, isCounted], [testLoss, isTested], [testAccuracy, isCounted && isTested]])) {
      figure.parentElement?.toggleAttribute('hidden', !shown);
    }
  }

  return () => {
    const { state } = store;
    const now = state.status;
    document.body.classList.toggle('offline', !state.live);
    connection.dataset.value = state.live ? 'live' : 'reconnecting';
    setText(connection, connectionText(state));
    status.hidden = now === null && state.gone !== null;
    if (now === null) {
      return;
    }
    const moment = momentOf(state);
    const done = stepsDone(state);
    const step = moment ?? done;
    const measured = moment === null ? state.series.last : state.series.at(moment);
    const outdated = measured !== undefined && moment === null && setSinceLastStep(state).length > 0;
    show(stepFigure, step, formatCount(step));
    write(stepLabel, moment !== null ? `Step, of ${formatCount(done)}` : now.goal === null ? 'Step' : `Step of ${formatCount(now.goal)}`);
    arrange(state.run);
    const test = state.series.tested(moment ?? undefined);
    const shown = measured?.loss ?? firstLoss(state);
    const shownTest = test?.testLoss ?? null;
    show(loss, shown, shown === null ? '–' : formatLoss(shown));
    show(accuracy, measured?.accuracy, measured ? formatAccuracy(measured.accuracy) : '–');
    show(testLoss, shownTest, shownTest === null ? '–' : formatLoss(shownTest));
    show(testAccuracy, test?.testAccuracy, formatAccuracy(test?.testAccuracy ?? null));
    setText(measuredAt, whenMeasured(measured, test, step));
    // With a penalty in it, it can't be compared with the test loss, which has none.
    const penalties = ['L1', 'L2'].filter((name) => Number(now.hyperparameters[`loss.${name.toLowerCase()}`]) > 0);
    write(lossLabel, ['Loss', ...penalties].join(' + '));
    for (const figure of [loss, accuracy, testLoss, testAccuracy]) {
      figure.classList.toggle('outdated', outdated && figure.parentElement?.hidden === false);
    }
    const rateThen = moment === null ? now.learningRate : (measured?.learningRate ?? now.learningRate);
    show(rate, rateThen, formatShort(rateThen));
    show(speed, now.measuredStepsPerSecond, formatSpeed(now.measuredStepsPerSecond));
    status.dataset.value = now.status;
    setText(status, now.status);
    const name = state.runName ?? state.run?.spec.name ?? '';
    setText(runName, name);
    document.title = name === '' ? 'Livegrad' : `${name} · Livegrad`;
  };
}

/**
 * At which step loss and accuracy were measured: before its update, where views show what came of it.
 * @param {import('../state/series.js').Entry | undefined} measured
 * @param {import('../state/series.js').Entry | undefined} test
 * @param {number} done steps at what the views show
 */
export function whenMeasured(measured, test, done) {
  if (measured === undefined) {
    return '';
  }
  const ofTest = test === undefined || test.step === measured.step ? '' : ` (test: ${test.from === test.step ? 'step' : 'up to step'} ${formatCount(test.step)})`;
  const at = `Measured at step ${formatCount(measured.step)}${ofTest}`;
  return measured.step === done ? `${at}, as in the views.` : `${at}, before its update. Views: after it.`;
}

/** @param {import('../state/store.js').State} state */
function connectionText(state) {
  if (state.gone !== null) {
    return state.gone === 'deleted' ? 'deleted' : 'no such run';
  }
  if (state.live) {
    const viewers = state.status?.viewers ?? 1;
    return viewers === 1 ? 'live' : `live, ${formatCount(viewers)} watching`;
  }
  return state.refusal !== null ? 'refused' : state.run === null ? 'connecting' : 'reconnecting';
}
