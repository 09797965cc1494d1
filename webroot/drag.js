/** Between two messages while a slider is dragged. */
const DRAG_MILLIS = 100;

/**
 * Reports a slider's position while it is dragged, a few times a second, and where it was left. While
 * it is active, what the server echoes must not move it.
 * @param {HTMLInputElement} slider
 * @param {(position: number) => void} moved
 * @param {number} [millis] between two reports
 */
export function drag(slider, moved, millis = DRAG_MILLIS) {
  /** @type {number | null} */
  let timer = null;
  let waiting = false;
  let held = false;

  function report() {
    waiting = false;
    moved(slider.valueAsNumber);
    timer = setTimeout(() => {
      timer = null;
      if (waiting) {
        report();
      }
    }, millis);
  }

  slider.addEventListener('pointerdown', () => (held = true));
  addEventListener('pointerup', () => (held = false));
  addEventListener('pointercancel', () => (held = false));
  slider.addEventListener('input', () => {
    if (timer === null) {
      report();
    } else {
      waiting = true;
    }
  });
  return { active: () => held || waiting || timer !== null };
}
