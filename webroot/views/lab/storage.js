const KEY = 'livegrad.lab';

/** @param {string} text is there again when the page is opened the next time */
export function save(text) {
  try {
    localStorage.setItem(KEY, text);
  } catch {
    // Storage can be forbidden; the page then opens with the first example.
  }
}

export function saved() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
