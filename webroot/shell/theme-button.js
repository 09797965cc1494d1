import { byId } from '../ui/dom.js';

/** @type {Record<string, string>} */
const SIGNS = { system: '◐', light: '☀', dark: '☾' };
const THEMES = Object.keys(SIGNS);

/**
 * The button that goes through the system's theme, light and dark.
 * @param {() => void} changed called after the colours have changed, by hand or by the system
 */
export function themeButton(changed) {
  const button = byId('theme', HTMLButtonElement);
  let theme = document.documentElement.dataset.theme ?? 'system';

  function show() {
    button.textContent = SIGNS[theme];
    button.setAttribute('aria-label', `Theme: ${theme}`);
    button.title = `Theme: ${theme}`;
  }

  button.addEventListener('click', () => {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
    if (theme === 'system') {
      delete document.documentElement.dataset.theme;
    } else {
      document.documentElement.dataset.theme = theme;
    }
    try {
      localStorage.setItem('livegrad.theme', theme);
    } catch {
      // Storage can be forbidden; the choice then lasts until the page is left.
    }
    show();
    changed();
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', changed);
  show();
}
