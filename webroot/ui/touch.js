/** From this movement on, in pixels, a finger drags; a shorter one is a slip. */
const SLACK = 8;

/**
 * Makes every slider of the page, now and later, heed a finger only while it is dragged along it.
 * Browsers set a slider to where a finger comes down, be it to scroll the page; here it moves by as much as the finger does.
 */
export function heedDragsOnly() {
  /** @type {{slider: HTMLInputElement, value: number, down: number | null, x: number, y: number, along: boolean} | null} */
  let touch = null;
  const listen = (/** @type {string} */ type, /** @type {(event: any) => void} */ listener) =>
    document.addEventListener(type, listener, { capture: true, passive: false });

  listen('pointerdown', (/** @type {PointerEvent} */ { target, pointerType, clientX, clientY }) => {
    if (isSlider(target) && pointerType !== 'mouse') {
      touch = { slider: target, value: target.valueAsNumber, down: null, x: clientX, y: clientY, along: false };
    }
  });
  listen('pointermove', (/** @type {PointerEvent} */ { clientX, clientY }) => {
    if (touch !== null && !touch.along) {
      const distance = Math.abs(clientX - touch.x);
      touch.along = distance >= SLACK && distance > Math.abs(clientY - touch.y);
    }
  });
  for (const type of ['input', 'change']) {
    listen(type, (/** @type {Event} */ event) => {
      if (touch === null || event.target !== touch.slider) {
        return;
      }
      const { slider, value, along } = touch;
      // Without an event before the finger moved, it came down where the slider was.
      touch.down ??= along ? value : slider.valueAsNumber;
      slider.value = String(along ? value + slider.valueAsNumber - touch.down : value);
      if (!along) {
        event.stopImmediatePropagation();
      }
    });
  }
  listen('touchend', (/** @type {TouchEvent} */ event) => {
    if (isSlider(event.target) && event.cancelable) {
      event.preventDefault(); // no mouse events after a tap: they would set the slider, too
    }
  });
  for (const type of ['pointerup', 'pointercancel']) {
    listen(type, () => (touch = null));
  }
}

/**
 * @param {EventTarget | null} target
 * @returns {target is HTMLInputElement}
 */
function isSlider(target) {
  return target instanceof HTMLInputElement && target.type === 'range';
}
