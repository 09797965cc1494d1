import { gradientKnown } from '../../state/level-history.js';
import { element, setText } from '../../ui/dom.js';
import { formatSigned } from '../../ui/format.js';
import { pointAt } from '../../ui/pointing.js';
import { gestureOf, throttle } from '../../ui/slider.js';

/** Milliseconds between two commands while a weight is dragged: each one is journalled. */
const DRAG_MILLIS = 300;

/** The change of a weight of 1 or less for each pixel up; a larger weight changes in proportion. */
const BY_PIXEL = 0.01;

/** A shorter movement is a click, in pixels. */
const SLACK = 3;

/** The distances of the shown value from the pointer, in pixels. */
const BESIDE = 16;
const ABOVE = 40;

/** @type {Record<string, number>} */
const BY_KEY = { ArrowUp: 0.05, ArrowRight: 0.05, ArrowDown: -0.05, ArrowLeft: -0.05, PageUp: 0.5, PageDown: -0.5 };

/**
 * @typedef {import('./spots.js').Spot} Spot
 *
 * What the picture shows of all parameters, and after how many steps.
 * @typedef {{step: number, data: Float64Array, grad: Float64Array}} Shown
 *
 * Drags a weight in the picture. A mouse drags any edge or bias up and down; a finger chooses
 * one first, since the picture must scroll as well, and then drags the handle that stands on it. The
 * handle is a slider too, for keys.
 * @param {import('../../ui/view.js').Page} page
 * @param {HTMLElement} stage holds the picture, from its upper left corner on
 * @param {HTMLCanvasElement} canvas
 * @param {(event: MouseEvent) => Spot | null} find what is at the pointer
 * @param {(spot: Spot) => void} choose
 */
