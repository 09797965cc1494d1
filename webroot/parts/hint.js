import { findingsThen, momentOf, setSinceLastStep } from '../state/moment.js';
import { byId, element, setText } from '../ui/dom.js';
import { formatCount, formatCounted, formatLoss } from '../ui/format.js';

/**
 * One sentence on what is going on and what one can do about it, for newcomers.
 * @param {import('../state/store.js').Store} store
 * @returns {() => void} draws it
 */
export function hint(store) {
  const target = byId('hint', HTMLElement);
  const text = element('span');
  const runs = element('a', { href: 'runs.html' }, 'Go to all runs');
  target.append(text, ' ', runs);
  return () => {
    const { state } = store;
    target.hidden = problemOf(state) !== null;
    target.dataset.kind = kindOf(state);
    setText(text, sentence(state));
    runs.hidden = state.gone === null;
  };
}

/**
 * What the sentence is about, by which it is coloured.
 * @param {import('../state/store.js').State} state
 */
export function kindOf(state) {
  const status = state.status?.status ?? 'ready';
  return !state.live ? 'offline' : isPast(state) || setSinceLastStep(state).length > 0 ? 'past' : status;
}

/**
 * The problem that is said in the place of the hint, so that nothing below it moves: not over what has to be known first.
 * @param {import('../state/store.js').State} state
 */
export function problemOf(state) {
  const isHidden = state.status?.trouble || ['offline', 'past'].includes(kindOf(state));
  return isHidden ? null : (openProblems(state)[0] ?? null);
}

/**
 * The problems at what the page shows that haven't ended, the first of them first.
 * @param {import('../state/store.js').State} state
 */
export function openProblems(state) {
  return findingsThen(state).filter(({ severity, ended }) => severity === 'problem' && ended === null);
}

/**
 * Whether the page looks back until further notice; a step that is only pointed at makes no words.
 * @param {import('../state/store.js').State} state
 */
function isPast(state) {
  return state.pinned !== null && momentOf(state) !== null;
}

/** @param {import('../state/store.js').State} state */
export function sentence(state) {
  if (state.gone !== null) {
    return state.gone === 'deleted' ? 'This run was deleted. You see the last values received.' : 'There is no run at this address: it was deleted, or the link is incomplete.';
  }
  if (!state.live && state.refusal !== null) {
    return state.refusal;
  }
  if (!state.live) {
    return state.run === null || state.offlineSince === null
      ? 'Looking for the server.'
      : `Offline since ${clock(state.offlineSince)}. You see the last values received; the page reconnects by itself.`;
  }
  const { status, run, series } = state;
  if (status?.trouble) {
    return status.trouble;
  }
  if (status === null || run === null) {
    return '';
  }
  if (isPast(state)) {
    return `This is how it was after ${formatCounted(Number(momentOf(state)), 'step')}. The run itself is unchanged, and only you see this earlier step.`;
  }
  const steps = run.spec.training.steps;
  const changed = [...new Set(setSinceLastStep(state))];
  if (changed.length > 0 && series.last && status.status !== 'running') {
    const what = changed.length === 1 ? `${changed[0]} was` : `${formatCount(changed.length)} parameters were`;
    return `${what} changed after step ${formatCount(series.last.step)}: the figures are still those from before. The next step updates them.`;
  }
  switch (status.status) {
    case 'ready':
      return `${formatCount(run.parameterNames.length)} parameters have their first values. Press Start: each step moves them a little, to lower the loss${steps ? `, ${formatCount(steps)} times` : ''}.`;
    case 'running':
      return status.goal === null
        ? 'Training until you pause it. Change the learning rate and see what the curve does.'
        : `Training until step ${formatCount(status.goal)}. Change the learning rate and see what the curve does.`;
    case 'paused':
      return 'Paused. Start goes on from here; Step makes single steps.';
    case 'finished': {
      const loss = series.last ? ` with a loss of ${formatLoss(series.last.loss)}` : '';
      return `Finished after ${formatCounted(status.step, 'step')}${loss}. Start goes on training until you press Pause; Reset starts again from the first values.`;
    }
    case 'diverged':
      return `Stopped at step ${formatCount(status.step)}, since a number is no longer finite. Reset starts again from the first values; Health says what may help.`;
    default:
      return '';
  }
}

/** @param {number} millis */
function clock(millis) {
  return new Date(millis).toLocaleTimeString(undefined, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
}
