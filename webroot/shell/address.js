import { hashOf, partsOf } from '../ui/address.js';

/** The least milliseconds between two changes of the address: browsers allow few of them. */
const MILLIS_BETWEEN = 500;

/**
 * Keeps lesson and view in the address, so that a reload, a bookmark and a link lead to what was seen.
 * @param {() => Record<string, string> | null} parts what the address is to say now; null while that is not known
 * @param {(parts: Record<string, string>) => void} follow what somebody's address says: at the start, and when it is changed
 */
export function address(parts, follow) {
  let written = '';
  let waiting = false;

  function write() {
    const now = parts();
    const hash = now === null ? written : `#${hashOf(now)}`;
    if (waiting || hash === written) {
      return;
    }
    written = hash;
    waiting = true;
    history.replaceState(null, '', hash);
    setTimeout(() => {
      waiting = false;
      write();
    }, MILLIS_BETWEEN);
  }

  addEventListener('hashchange', () => follow(partsOf(location.hash)));
  follow(partsOf(location.hash));
  return { write };
}
