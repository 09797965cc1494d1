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
  const stepFigure = byId('step', HTMLElement);
  const stepLabel = byId('step-label', HTMLElement);
  const loss = byId('loss', HTMLElement);
  const lossLabel = byId('loss-label', HTMLElement);
  const accuracy = byId('accuracy', HTMLElement);
  const testFigures = document.querySelectorAll('.figure-test');
  const testLoss = byId('test-loss', HTMLElement);
  const testLossLabel = byId('test-loss-label', HTMLElement);
  const testAccuracy = byId('test-accuracy', HTMLElement);
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

  /**
   * @param {import('../state/store.js').State} state
   * @param {number | null} moment
   * @param {import('../state/series.js').Entry | undefined} measured
   * @param {string} whose step the loss is of, where that is said
   * @param {boolean} outdated whether parameters were set since
   */
  function showTest({ run, series }, moment, measured, whose, outdated) {
    const isTested = (run?.testSamples ?? 0) > 0;
    testLoss.closest('.figures')?.classList.toggle('tested', isTested);
    for (const figure of testFigures) {
      figure.toggleAttribute('hidden', !isTested);
    }
    const test = isTested ? series.tested(moment ?? undefined) : undefined;
    const value = test?.testLoss ?? null;
    show(testLoss, value, value === null ? '–' : formatLoss(value));
    show(testAccuracy, test?.testAccuracy, formatAccuracy(test?.testAccuracy ?? null));
    // It is measured now and then while the run trains, and at every pause.
    write(testLossLabel, test === undefined || test === measured ? `Test loss${whose}` : `Test loss, step ${formatCount(test.step)}`);
    testLoss.classList.toggle('outdated', isTested && outdated);
    testAccuracy.classList.toggle('outdated', isTested && outdated);
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
    const shown = measured?.loss ?? firstLoss(state);
    show(loss, shown, shown === null ? '–' : formatLoss(shown));
    show(accuracy, measured?.accuracy, measured ? formatAccuracy(measured.accuracy) : '–');
    // A loss is measured before its step's update: where nothing runs, it is said whose it is.
    const whose = measured && measured.step !== step && (now.status !== 'running' || moment !== null || outdated) ? `, step ${formatCount(measured.step)}` : '';
    // With a penalty in it, it can't be compared with the test loss, which has none.
    const penalties = ['L1', 'L2'].filter((name) => Number(now.hyperparameters[`loss.${name.toLowerCase()}`]) > 0);
    write(lossLabel, `${['Loss', ...penalties].join(' + ')}${whose}`);
    loss.classList.toggle('outdated', outdated);
    accuracy.classList.toggle('outdated', outdated);
    showTest(state, moment, measured, whose, outdated);
    const rateThen = moment === null ? now.learningRate : (measured?.learningRate ?? now.learningRate);
    show(rate, rateThen, formatShort(rateThen));
    show(speed, now.measuredStepsPerSecond, formatSpeed(now.measuredStepsPerSecond));
    status.dataset.value = now.status;
    setText(status, now.status);
    const name = state.called ?? state.run?.spec.name ?? '';
    setText(runName, name);
    document.title = name === '' ? 'Livegrad' : `${name} · Livegrad`;
  };
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
