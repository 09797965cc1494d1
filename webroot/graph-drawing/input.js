import { isNode } from './structure.js';

/**
 * Hears what is done to a drawn graph with a pointer or with keys.
 * @param {SVGSVGElement} root
 * @param {object} on
 * @param {(box: string | null) => void} [on.point] a box is pointed at, or none is
 * @param {(box: string) => void} [on.choose] a node's box was pressed
 * @param {(group: string) => void} [on.toggle] a group is to be expanded or collapsed
 * @param {(box: string) => void} on.current a box has become the one that keys go on from
 * @param {(box: string) => void} on.reach a box has got the focus and is to be seen
 * @param {(box: string) => string} on.around the group that a box lies in; empty for none
 * @param {(key: string) => boolean} on.go to the box that an arrow key leads to; false if there is none
 * @param {(factor: number) => void} on.zoom
 * @param {() => void} on.fit shows all
 */
export function listen(root, on) {
  /** @param {Event} event */
  function hit(event) {
    return event.target instanceof Element ? event.target.closest('.box, .frame-title') : null;
  }

  /** @param {Element} target */
  function press(target) {
    const group = target.getAttribute('data-group');
    const id = target.getAttribute('data-id');
    if (group !== null) {
      on.toggle?.(group);
    } else if (id !== null && isNode(id)) {
      on.choose?.(id);
    } else if (id !== null) {
      on.toggle?.(id);
    }
  }

  root.addEventListener('pointerover', (event) => on.point?.(hit(event)?.getAttribute('data-id') ?? null));
  root.addEventListener('pointerleave', () => on.point?.(null));
  root.addEventListener('click', (event) => {
    const target = hit(event);
    if (target) {
      const id = target.getAttribute('data-id');
      if (id !== null) {
        on.current(id);
      }
      press(target);
    }
  });
  root.addEventListener('focusin', (event) => {
    const id = hit(event)?.getAttribute('data-id') ?? null;
    if (id !== null) {
      on.current(id);
      on.point?.(id);
      on.reach(id);
    }
  });
  root.addEventListener('focusout', () => on.point?.(null));
  root.addEventListener('keydown', (event) => {
    const target = hit(event);
    if (target && (event.key === 'Enter' || event.key === ' ')) {
      event.preventDefault();
      event.stopPropagation();
      press(target);
      return;
    }
    const group = target && event.key === 'Backspace' ? on.around(target.getAttribute('data-id') ?? '') : '';
    if (group) {
      on.toggle?.(group);
    }
    if (on.go(event.key)) {
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === '+' || event.key === '-') {
      on.zoom(event.key === '+' ? 1.25 : 0.8);
    } else if (event.key === '0') {
      event.stopPropagation();
      on.fit();
    }
  });
}
