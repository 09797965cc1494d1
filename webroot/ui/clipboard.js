import { element } from './dom.js';

/**
 * Copies a text. Over plain HTTP a browser has no clipboard for pages, and elsewhere it can be forbidden; a selected text can
 * still be copied.
 * @param {string} text
 */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = element('textarea', { class: 'visually-hidden', 'aria-hidden': 'true' });
    area.value = text;
    document.body.append(area);
    area.select();
    const copied = document.execCommand('copy');
    area.remove();
    if (!copied) {
      throw new Error('This browser lets a page copy nothing.');
    }
  }
}
