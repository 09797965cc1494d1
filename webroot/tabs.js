import { byId } from './dom.js';

/**
 * What a tab shows.
 * @typedef {object} View
 * @property {import('./protocol.js').Topic[]} topics the levels it needs while it is shown
 * @property {() => void} draw
 * @property {() => void} [restyle] the theme has changed
 */

/**
 * Tabs with arrow keys, as the ARIA practices have them. Only the selected view draws.
 * @param {Record<string, View>} views by the ids of their tabs and panels
 */
export function tabs(views) {
  const names = Object.keys(views);
  const buttons = names.map((name) => byId(`tab-${name}`, HTMLButtonElement));
  /** @type {((view: View) => void)[]} */
  const listeners = [];
  let selected = names[0];

  /** @param {string | number} which a name, or a place from 0 */
  function select(which) {
    const name = typeof which === 'number' ? names[which] : which;
    if (name === undefined) {
      return;
    }
    selected = name;
    names.forEach((other, i) => {
      buttons[i].setAttribute('aria-selected', String(other === name));
      buttons[i].tabIndex = other === name ? 0 : -1;
      byId(`panel-${other}`, HTMLElement).hidden = other !== name;
    });
    listeners.forEach((listener) => listener(views[name]));
    views[name].draw();
  }

  buttons.forEach((button, i) => {
    button.addEventListener('click', () => select(i));
    button.addEventListener('keydown', (event) => {
      const next = { ArrowRight: i + 1, ArrowLeft: i - 1, Home: 0, End: names.length - 1 }[event.key];
      if (next !== undefined) {
        event.preventDefault();
        const place = (next + names.length) % names.length;
        buttons[place].focus();
        select(place);
      }
    });
  });

  return {
    select,
    draw: () => views[selected].draw(),
    all: Object.values(views),
    /** @param {(view: View) => void} listener */
    onSelect: (listener) => listeners.push(listener),
  };
}
