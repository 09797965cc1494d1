import { union } from './geometry.js';

const SMALLEST = 0.02;
const LARGEST = 4;
const MARGIN = 12;

/** Below this scale numbers are unreadable and are left out. */
const TINY = 0.45;

/** Below this scale only the numbers are large enough, and the words beside them are left out. */
const SMALL = 0.8;

/** Nothing is enlarged beyond this scale without being asked for. */
const PLEASANT = 2.4;

/** At this scale or a larger one the whole graph still serves as a map. */
const A_MAP = 0.25;

/** Readable letters have at least this share of the page's font size. */
const READABLE = 0.7;

/** Size of the letters in the drawing, in its units. */
const LETTERS = 12;

/**
 * Lets a part of an SVG be moved and zoomed: by dragging, the wheel, two fingers.
 * @param {SVGSVGElement} root
 * @param {SVGGElement} content is given a `transform`
 * @param {() => void} onReadable numbers can be read from now on
 */
export function viewport(root, content, onReadable) {
  let scale = 1;
  let x = 0;
  let y = 0;
  /** @type {Map<number, {x: number, y: number}>} */
  const fingers = new Map();
  let moved = false;
  let touched = false;
  let far = false;

  function apply() {
    content.setAttribute('transform', `translate(${x} ${y}) scale(${scale})`);
    root.style.setProperty('--scale', String(scale));
    root.classList.toggle('small', scale < SMALL);
    if (far !== scale < TINY) {
      far = !far;
      root.classList.toggle('far', far);
      if (!far) {
        onReadable();
      }
    }
  }

  /**
   * @param {number} factor
   * @param {number} [aroundX] what stays where it is
   * @param {number} [aroundY]
   */
  function zoom(factor, aroundX = root.clientWidth / 2, aroundY = root.clientHeight / 2) {
    const next = Math.min(LARGEST, Math.max(SMALLEST, scale * factor));
    x = aroundX - ((aroundX - x) * next) / scale;
    y = aroundY - ((aroundY - y) * next) / scale;
    scale = next;
    touched = true;
    apply();
  }

  /**
   * Shows all of a content of this size, enlarged to PLEASANT at most.
   * @param {number} width
   * @param {number} height
   */
  function fit(width, height) {
    const fitting = Math.min(
      (root.clientWidth - 2 * MARGIN) / width,
      (root.clientHeight - 2 * MARGIN) / height,
    );
    scale = Math.min(PLEASANT, Math.max(SMALLEST, fitting));
    x = (root.clientWidth - width * scale) / 2;
    y = (root.clientHeight - height * scale) / 2;
    touched = false;
    apply();
  }

  /** The least scale at which it can be read: it grows with the page's font, as on a projector. */
  function readable() {
    return (READABLE * parseFloat(getComputedStyle(document.documentElement).fontSize)) / LETTERS;
  }

  /**
   * Shows all of a content of this size, or a part of it where that would be too small.
   * @param {number} width
   * @param {number} height
   * @param {boolean} asMap whether a map will do, on which numbers can't be read
   * @param {import('./structure.js').Area} [end] the part to begin with
   */
  function begin(width, height, asMap, end) {
    fit(width, height);
    if (scale < (asMap ? A_MAP : TINY) && end) {
      scale = readable();
      x = (root.clientWidth - width * scale) / 2;
      y = (root.clientHeight - height * scale) / 2;
      if (width * scale > root.clientWidth) {
        x = root.clientWidth - MARGIN - (end.x + end.width) * scale;
      }
      if (height * scale > root.clientHeight) {
        y = root.clientHeight / 2 - (end.y + end.height / 2) * scale;
      }
      apply();
    }
  }

  /**
   * Moves as little as it takes to have an area in sight, large enough to be read.
   * @param {import('./structure.js').Area} area
   * @param {number} [atLeast] the least scale
   * @param {import('./structure.js').Area} [rather] what is to be seen where there is no room for all
   */
  function reveal(area, atLeast = 0, rather = area) {
    if (scale < atLeast) {
      const [middleX, middleY] = toScreen(rather.x + rather.width / 2, rather.y + rather.height / 2);
      zoom(atLeast / scale, middleX, middleY);
    }
    const room = area.width * scale < root.clientWidth - 2 * MARGIN && area.height * scale < root.clientHeight - 2 * MARGIN;
    if (!room && rather !== area) {
      reveal(rather);
      return;
    }
    const [left, top] = toScreen(area.x, area.y);
    const [right, bottom] = toScreen(area.x + area.width, area.y + area.height);
    x += Math.max(0, MARGIN - left) + Math.min(0, root.clientWidth - MARGIN - right);
    y += Math.max(0, MARGIN - top) + Math.min(0, root.clientHeight - MARGIN - bottom);
    apply();
  }

  /**
   * Brings areas into sight: by showing the whole content where that is large enough and nobody has
   * zoomed, so that nothing moves from one area to the next; else as `reveal` does.
   * @param {number} width
   * @param {number} height
   * @param {import('./structure.js').Area[]} areas the first one above all
   */
  function follow(width, height, areas) {
    const scaleOfAll = Math.min(root.clientWidth / width, root.clientHeight / height);
    if (!touched && scaleOfAll >= A_MAP) {
      fit(width, height);
    } else {
      reveal(union(areas), readable(), areas[0]);
    }
  }

  /**
   * @param {number} contentX
   * @param {number} contentY
   * @returns {[number, number]}
   */
  function toScreen(contentX, contentY) {
    return [x + contentX * scale, y + contentY * scale];
  }

  /**
   * Moves so that a point of the content lies at a place on the screen.
   * @param {number} contentX
   * @param {number} contentY
   * @param {[number, number]} place
   */
  function pin(contentX, contentY, place) {
    touched = true;
    x = place[0] - contentX * scale;
    y = place[1] - contentY * scale;
    apply();
  }

  /**
   * Zooms out until an area has room, though not below what can be read.
   * @param {import('./structure.js').Area} area its corner stays where it is
   */
  function makeRoom(area) {
    const fitting = Math.min((root.clientWidth - 2 * MARGIN) / area.width, (root.clientHeight - 2 * MARGIN) / area.height);
    const next = Math.max(readable(), fitting);
    if (next < scale) {
      zoom(next / scale, ...toScreen(area.x, area.y));
    }
  }

  /** @param {MouseEvent} event */
  function local(event) {
    const box = root.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  root.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const at = local(event);
      zoom(Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0015)), at.x, at.y);
    },
    { passive: false },
  );
  root.addEventListener('pointerdown', (event) => {
    fingers.set(event.pointerId, local(event));
    moved = fingers.size > 1;
  });
  root.addEventListener('pointermove', (event) => {
    const before = fingers.get(event.pointerId);
    if (before === undefined) {
      return;
    }
    const now = local(event);
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
    if (!moved && Math.hypot(now.x - before.x, now.y - before.y) < 4) {
      return;
    }
    if (!moved) {
      // Captured only once it is a drag: the click of a captured pointer would miss the box below it.
      root.setPointerCapture(event.pointerId);
      moved = true;
    }
    x += (now.x - before.x) / fingers.size;
    y += (now.y - before.y) / fingers.size;
    if (other) {
      const apart = Math.hypot(before.x - other.x, before.y - other.y);
      zoom(Math.hypot(now.x - other.x, now.y - other.y) / Math.max(1, apart), (now.x + other.x) / 2, (now.y + other.y) / 2);
    }
    fingers.set(event.pointerId, now);
    touched = true;
    apply();
  });
  const lift = (/** @type {PointerEvent} */ event) => fingers.delete(event.pointerId);
  root.addEventListener('pointerup', lift);
  root.addEventListener('pointercancel', lift);
  root.addEventListener('pointerleave', lift);
  root.addEventListener(
    'click',
    (event) => {
      if (moved) {
        event.stopPropagation();
        moved = false;
      }
    },
    { capture: true },
  );
  apply();
  return {
    zoom,
    fit,
    begin,
    reveal,
    follow,
    toScreen,
    pin,
    makeRoom,
    /** Whether somebody has moved or zoomed it since it was last fitted. @returns {boolean} */
    get touched() {
      return touched;
    },
    get readable() {
      return readable();
    },
    /** Whether it is too small to be read. @returns {boolean} */
    get far() {
      return far;
    },
  };
}
