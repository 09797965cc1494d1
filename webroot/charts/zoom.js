import { bounded, moved, part, zoomed } from './window.js';

/** What a press of a key or button, and what 100 pixels of a wheel, zoom by. */
const STEP = 1.6;

/** The part of what is visible that a press of an arrow key moves by. */
const MOVE = 0.15;

/** From this movement on, in pixels, a press drags. */
const SLACK = 6;

/**
 * Lets people look at a part of a chart: a box that is dragged, Ctrl and the wheel, two fingers, keys and buttons. Nothing of
 * it happens by scrolling the page or by pressing.
 * @param {HTMLCanvasElement} canvas
 * @param {HTMLElement} box around the canvas; takes the keys
 * @param {() => void} changed
 */
export function zoom(canvas, box, changed) {
  /** @type {import('./window.js').Range} */
  let across = null;
  /** @type {import('./window.js').Range} */
  let up = null;
  /** @type {{x: import('./scales.js').Scale, y: import('./scales.js').Scale} | null} what is shown when all is */
  let whole = null;
  /** @type {import('./axes.js').Places | null} */
  let places = null;
  /** @type {Map<number, {x: number, y: number}>} the pointers that are down, by their ids */
  const pointers = new Map();
  /** @type {{x: number, y: number, moves: boolean} | null} where the mouse came down */
  let begun = null;
  /** Whether the mouse has dragged, so that what follows is no press. */
  let dragged = false;

  const frame = document.createElement('div');
  frame.className = 'zoom-frame';
  frame.hidden = true;
  box.append(frame);

  /**
   * @param {import('./window.js').Range} x
   * @param {import('./window.js').Range} y
   */
  function set(x, y) {
    if (String(x) !== String(across) || String(y) !== String(up)) {
      [across, up] = [x, y];
      changed();
    }
  }

  /** Where an event is in the canvas. @param {{clientX: number, clientY: number}} event */
  function at({ clientX, clientY }) {
    const { left, top } = canvas.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  }

  /**
   * @param {number} factor above 1 shows less
   * @param {{x: number, y: number} | null} around in pixels; null for the middle
   * @param {boolean} x whether the axis below is zoomed
   * @param {boolean} y whether the axis at the left is zoomed
   */
  function by(factor, around, x, y) {
    if (whole === null || places === null) {
      return;
    }
    const { left, right, top, bottom } = places.area();
    const px = around === null ? (left + right) / 2 : Math.min(right, Math.max(left, around.x));
    const py = around === null ? (top + bottom) / 2 : Math.min(bottom, Math.max(top, around.y));
    const place = places.at(px, py);
    set(x ? zoomed(across, whole.x, place.x, factor) : across, y ? zoomed(up ?? ends(), whole.y, place.y, factor) : up);
  }

  /** The ends of the axis at the left as they are, which may be rounder than the scale's. */
  function ends() {
    const { left, top, bottom } = /** @type {import('./axes.js').Places} */ (places).area();
    return /** @type {[number, number]} */ ([places?.at(left, bottom).y ?? 0, places?.at(left, top).y ?? 1]);
  }

  /**
   * @param {number} dx in pixels
   * @param {number} dy
   */
  function drag(dx, dy) {
    if (whole === null || places === null) {
      return;
    }
    const [from, to] = [places.at(0, 0), places.at(dx, dy)];
    set(moved(across, whole.x, from.x - to.x), moved(up, whole.y, from.y - to.y));
  }

  canvas.addEventListener(
    'wheel',
    (event) => {
      if (!event.ctrlKey && !event.metaKey) {
        return;
      }
      event.preventDefault();
      const point = at(event);
      const left = places !== null && point.x < places.area().left;
      by(STEP ** (-event.deltaY / 100), point, !left && !event.shiftKey, left || event.shiftKey);
    },
    { passive: false },
  );

  canvas.addEventListener('pointerdown', (event) => {
    pointers.set(event.pointerId, at(event));
    dragged = false;
    if (event.pointerType === 'mouse' && event.button === 0) {
      begun = { ...at(event), moves: event.shiftKey };
      canvas.setPointerCapture(event.pointerId);
    }
  });
  canvas.addEventListener('pointermove', (event) => {
    const before = pointers.get(event.pointerId);
    if (before === undefined) {
      return;
    }
    const now = at(event);
    if (event.pointerType !== 'mouse') {
      touch(event.pointerId, before, now);
    } else if (begun !== null) {
      dragged ||= Math.hypot(now.x - begun.x, now.y - begun.y) >= SLACK;
      if (begun.moves) {
        drag(now.x - before.x, now.y - before.y);
      } else if (dragged) {
        showFrame(begun, now);
      }
    }
    pointers.set(event.pointerId, now);
  });
  for (const type of ['pointerup', 'pointercancel', 'lostpointercapture']) {
    canvas.addEventListener(type, (event) => {
      if (!(event instanceof PointerEvent)) {
        return;
      }
      pointers.delete(event.pointerId);
      frame.hidden = true;
      if (type === 'pointerup' && begun !== null && dragged && !begun.moves && whole !== null && places !== null) {
        const now = at(event);
        const [a, b] = [places.at(begun.x, begun.y), places.at(now.x, now.y)];
        const wide = Math.abs(now.x - begun.x) >= SLACK;
        const tall = Math.abs(now.y - begun.y) >= SLACK;
        set(
          wide ? bounded([Math.min(a.x, b.x), Math.max(a.x, b.x)], whole.x) : across,
          tall ? bounded([Math.min(a.y, b.y), Math.max(a.y, b.y)], whole.y) : up,
        );
      }
      begun = null;
    });
  }
  // What was dragged is no press, of which the chart makes something else.
  canvas.addEventListener(
    'click',
    (event) => {
      if (dragged) {
        dragged = false;
        event.stopImmediatePropagation();
      }
    },
    { capture: true },
  );
  canvas.addEventListener('dblclick', () => set(null, null));

  /**
   * Two fingers zoom and move; one moves along the axis below where a part of it is shown.
   * @param {number} id of the finger that moved
   * @param {{x: number, y: number}} before
   * @param {{x: number, y: number}} now
   */
  function touch(id, before, now) {
    const other = [...pointers].find(([pointer]) => pointer !== id)?.[1];
    if (other === undefined) {
      if (across !== null) {
        drag(now.x - before.x, 0);
      }
      return;
    }
    dragged = true;
    const spread = (/** @type {number} */ from, /** @type {number} */ to) => Math.max(40, Math.abs(to)) / Math.max(40, Math.abs(from));
    const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
    drag((now.x - before.x) / 2, (now.y - before.y) / 2);
    by(spread(before.x - other.x, now.x - other.x), middle, true, false);
    const tall = spread(before.y - other.y, now.y - other.y);
    if (tall !== 1) {
      by(tall, middle, false, true);
    }
  }

  /**
   * @param {{x: number, y: number}} a
   * @param {{x: number, y: number}} b
   */
  function showFrame(a, b) {
    if (places === null) {
      return;
    }
    const { left, right, top, bottom } = places.area();
    const inX = (/** @type {number} */ x) => Math.min(right, Math.max(left, x));
    const inY = (/** @type {number} */ y) => Math.min(bottom, Math.max(top, y));
    // A flat or narrow box means one axis only.
    const [x0, x1] = Math.abs(a.x - b.x) < SLACK ? [left, right] : [inX(Math.min(a.x, b.x)), inX(Math.max(a.x, b.x))];
    const [y0, y1] = Math.abs(a.y - b.y) < SLACK ? [top, bottom] : [inY(Math.min(a.y, b.y)), inY(Math.max(a.y, b.y))];
    frame.hidden = false;
    Object.assign(frame.style, { left: `${x0}px`, top: `${y0}px`, width: `${x1 - x0}px`, height: `${y1 - y0}px` });
  }

  /**
   * The axis below moves by a part of what is visible.
   * @param {number} x
   * @param {number} y
   */
  function move(x, y) {
    if (whole !== null) {
      const size = (/** @type {import('./window.js').Range} */ range) => (range === null ? 0 : range[1] - range[0]);
      set(moved(across, whole.x, x * MOVE * size(across)), moved(up, whole.y, y * MOVE * size(up)));
    }
  }

  /** @type {Record<string, () => void>} */
  const keys = {
    '+': () => by(STEP, null, true, false),
    '=': () => by(STEP, null, true, false),
    '-': () => by(1 / STEP, null, true, false),
    0: () => set(null, null),
    Escape: () => set(null, null),
    ArrowLeft: () => move(-1, 0),
    ArrowRight: () => move(1, 0),
    ArrowUp: () => move(0, 1),
    ArrowDown: () => move(0, -1),
    'Shift ArrowUp': () => by(STEP, null, false, true),
    'Shift ArrowDown': () => by(1 / STEP, null, false, true),
  };
  box.addEventListener('keydown', (event) => {
    const key = event.shiftKey && event.key.startsWith('Arrow') ? `Shift ${event.key}` : event.key;
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[key];
    // Where all is shown, arrows scroll the page and Escape is for others.
    if (act !== undefined && event.target === box && (isZoomed() || key === '+' || key === '=' || key.startsWith('Shift'))) {
      event.preventDefault();
      event.stopPropagation();
      act();
    }
  });

  function isZoomed() {
    return across !== null || up !== null;
  }

  return {
    isZoomed,
    /** What is shown, as a text that is another one when that is. */
    now: () => `${across} ${up}`,
    in: () => by(STEP, null, true, false),
    out: () => by(1 / STEP, null, true, false),
    all: () => set(null, null),
    /** Forgets the part of one axis, because its scale is another one. @param {'x' | 'y'} axis */
    forget: (axis) => (axis === 'x' ? (across = null) : (up = null)),
    /** The visible part of the axis below, of that scale. @param {import('./scales.js').Scale} x */
    partX: (x) => part(x, across),
    /**
     * The visible part of the axis at the left; where that is not chosen, what fits the part of the axis below.
     * @param {import('./scales.js').Scale} y
     * @param {import('./scales.js').Scale} fitting
     */
    partY: (y, fitting) => (up !== null ? part(y, up) : across === null ? y : fitting),
    /**
     * Takes note of what is shown.
     * @param {import('./scales.js').Scale} x the whole axis below
     * @param {import('./scales.js').Scale} y the whole axis at the left
     * @param {import('./axes.js').Places} drawn
     */
    note(x, y, drawn) {
      whole = { x, y };
      places = drawn;
    },
  };
}
