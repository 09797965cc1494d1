/** The least milliseconds between an answer and the next question: the server answers a whole class. */
const MILLIS_BETWEEN = 25;

/** After this long in the server's queue a request may be replaced there by a newer one. */
const MILLIS_PATIENT = 250;

/** The most requests on their way at once. */
const MOST_FLYING = 2;

/** Seconds to wait when the server is busy and doesn't say for how long. */
const SECONDS_BUSY = 1;

/** Identifies this page, so that the server replaces its older questions by newer ones. */
const VIEWER = crypto.getRandomValues(new Uint32Array(4)).join('-');

/**
 * What came of a question.
 * @template T
 * @typedef {{answer: T} | {error: string, position: number | null}} Outcome
 */

/**
 * Asks the server one question at a time. Of those that come meanwhile only the latest is kept; it is
 * asked after the answer, or earlier when the one before waits for long, and again until it is
 * answered.
 * @template A, T
 * @param {string} path
 * @param {(outcome: Outcome<T>, about: A) => void} heard
 * @returns {(question: object, about: A) => void} `about` is handed on to `heard`
 */
export function latestRequest(path, heard) {
  /** @type {{question: object, about: A} | null} */
  let next = null;
  let running = false;
  let asks = 0;
  /** The number of the latest question that was answered. */
  let last = 0;
  /** @type {Set<Promise<void>>} */
  const flying = new Set();
  /** @type {() => void} */
  let come = () => {};

  async function run() {
    running = true;
    while (next !== null) {
      const answered = ask(next, ++asks).finally(() => flying.delete(answered));
      next = null;
      flying.add(answered);
      await Promise.race([answered, pause(MILLIS_PATIENT).then(newer)]);
      if (flying.size >= MOST_FLYING) {
        await Promise.race(flying);
      }
      await pause(MILLIS_BETWEEN);
    }
    running = false;
  }

  /** Resolves when there is a newer question. */
  function newer() {
    return next !== null ? undefined : new Promise((/** @type {(none: void) => void} */ resolve) => (come = resolve));
  }

  /**
   * @param {{question: object, about: A}} asked
   * @param {number} number
   */
  async function ask(asked, number) {
    const outcome = await post(path, asked.question);
    if (outcome === 'replaced' || number < last) {
      return;
    }
    if ('busy' in outcome) {
      // Random, so that a class that was refused together does not ask again together.
      await pause(1000 * outcome.busy * (0.75 + Math.random() / 2));
      if (number === asks) {
        next ??= asked;
      }
      return;
    }
    last = number;
    heard(outcome, asked.about);
  }

  return (question, about) => {
    next = { question, about };
    come();
    if (!running) {
      void run();
    }
  };
}

/**
 * @param {string} path
 * @param {unknown} question
 * @returns {Promise<Outcome<any> | {busy: number} | 'replaced'>}
 */
async function post(path, question) {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Livegrad-Viewer': VIEWER },
      body: JSON.stringify(question),
    });
    if (response.status === 409) {
      return 'replaced';
    }
    if (response.status === 429 || response.status === 503) {
      return { busy: Number(response.headers.get('Retry-After')) || SECONDS_BUSY };
    }
    const body = await response.json();
    return response.ok ? { answer: body } : { error: body.error, position: body.position ?? null };
  } catch {
    return { error: 'The server does not answer.', position: null };
  }
}

/** @param {number} millis */
function pause(millis) {
  return new Promise((/** @type {(none: void) => void} */ resolve) => setTimeout(resolve, millis));
}
