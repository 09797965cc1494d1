/** How long a deletion can be undone, in milliseconds. */
const UNDO_MILLIS = 10_000;

/**
 * Runs that are to be deleted: each is, when nobody has undone it in time, or when the page is left.
 */
export class Deletions {
  /**
   * @param {(id: string) => Promise<void>} remove
   * @param {(id: string, failure: unknown) => void} done called when one was deleted, or couldn't be
   * @param {object} [clock] replaced in tests
   * @param {(action: () => void, delay: number) => number} [clock.later]
   * @param {(timer: number) => void} [clock.cancel]
   */
  constructor(remove, done, { later = (action, delay) => setTimeout(action, delay), cancel = (timer) => clearTimeout(timer) } = {}) {
    this.remove = remove;
    this.done = done;
    this.later = later;
    this.cancel = cancel;
    /** @type {Map<string, number>} timers by the runs' ids */
    this.waiting = new Map();
  }

  /** @param {string} id */
  has(id) {
    return this.waiting.has(id);
  }

  /** @param {string} id */
  add(id) {
    this.undo(id);
    this.waiting.set(id, this.later(() => this.#delete(id), UNDO_MILLIS));
  }

  /** @param {string} id */
  undo(id) {
    this.cancel(this.waiting.get(id) ?? 0);
    this.waiting.delete(id);
  }

  /** Deletes at once what waits. */
  flush() {
    for (const id of [...this.waiting.keys()]) {
      this.cancel(this.waiting.get(id) ?? 0);
      void this.#delete(id);
    }
  }

  /** @param {string} id */
  async #delete(id) {
    let failure = null;
    try {
      await this.remove(id);
    } catch (error) {
      failure = error;
    }
    this.waiting.delete(id);
    this.done(id, failure);
  }
}
