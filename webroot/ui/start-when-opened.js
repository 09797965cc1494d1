const KEY = 'livegrad.start';

/**
 * Lets a run start as soon as its page is opened in this tab.
 * @param {string} id
 */
export function startWhenOpened(id) {
  try {
    sessionStorage.setItem(KEY, id);
  } catch {
    // Storage can be forbidden; then somebody has to press Start.
  }
}

/**
 * Whether the run that is opened is to start, which is said once.
 * @param {string | null} id
 */
export function isToStart(id) {
  try {
    const wanted = id !== null && sessionStorage.getItem(KEY) === id;
    sessionStorage.removeItem(KEY);
    return wanted;
  } catch {
    return false;
  }
}
