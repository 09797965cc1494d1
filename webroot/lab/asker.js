/** The least time between two questions: a server for a whole class answers them. */
const MILLIS_BETWEEN = 25;

/** How long to wait when the server has too much to do. */
const MILLIS_BUSY = 500;

/**
 * What came of a question.
 * @template T
 * @typedef {{answer: T} | {error: string, position: number | null}} Outcome
 */

/**
 * Asks the server, one question at a time; of those that come up meanwhile only the latest is asked.
 * @template A, T
 * @param {string} path
 * @param {(outcome: Outcome<T>, about: A) => void} heard
 * @returns {(question: object, about: A) => void} `about` is handed on to `heard`
 */
export function asker(path, heard) {
  /** @type {{question: object, about: A} | null} */
  let next = null;
  let asking = false;

  async function run() {
    asking = true;
    while (next !== null) {
      const { question, about } = next;
      next = null;
      const outcome = await post(path, question);
      if (outcome === 'busy') {
        next ??= { question, about };
        await pause(MILLIS_BUSY);
      } else {
        heard(outcome, about);
        await pause(MILLIS_BETWEEN);
      }
    }
    asking = false;
  }

  return (question, about) => {
    next = { question, about };
    if (!asking) {
      void run();
    }
  };
}

/**
 * @param {string} path
 * @param {unknown} question
 * @returns {Promise<Outcome<any> | 'busy'>}
 */
async function post(path, question) {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(question),
    });
    if (response.status === 429 || response.status === 503) {
      return 'busy';
    }
    const body = await response.json();
    return response.ok ? { answer: body } : { error: body.error, position: body.position ?? null };
  } catch {
    return { error: 'The server does not answer.', position: null };
  }
}

/** @param {number} millis */
function pause(millis) {
  return new Promise((resolve) => setTimeout(resolve, millis));
}
