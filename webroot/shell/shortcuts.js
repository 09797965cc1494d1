import { byId } from '../ui/dom.js';

/**
 * Keys for everything that is pressed often. They are left alone while somebody types, and Space
 * while a control that uses it has the focus.
 * @param {object} actions
 * @param {() => void} actions.startOrPause
 * @param {() => void} actions.step
 * @param {() => void} actions.reset
 * @param {() => void} actions.fullSpeed
 * @param {() => void} actions.scale
 * @param {(place: number) => void} actions.view
 * @param {() => void} actions.wide
 * @param {() => void} actions.size
 */
export function shortcuts(actions) {
  const help = byId('help', HTMLDialogElement);
  byId('help-open', HTMLButtonElement).addEventListener('click', () => help.showModal());

  // After a press with the mouse, Space is the shortcut again and not that button.
  document.addEventListener('click', (event) => {
    const mouse = event instanceof PointerEvent && event.pointerType === 'mouse';
    const button = event.target instanceof Element ? event.target.closest('button') : null;
    if (mouse && button?.role !== 'tab') {
      button?.blur();
    }
  });

  /** @type {Record<string, () => void>} */
  const keys = {
    s: actions.step,
    r: actions.reset,
    f: actions.fullSpeed,
    l: actions.scale,
    w: actions.wide,
    p: actions.size,
    '?': () => help.showModal(),
  };
  document.addEventListener('keydown', (event) => {
    const target = event.target instanceof HTMLElement ? event.target : document.body;
    const typing = target.closest('input, textarea, select') !== null;
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) {
      return;
    }
    if (event.key === ' ') {
      if (target.closest('button, a, input, select, summary, [role=tabpanel]:focus') === null) {
        event.preventDefault();
        actions.startOrPause();
      }
    } else if (!typing && /^[1-9]$/.test(event.key)) {
      actions.view(Number(event.key) - 1);
    } else if (!typing && !event.repeat) {
      keys[event.key.toLowerCase()]?.();
    }
  });
}
