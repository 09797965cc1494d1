import { fontSize } from './canvas.js';
import { renewColours } from './colours.js';
import { byId } from './dom.js';

/** @type {Record<string, string>} */
const SIGNS = { system: '◐', light: '☀', dark: '☾' };
const THEMES = Object.keys(SIGNS);

/**
 * How the page looks: the button that goes through the system's theme, light and dark, and the one for letters that a
 * room can read. `theme.js` sets both again when the page is opened the next time.
 * @param {() => void} changed called after colours or the size of letters have changed, by hand or by the system
 * @returns {{toggleSize: () => void}}
 */
export function look(changed) {
  const themeButton = byId('theme', HTMLButtonElement);
  const sizeButton = byId('size', HTMLButtonElement);
  const { dataset } = document.documentElement;
  let letters = fontSize();

  function show() {
    const theme = dataset.theme ?? 'system';
    themeButton.textContent = SIGNS[theme];
    themeButton.setAttribute('aria-label', `Theme: ${theme}`);
    themeButton.title = `Theme: ${theme}`;
    sizeButton.setAttribute('aria-pressed', String(dataset.size === 'large'));
  }

  function renew() {
    letters = fontSize();
    renewColours();
    changed();
  }

  /**
   * @param {'theme' | 'size'} what
   * @param {string} value empty for what the page has by itself
   */
  function choose(what, value) {
    if (value === '') {
      delete dataset[what];
    } else {
      dataset[what] = value;
    }
    try {
      localStorage.setItem(`livegrad.${what}`, value);
    } catch {
      // Storage can be forbidden; the choice then lasts until the page is left.
    }
    show();
    renew();
  }

  themeButton.addEventListener('click', () => {
    const next = THEMES[(THEMES.indexOf(dataset.theme ?? 'system') + 1) % THEMES.length];
    choose('theme', next === 'system' ? '' : next);
  });
  sizeButton.addEventListener('click', () => choose('size', dataset.size === 'large' ? '' : 'large'));
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', renew);
  // A window that goes to the projector gets larger letters; what is drawn follows.
  addEventListener('resize', () => {
    if (fontSize() !== letters) {
      renew();
    }
  });
  show();
  return { toggleSize: () => sizeButton.click() };
}
