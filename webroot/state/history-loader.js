import { ofRun } from './requested-run.js';

/** A gap between two snapshots is filled where it is wider than the run's length divided by this... */
const PARTS = 8;

/** ... and wider than this many steps. */
const SMALLEST_GAP = 10;

/**
 * Fetches what the watched levels were before the page watched them: when a view is opened late,
 * after a reconnection, when a run went too fast to be followed, and when somebody looks back to a step
 * that is not held. A stretch of the run is asked for once, as long as the topic stays watched.
 */
export class HistoryLoader {
  /**
   * @param {import('./store.js').Store} store
   * @param {(topic: import('./protocol.js').Topic) => Promise<Answer | null>} [ask] replaced in tests
   */
  constructor(store, ask = fetchLevels) {
    this.store = store;
    this.ask = ask;
    /** @type {import('./protocol.js').Topic[]} */
    this.topics = [];
    /** @type {Map<import('./protocol.js').Topic, number>} up to which step each was asked for */
    this.asked = new Map();
    /** @type {Map<import('./protocol.js').Topic, Answer>} those that have come */
    this.answers = new Map();
    /** @type {Map<import('./protocol.js').Topic, number>} the step that was pinned when each was asked for last; -1 for none */
    this.pinnedThen = new Map();
    /** @type {number | undefined} */
    this.trajectory = undefined;
    store.onChange(() => this.#look());
  }

  /**
   * Chooses the topics whose earlier levels are wanted.
   * @param {import('./protocol.js').Topic[]} topics
   */
  watch(topics) {
    this.topics = topics;
    for (const topic of this.asked.keys()) {
      if (!topics.includes(topic)) {
        this.#forget(topic);
      }
    }
    this.#look();
  }

  #look() {
    const { run, status, live, pinned } = this.store.state;
    if (!live || run?.trajectory !== this.trajectory) {
      this.trajectory = run?.trajectory;
      [...this.asked.keys()].forEach((topic) => this.#forget(topic));
    }
    if (!live || !status) {
      return;
    }
    for (const topic of this.topics) {
      this.#recall(topic);
      const { steps } = this.store.history(topic);
      const wanted = pinned !== null && pinned < status.step && !steps.includes(pinned) && this.pinnedThen.get(topic) !== pinned;
      if (wanted || isMissing(steps, status.step, this.asked.get(topic))) {
        this.asked.set(topic, status.step);
        this.pinnedThen.set(topic, pinned ?? -1);
        this.#fetch(topic);
      }
    }
  }

  /** @param {import('./protocol.js').Topic} topic */
  #forget(topic) {
    this.asked.delete(topic);
    this.pinnedThen.delete(topic);
    this.answers.delete(topic);
  }

  /** @param {import('./protocol.js').Topic} topic */
  async #fetch(topic) {
    const answer = await this.ask(topic);
    if (answer !== null && answer.trajectory === this.trajectory && this.asked.has(topic)) {
      this.answers.set(topic, answer);
      this.#look();
    }
  }

  /**
   * Takes an answer in once the level itself has come: until then a late message of another surface or
   * sample might replace it.
   * @param {import('./protocol.js').Topic} topic
   */
  #recall(topic) {
    const answer = this.answers.get(topic);
    if (answer !== undefined && this.store.history(topic).latest !== undefined) {
      this.answers.delete(topic);
      this.store.recall(answer.levels);
    }
  }
}

/**
 * Whether the server may have more snapshots than these.
 * @param {number[]} steps of the snapshots
 * @param {number} now steps done
 * @param {number} [asked] up to which step they were asked for already
 */
export function isMissing(steps, now, asked) {
  if (asked === undefined && now > 0 && steps[0] !== 0) {
    return true;
  }
  const widest = Math.max(SMALLEST_GAP, now / PARTS);
  return steps.some((step, i) => step - Math.max(steps[i - 1] ?? 0, asked ?? 0) > widest);
}

/**
 * @typedef {{trajectory: number, levels: import('./levels.js').LevelMessage[]}} Answer
 * @param {import('./protocol.js').Topic} topic
 * @returns {Promise<Answer | null>} null where there is none to be had
 */
async function fetchLevels(topic) {
  try {
    const response = await fetch(ofRun(`api/past?topic=${topic}`));
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}
