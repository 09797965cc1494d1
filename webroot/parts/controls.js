import { byId, setText } from '../ui/dom.js';
import { passFocus } from '../ui/focus.js';
import { formatShort, formatSpeed } from '../ui/format.js';
import { numberField } from '../ui/number-field.js';
import { drag, LogScale } from '../ui/slider.js';

const RATES = new LogScale(1e-5, 10, 600);
const SPEEDS = new LogScale(0.5, 10000, 500);

/** What the server takes. */
const ALLOWED_RATES = { least: 0, greatest: 1_000_000 };
const ALLOWED_SEEDS = { least: Number.MIN_SAFE_INTEGER, greatest: Number.MAX_SAFE_INTEGER, whole: true };

/**
 * All that can be pressed, dragged and typed to change the run.
 * @param {import('../state/store.js').Store} store
 * @param {(message: import('../state/protocol.js').ClientMessage) => boolean} send
 * @param {(message: import('../state/protocol.js').Pressed) => void} press sends it, or holds it while the connection is on its way
 */
export function controls(store, send, press) {
  const start = byId('start', HTMLButtonElement);
  const pause = byId('pause', HTMLButtonElement);
  const step = byId('step-button', HTMLButtonElement);
  const reset = byId('reset', HTMLButtonElement);
  const newSeed = byId('new-seed', HTMLButtonElement);
  const rateField = byId('rate-field', HTMLInputElement);
  const rateSlider = byId('rate-slider', HTMLInputElement);
  const seedField = byId('seed-field', HTMLInputElement);
  const speedSlider = byId('speed-slider', HTMLInputElement);
  const speedValue = byId('speed-value', HTMLOutputElement);
  const fullSpeed = byId('full-speed', HTMLButtonElement);
  const notice = byId('notice', HTMLElement);
  const noticeText = byId('notice-text', HTMLElement);
  const counts = [...byId('counts', HTMLElement).querySelectorAll('button')];
  let count = 1;
  let lastSpeed = 10;
  let shownTrajectory = -1;
  /** The seed that a reset begins with. */
  let seed = 0;

  const successors = new Map([[start, [pause, reset]], [pause, [start, reset]]]);
  const status = () => store.state.status;

  /** The rate without what a schedule leaves in its last digits: 0.46, not 0.45999999999999996. */
  function rateText() {
    const rate = status()?.learningRate;
    return rate === undefined ? '' : String(Number(rate.toPrecision(12)));
  }

  start.addEventListener('click', () => press({ type: 'start' }));
  pause.addEventListener('click', () => press({ type: 'pause' }));
  step.addEventListener('click', () => press({ type: 'step', count }));
  reset.addEventListener('click', () => send({ type: 'reset', seed }));
  newSeed.addEventListener('click', () => {
    send({ type: 'reset', seed: Math.floor(Math.random() * 100000) });
  });
  for (const button of counts) {
    button.addEventListener('click', () => {
      count = Number(button.dataset.count);
      counts.forEach((other) => other.setAttribute('aria-pressed', String(other === button)));
    });
  }
  byId('notice-close', HTMLButtonElement).addEventListener('click', () =>
    store.set({ notice: null }),
  );

  const rate = numberField(rateField, ALLOWED_RATES, (value) => send({ type: 'setLearningRate', value }));
  const seeds = numberField(seedField, ALLOWED_SEEDS, (value) => {
    seed = value;
    seeds.write(String(seed));
  });
  byId('rate-help', HTMLElement).before(rate.refused);
  newSeed.before(seeds.refused);
  const rateDrag = drag(rateSlider, (position, gesture) => {
    rate.write(String(RATES.value(position)));
    send({ type: 'setLearningRate', value: RATES.value(position), gesture });
  });

  const speedDrag = drag(speedSlider, (position) => {
    press({ type: 'setSpeed', stepsPerSecond: SPEEDS.value(position) });
  });
  fullSpeed.addEventListener('click', toggleFullSpeed);

  function toggleFullSpeed() {
    press({ type: 'setSpeed', stepsPerSecond: speed() === null ? lastSpeed : null });
  }

  /** As it was pressed last, or as it is. */
  function speed() {
    const held = store.state.held.find((message) => message.type === 'setSpeed');
    return held?.type === 'setSpeed' ? held.stepsPerSecond : status()?.stepsPerSecond;
  }

  function draw() {
    const { live, canHold, held, run, notice: text } = store.state;
    const now = status();
    const can = live || canHold;
    const meant = held.find(({ type }) => type !== 'setSpeed')?.type;
    const running = meant === 'start' || (now?.status === 'running' && meant !== 'pause');
    const diverged = now?.status === 'diverged';
    passFocus(successors, () => {
      start.disabled = !can || running || diverged;
      pause.disabled = !can || (now !== null && !running);
    });
    keepFocus(step, () => (step.disabled = !can || running || diverged));
    speedSlider.disabled = fullSpeed.disabled = !can;
    for (const control of [reset, newSeed, seedField]) {
      control.disabled = !live;
    }
    const chosen = speed();
    const full = chosen === null;
    lastSpeed = chosen ?? lastSpeed;
    fullSpeed.setAttribute('aria-pressed', String(full));
    rateField.disabled = rateSlider.disabled = !live || diverged;
    notice.hidden = text === null;
    setText(noticeText, text ?? '');
    if (now === null || run === null) {
      return;
    }
    if (!rateDrag.active()) {
      rate.write(rateText());
      rateSlider.value = String(RATES.position(now.learningRate));
    }
    rateSlider.setAttribute('aria-valuetext', formatShort(now.learningRate));
    if (run.trajectory !== shownTrajectory) {
      shownTrajectory = run.trajectory;
      seed = run.seed;
    }
    seeds.write(String(seed));
    const speedText = full ? 'no limit' : `${formatSpeed(lastSpeed)} steps/s`;
    setText(speedValue, speedText);
    speedSlider.setAttribute('aria-valuetext', speedText);
    if (!speedDrag.active()) {
      speedSlider.value = String(full ? SPEEDS.positions : SPEEDS.position(lastSpeed));
    }
  }

  return {
    draw,
    startOrPause: () => (start.disabled ? pause : start).click(),
    step: () => step.click(),
    reset: () => reset.click(),
    fullSpeed: () => fullSpeed.click(),
  };
}

/** @type {HTMLButtonElement | null} */
let lostFocus = null;

/**
 * A button that lost the focus because it was disabled gets it back when it is enabled, unless
 * something else has it by then: whoever steps with the keyboard presses it again and again.
 * @param {HTMLButtonElement} button
 * @param {() => void} change may disable the button
 */
function keepFocus(button, change) {
  const had = document.activeElement === button;
  change();
  if (button.disabled) {
    lostFocus = had ? button : lostFocus;
  } else if (lostFocus === button) {
    lostFocus = null;
    if (document.activeElement === document.body) {
      button.focus();
    }
  }
}
