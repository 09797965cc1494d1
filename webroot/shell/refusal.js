import { ofRun, requestedRun } from '../state/requested-run.js';

/**
 * Why the server takes no connection, in sentences; null where it isn't reached. A browser doesn't tell a page how its
 * WebSocket was refused, but a POST has to pass the same checks, and its answer can be read.
 * @returns {Promise<string | null>}
 */
export async function askForRefusal() {
  try {
    const run = await fetch(ofRun('api/run'));
    if (run.status === 503) {
      const { error } = await run.json();
      return `The server can’t open this run. ${error}.`;
    }
    const response = await fetch('ws', { method: 'POST' });
    if (response.status === 403) {
      const { error } = await response.json();
      return `The server refuses this page. ${error}.`;
    }
    return response.status < 500
      ? 'The server answers, but no live connection comes about: it has all the viewers that it allows, or something on the way, as a proxy, lets no WebSocket through.'
      : null;
  } catch {
    return null;
  }
}

/**
 * Whether the server says that it has no run of the id that the address names.
 * @returns {Promise<boolean>} false while it isn't reached
 */
export async function isUnknown() {
  if (requestedRun() === null) {
    return false;
  }
  try {
    const { status } = await fetch(ofRun('api/run'));
    return status === 404;
  } catch {
    return false;
  }
}
