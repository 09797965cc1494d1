/** Between two points of one movement, in pixels. */
const APART = 12;

/** The way that an arrow key moves the cross, as parts of the canvas: without the Shift key, and with it. */
const STEP = 1 / 30;
const LEAP = 1 / 6;

/** @type {Record<string, number[]>} */
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * Sets points on a canvas with mouse and finger, a trail of them where it is dragged, and with keys: arrows
 * move a cross, Enter sets a point there.
 * @param {HTMLCanvasElement} canvas
 * @param {(left: number, top: number) => void} set in pixels
 * @param {() => void} redraw the cross has moved, appeared or gone
 * @param {() => boolean} [isOn] whether it draws now
 */
export function pen(canvas, set, redraw, isOn = () => true) {
  /** Where the movement last set a point. @type {{x: number, y: number} | null} */
  let from = null;
  /** Where the cross stands, as shares of the canvas. */
  let cross = [0.5, 0.5];

  /** @param {PointerEvent} event */
  function point({ offsetX, offsetY }) {
    from = { x: offsetX, y: offsetY };
    set(offsetX, offsetY);
  }

  canvas.addEventListener('pointerdown', (event) => {
    if (isOn()) {
      event.preventDefault();
      canvas.focus();
      point(event);
    }
  });
  canvas.addEventListener('pointermove', (event) => {
    if (from !== null && Math.hypot(event.offsetX - from.x, event.offsetY - from.y) >= APART) {
      point(event);
    }
  });
  for (const event of ['pointerup', 'pointercancel']) {
    addEventListener(event, () => (from = null));
  }
  canvas.addEventListener('keydown', (event) => {
    const [dx, dy] = WAYS[event.key] ?? [0, 0];
    const sets = event.key === 'Enter' || event.key === ' ';
    if (!isOn() || !(sets || dx !== 0 || dy !== 0)) {
      return;
    }
    event.preventDefault();
    const step = event.shiftKey ? LEAP : STEP;
    cross = [cross[0] + dx * step, cross[1] + dy * step].map((share) => Math.max(0, Math.min(1, share)));
    if (sets) {
      set(cross[0] * canvas.clientWidth, cross[1] * canvas.clientHeight);
    }
    redraw();
  });
  for (const event of ['focus', 'blur']) {
    canvas.addEventListener(event, redraw);
  }

  return {
    /**
     * Draws the cross, while keys have the canvas.
     * @param {CanvasRenderingContext2D} context in pixels
     * @param {string} colour
     */
    draw(context, colour) {
      if (!isOn() || document.activeElement !== canvas) {
        return;
      }
      const [x, y] = [cross[0] * canvas.clientWidth, cross[1] * canvas.clientHeight];
      context.strokeStyle = colour;
      context.lineWidth = 2;
      context.beginPath();
      context.moveTo(x - 8, y);
      context.lineTo(x + 8, y);
      context.moveTo(x, y - 8);
      context.lineTo(x, y + 8);
      context.stroke();
    },
  };
}
