/** A slider's positions, evenly spaced on a logarithmic scale. */
export class LogScale {
  /**
   * @param {number} least the value at position 0
   * @param {number} greatest the value at position `positions`
   * @param {number} positions
   */
  constructor(least, greatest, positions) {
    this.least = least;
    this.greatest = greatest;
    this.positions = positions;
  }

  /**
   * The value at a position, in three digits at most, so that it can be read aloud.
   * @param {number} position
   */
  value(position) {
    const exact = this.least * (this.greatest / this.least) ** (position / this.positions);
    return Number(exact.toPrecision(3));
  }

  /**
   * The position nearest to a value; the ends for what lies beyond them.
   * @param {number} value
   */
  position(value) {
    if (!(value > this.least)) {
      return 0;
    }
    const exact =
      (this.positions * Math.log(value / this.least)) / Math.log(this.greatest / this.least);
    return Math.min(this.positions, Math.round(exact));
  }
}

/** Milliseconds between two messages while a slider is dragged. */
const DRAG_MILLIS = 100;

/**
 * Lets values through a few times a second: the first at once, and always the last.
 * @param {(value: number) => void} report
 * @param {number} millis between two reports
 */
export function throttle(report, millis) {
  /** @type {ReturnType<typeof setTimeout> | null} */
  let timer = null;
  /** @type {number | null} */
  let waiting = null;

  /** @param {number} value */
  function push(value) {
    if (timer !== null) {
      waiting = value;
      return;
    }
    report(value);
    timer = setTimeout(() => {
      timer = null;
      if (waiting !== null) {
        const last = waiting;
        waiting = null;
        push(last);
      }
    }, millis);
  }

  return { push, active: () => timer !== null };
}

/** What follows within this time, in milliseconds, belongs to the same gesture: keys are pressed again and again. */
const PAUSE = 1000;

let gestures = 0;

/**
 * Numbers what somebody does with one control: what is done while it is held, or in quick succession, has one number.
 * Of the values on the way each takes effect; people see one change.
 */
export function gestureOf() {
  let number = 0;
  let last = -Infinity;
  let held = false;
  return {
    /** @param {boolean} now whether a pointer holds the control */
    hold(now) {
      number = now ? ++gestures : number;
      held = now;
      last = -Infinity;
    },
    /** The number for what is done now. */
    next() {
      const now = performance.now();
      number = held || now - last < PAUSE ? number : ++gestures;
      last = now;
      return number;
    },
  };
}

/**
 * Reports a slider's position while it is dragged, a few times a second, and where it was left. While
 * it is active, what the server echoes must not move it.
 * @param {HTMLInputElement} slider
 * @param {(position: number, gesture: number) => void} moved
 * @param {number} [millis] between two reports
 */
export function drag(slider, moved, millis = DRAG_MILLIS) {
  const gesture = gestureOf();
  let number = 0;
  const reports = throttle((position) => moved(position, number), millis);
  let pressed = false;
  slider.addEventListener('pointerdown', () => {
    pressed = true;
    gesture.hold(true);
  });
  for (const end of ['pointerup', 'pointercancel']) {
    addEventListener(end, () => {
      if (pressed) {
        pressed = false;
        gesture.hold(false);
      }
    });
  }
  slider.addEventListener('input', () => {
    number = gesture.next();
    reports.push(slider.valueAsNumber);
  });
  return { active: () => pressed || reports.active() };
}
