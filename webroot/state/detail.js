/** A part is asked for once the chart has stood still for this long, in milliseconds. */
const QUIET_MILLIS = 150;

/** The least milliseconds between two requests for what a training run has added to a part. */
const AGAIN_MILLIS = 2_000;

/** A busy server may not make steps again, and answers a part with fewer entries than this. */
const FEW = 1_000;

/** How often a part that came with few entries is asked for. */
const MAX_TRIES = 3;

/**
 * A finer curve for the part that a chart is zoomed to. The page keeps several steps as one entry where
 * there are many; here it asks the server for that part, which makes the steps again.
 */
export class Detail {
  /**
   * @param {(from: number, to: number) => Promise<import('./series.js').Entry[] | null>} read null where there is nothing to be had
   * @param {() => void} changed
   * @param {(task: () => void, millis: number) => void} [later] replaced in tests
   */
  constructor(read, changed, later = (task, millis) => void setTimeout(task, millis)) {
    this.read = read;
    this.changed = changed;
    this.later = later;
    /** @type {import('./series.js').Entry[]} what has come */
    this.fine = [];
    /** @type {[number, number] | null} what was asked for last, whether or not it has come */
    this.asked = null;
    /** @type {[number, number] | null} what is to be asked for when nothing has moved for a while */
    this.wanted = null;
    /** The number of the present curve, by which an answer about an earlier one is known. */
    this.curve = 0;
    /** Whether a timer runs. */
    this.isWaiting = false;
    /** How often in a row the wanted part came with few entries. */
    this.tries = 0;
  }

  /** Forgets all: the curve is another one. */
  forget() {
    this.fine = [];
    this.asked = null;
    this.wanted = null;
    this.curve++;
  }

  /**
   * A curve with what is known more finely; asks for what is missing between two steps.
   * @param {import('./series.js').Entry[]} kept the whole curve
   * @param {number} begin
   * @param {number} end
   * @param {number} [margin] how many steps around them are wanted, too
   */
  entries(kept, begin, end, margin = 0) {
    const last = kept.at(-1)?.step ?? -1;
    const [from, to] = [Math.max(0, begin), Math.min(end, last)];
    if (from === 0 && to === last) {
      return kept;
    }
    const [first, behind] = [this.fine[0]?.from ?? Infinity, this.fine.at(-1)?.step ?? -1];
    const isCoarse = (/** @type {import('./series.js').Entry} */ entry) => entry.step >= from && entry.from <= to && entry.from < entry.step;
    const coarse = [
      ...kept.filter((entry) => isCoarse(entry) && (Math.max(entry.from, from) < first || Math.min(entry.step, to) > behind)),
      ...this.fine.filter(isCoarse),
    ];
    const wider = Math.max(margin, Math.ceil((to - from) / 2));
    /** @type {[number, number]} */
    const wanted = [Math.max(0, from - wider), to + wider];
    if (coarse.length > 0 && !this.#isAsked(from, to, coarse, wanted)) {
      this.wanted = wanted;
      this.#wait(this.asked !== null && this.asked[0] <= from && this.asked[1] < to ? AGAIN_MILLIS : QUIET_MILLIS);
    }
    return joined(kept, this.fine);
  }

  /**
   * Whether the last question is good enough for what is coarse: it covers all of it, and is less than twice as long as
   * what is wanted now. Of a longer part the server merges neighbours, so that a closer look needs a new question.
   * @param {number} from
   * @param {number} to
   * @param {import('./series.js').Entry[]} coarse between them
   * @param {[number, number]} wanted
   */
  #isAsked(from, to, coarse, [begin, end]) {
    if (this.asked === null || this.asked[0] > from) {
      return false;
    }
    const [first, last] = this.asked;
    return coarse.every((entry) => Math.min(entry.step, to) <= last) && last - first < 2 * (end - begin);
  }

  /** @param {number} millis */
  #wait(millis) {
    if (this.isWaiting) {
      return;
    }
    this.isWaiting = true;
    const { curve } = this;
    const asked = this.wanted;
    this.later(() => {
      this.isWaiting = false;
      if (this.wanted === null) {
        return;
      }
      if (curve === this.curve && String(this.wanted) === String(asked)) {
        void this.#fetch(this.wanted);
      } else {
        this.#wait(QUIET_MILLIS);
      }
    }, millis);
  }

  /** @param {[number, number]} range */
  async #fetch([from, to]) {
    const { curve } = this;
    this.wanted = null;
    this.asked = [from, to];
    const entries = await this.read(from, to).catch(() => null);
    if (curve !== this.curve || entries === null || entries.length === 0) {
      return;
    }
    this.fine = entries;
    // What the run had not done yet may be asked for again.
    this.asked = [from, Math.min(to, entries[entries.length - 1].step)];
    if (entries.length < FEW && entries.some((entry) => entry.from < entry.step) && ++this.tries < MAX_TRIES) {
      this.wanted ??= [from, to];
      this.#wait(AGAIN_MILLIS);
    } else {
      this.tries = 0;
    }
    this.changed();
  }
}

/**
 * A curve in which a part is replaced by finer entries.
 * @template {{from: number, step: number}} T
 * @param {T[]} kept
 * @param {T[]} fine a part of them, finer
 * @returns {T[]}
 */
function joined(kept, fine) {
  const [first, last] = [fine[0], fine.at(-1)];
  return first === undefined || last === undefined
    ? kept
    : [
        ...kept.filter(({ step }) => step < first.from),
        ...fine,
        ...kept.filter(({ step }) => step > last.step).map((entry) => (entry.from > last.step ? entry : { ...entry, from: last.step + 1 })),
      ];
}
