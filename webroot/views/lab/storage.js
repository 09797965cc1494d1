const KEPT = 'livegrad.lab';

/** @param {string} text what is there again when the page is opened the next time */
export function keep(text) {
  try {
    localStorage.setItem(KEPT, text);
  } catch {
    // Storage can be forbidden; the first example is there then.
  }
}

export function kept() {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}
