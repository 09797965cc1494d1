const SMALLEST = 0.02;
const LARGEST = 4;
const MARGIN = 12;

/** Below this scale numbers can't be read, and are left out. */
const READABLE = 0.3;

/**
 * Lets a part of an SVG be moved and zoomed: by dragging, the wheel, two fingers.
 * @param {SVGSVGElement} root
 * @param {SVGGElement} content is given a `transform`
 */
export function viewport(root, content) {
  let scale = 1;
  let x = 0;
  let y = 0;
  /** @type {Map<number, {x: number, y: number}>} */
  const fingers = new Map();
  let moved = false;

  function apply() {
    content.setAttribute('transform', `translate(${x} ${y}) scale(${scale})`);
    root.classList.toggle('far', scale < READABLE);
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
    apply();
  }

  /**
   * Shows the whole of a content of this size, enlarged only as far as it stays pleasant.
   * @param {number} width
   * @param {number} height
   */
  function fit(width, height) {
    const fitting = Math.min(
      (root.clientWidth - 2 * MARGIN) / width,
      (root.clientHeight - 2 * MARGIN) / height,
    );
    scale = Math.min(1.6, Math.max(SMALLEST, fitting));
    x = (root.clientWidth - width * scale) / 2;
    y = (root.clientHeight - height * scale) / 2;
    apply();
  }

  /**
   * Moves as little as it takes to have an area in sight, large enough to be read.
   * @param {import('./structure.js').Area} area
   * @param {number} [atLeast] the least scale
   */
  function reveal(area, atLeast = 0) {
    if (scale < atLeast) {
      const [middleX, middleY] = toScreen(area.x + area.width / 2, area.y + area.height / 2);
      zoom(atLeast / scale, middleX, middleY);
    }
    const [left, top] = toScreen(area.x, area.y);
    const [right, bottom] = toScreen(area.x + area.width, area.y + area.height);
    x += Math.max(0, MARGIN - left) + Math.min(0, root.clientWidth - MARGIN - right);
    y += Math.max(0, MARGIN - top) + Math.min(0, root.clientHeight - MARGIN - bottom);
    apply();
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
    x = place[0] - contentX * scale;
    y = place[1] - contentY * scale;
    apply();
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
      // Not before it is a drag: a captured pointer's click would miss what lies under it.
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
    reveal,
    toScreen,
    pin,
    /** @returns {number} */
    get scale() {
      return scale;
    },
  };
}
