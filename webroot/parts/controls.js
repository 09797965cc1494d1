import { byId, setText } from '../ui/dom.js';
import { formatShort, formatSpeed } from '../ui/format.js';
import { drag, LogScale } from '../ui/slider.js';

const RATES = new LogScale(1e-5, 10, 600);
const SPEEDS = new LogScale(0.5, 10000, 500);

/**
 * All that can be pressed, dragged and typed to change the run.
 * @param {import('../state/store.js').Store} store
 * @param {(message: import('../state/protocol.js').ClientMessage) => boolean} send
 */
export function controls(store, send) {
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

  const status = () => store.state.status;

  /** The rate without what a schedule leaves in its last digits: 0.46, not 0.45999999999999996. */
  function rateText() {
    const rate = status()?.learningRate;
    return rate === undefined ? '' : String(Number(rate.toPrecision(12)));
  }

  start.addEventListener('click', () => send({ type: 'start' }));
  pause.addEventListener('click', () => send({ type: 'pause' }));
  step.addEventListener('click', () => send({ type: 'step', count }));
  reset.addEventListener('click', () => {
    const seed = Number(seedField.value);
    if (seedField.value === '' || !Number.isSafeInteger(seed)) {
      refuse('Seed: a whole number is allowed');
    } else {
      send({ type: 'reset', seed });
    }
  });
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

  const rateDrag = drag(rateSlider, (position, gesture) => {
    rateField.value = String(RATES.value(position));
    send({ type: 'setLearningRate', value: RATES.value(position), gesture });
  });
  rateField.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      rateField.value = rateText();
    } else if (event.key === 'Enter') {
      const value = Number(rateField.value);
      if (rateField.value === '' || !Number.isFinite(value)) {
        refuse('Learning rate: a number from 0 to 1000000 is allowed');
      } else {
        send({ type: 'setLearningRate', value });
      }
    }
  });
  rateField.addEventListener('blur', () => {
    rateField.value = rateText();
  });

  const speedDrag = drag(speedSlider, (position) => {
    send({ type: 'setSpeed', stepsPerSecond: SPEEDS.value(position) });
  });
  fullSpeed.addEventListener('click', toggleFullSpeed);

  function toggleFullSpeed() {
    const full = status()?.stepsPerSecond === null;
    send({ type: 'setSpeed', stepsPerSecond: full ? lastSpeed : null });
  }

  /** @param {string} text */
  function refuse(text) {
    store.set({ notice: text });
  }

  function draw() {
    const { live, run, notice: text } = store.state;
    const now = status();
    const running = now?.status === 'running';
    const diverged = now?.status === 'diverged';
    start.disabled = !live || running || diverged;
    pause.disabled = !live || !running;
    keepFocus(step, () => (step.disabled = !live || running || diverged));
    for (const control of [reset, newSeed, seedField, speedSlider, fullSpeed, rateField, rateSlider]) {
      control.disabled = !live;
    }
    rateField.disabled = rateSlider.disabled = !live || diverged;
    notice.hidden = text === null;
    setText(noticeText, text ?? '');
    if (now === null || run === null) {
      return;
    }
    if (document.activeElement !== rateField) {
      rateField.value = rateText();
    }
    if (!rateDrag.active()) {
      rateSlider.value = String(RATES.position(now.learningRate));
    }
    rateSlider.setAttribute('aria-valuetext', formatShort(now.learningRate));
    if (run.trajectory !== shownTrajectory) {
      shownTrajectory = run.trajectory;
      if (document.activeElement !== seedField) {
        seedField.value = String(run.seed);
      }
    }
    const full = now.stepsPerSecond === null;
    lastSpeed = now.stepsPerSecond ?? lastSpeed;
    fullSpeed.setAttribute('aria-pressed', String(full));
    const speedText = full ? 'no limit' : `${formatSpeed(now.stepsPerSecond)} steps/s`;
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