export function weightDrag({ store, send, redraw }, stage, canvas, find, choose) {
  const handle = element('div', { class: 'weight-drag', id: 'weight-drag', role: 'slider', tabindex: '0', 'aria-orientation': 'vertical' });
  const label = element('p', { class: 'network-value', 'aria-hidden': 'true' });
  handle.hidden = true;
  label.hidden = true;
  stage.append(handle, label);

  /** @type {Spot | null} what the handle stands on */
  let chosen = null;
  /** @type {{spot: Spot, from: number, y: number, moved: boolean} | null} */
  let dragged = null;
  /** @type {{parameter: number, value: number} | null} what was set last, until the server has answered */
  let wanted = null;
  /** @type {Spot | null} */
  let over = null;
  let possible = false;
  /** @type {Shown | null} */
  let shown = null;
  const gesture = gestureOf();
  let number = 0;
  const reports = throttle((value) => send({ type: 'setParameter', name: /** @type {Spot} */ (chosen).name, value, gesture: number }), DRAG_MILLIS);

  /** @param {Spot} spot */
  function valueOf(spot) {
    return settling() && wanted?.parameter === spot.parameter ? wanted.value : (shown?.data[spot.parameter] ?? 0);
  }

  function settling() {
    return dragged?.moved || reports.active();
  }

  /**
   * @param {Spot} spot
   * @param {number} value
   */
  function set(spot, value) {
    wanted = { parameter: spot.parameter, value: Number(value.toFixed(3)) };
    number = gesture.next();
    reports.push(wanted.value);
    redraw();
  }

  stage.addEventListener('pointerdown', (event) => {
    const spot = event.target === handle ? chosen : event.pointerType === 'touch' ? null : find(event);
    if (spot === null || event.button !== 0) {
      return;
    }
    // So that no text is selected, and the neuron below it is not pressed.
    event.preventDefault();
    choose(spot);
    chosen = spot;
    if (possible) {
      gesture.hold(true);
      dragged = { spot, from: valueOf(spot), y: event.clientY, moved: false };
      stage.setPointerCapture(event.pointerId);
      stage.classList.add('dragging');
      handle.focus({ preventScroll: true });
    }
  });
  stage.addEventListener('pointermove', (event) => {
    if (dragged === null) {
      over = event.pointerType === 'touch' ? null : event.target === handle ? chosen : find(event);
      stage.classList.toggle('over', over !== null && possible);
      if (over !== null) {
        pointAt(store, { parameter: over.name });
      } else if (event.target === canvas) {
        pointAt(store);
      }
    } else if (dragged.moved || Math.abs(event.clientY - dragged.y) >= SLACK) {
      dragged.moved = true;
      set(dragged.spot, dragged.from + (dragged.y - event.clientY) * BY_PIXEL * Math.max(1, Math.abs(dragged.from)));
    }
    place(event);
  });
  for (const end of ['pointerup', 'pointercancel']) {
    stage.addEventListener(end, () => {
      dragged = null;
      gesture.hold(false);
      stage.classList.remove('dragging');
      redraw();
    });
  }
  stage.addEventListener('pointerleave', () => {
    over = null;
    label.hidden = true;
    stage.classList.remove('over');
    pointAt(store);
  });
  stage.addEventListener(
    'click',
    (event) => {
      const spot = event.target === handle ? null : find(event);
      if (spot !== null) {
        event.stopPropagation();
        choose(spot);
      }
    },
    { capture: true },
  );
  handle.addEventListener('keydown', (event) => {
    if (chosen !== null && event.key in BY_KEY) {
      event.preventDefault();
      set(chosen, valueOf(chosen) + BY_KEY[event.key]);
    }
  });
  handle.addEventListener('focus', () => chosen && pointAt(store, { parameter: chosen.name }));
  handle.addEventListener('blur', () => pointAt(store));

  /**
   * Puts the value beside the pointer.
   * @param {PointerEvent} event
   */
  function place(event) {
    const spot = dragged?.spot ?? over;
    label.hidden = spot === null;
    if (spot === null) {
      return;
    }
    tell(spot);
    const { left, top } = stage.getBoundingClientRect();
    const x = event.clientX - left;
    const fits = x + BESIDE + label.offsetWidth <= stage.clientWidth;
    label.style.left = `${fits ? x + BESIDE : Math.max(0, x - BESIDE - label.offsetWidth)}px`;
    label.style.top = `${Math.max(0, event.clientY - top - ABOVE)}px`;
  }

  /** @param {Spot} spot */
  function tell(spot) {
    const gradient = shown && gradientKnown(shown.step, shown.grad) ? `, gradient ${formatSigned(shown.grad[spot.parameter])}` : '';
    setText(label, `${spot.name} = ${formatSigned(valueOf(spot))}${dragged ? '' : gradient}`);
  }

  return {
    /**
     * The values with the dragged one as it is set: the picture needn't wait for the server.
     * @param {Float64Array} data of all parameters
     */
    applied(data) {
      if (wanted === null || !settling()) {
        return data;
      }
      const copy = data.slice();
      copy[wanted.parameter] = wanted.value;
      return copy;
    },
    /**
     * @param {Spot | null} spot the chosen one; null where the picture doesn't have it
     * @param {boolean} settable whether it can be set now
     * @param {Shown} values
     */
    draw(spot, settable, values) {
      chosen = spot;
      shown = values;
      possible = settable;
      handle.hidden = spot === null || !settable;
      if (spot === null) {
        return;
      }
      handle.style.left = `${spot.x + canvas.offsetLeft}px`;
      handle.style.top = `${spot.y + canvas.offsetTop}px`;
      const value = valueOf(spot);
      handle.setAttribute('aria-label', spot.name);
      handle.setAttribute('aria-valuenow', String(value));
      handle.setAttribute('aria-valuemin', String(Math.min(-10, value)));
      handle.setAttribute('aria-valuemax', String(Math.max(10, value)));
      handle.setAttribute('aria-valuetext', formatSigned(value));
      if (!label.hidden) {
        tell(dragged?.spot ?? over ?? spot);
      }
    },
  };
}
