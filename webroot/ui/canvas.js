/**
 * Gives a canvas its size, in pixels of the screen.
 * @param {HTMLCanvasElement} canvas
 * @param {number} width in CSS pixels
 * @param {number} height in CSS pixels
 * @returns {CanvasRenderingContext2D} scaled to CSS pixels
 */
export function fit(canvas, width, height) {
  const ratio = devicePixelRatio;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}

/** The size of small print on a canvas, in pixels: it grows with the page's own. */
export function fontSize() {
  return Math.max(12, 0.78 * letters());
}

/** The size of the page's letters, in pixels. */
function letters() {
  return parseFloat(getComputedStyle(document.documentElement).fontSize);
}

/** Below this height, in pixels, a picture is rather scrolled than made smaller. */
const LEAST_HEIGHT = 320;

/** What stands above and below a view's picture, in sizes of the letters: on the page, on the whole screen below it. */
const AROUND = 22;
const BELOW = 2;

/**
 * How high a view's picture can be, so that all of it is in sight.
 * @param {HTMLElement} content the view's
 * @param {HTMLElement} above what stands above the picture
 * @param {number} most beside the rest of the page, in pixels
 */
export function heightInSight(content, above, most) {
  const panel = content.parentElement;
  const room = panel?.closest('.wide')
    ? panel.clientHeight - content.offsetTop - above.offsetHeight - BELOW * letters()
    : Math.min(most, innerHeight - AROUND * letters());
  return Math.max(LEAST_HEIGHT, room);
}
