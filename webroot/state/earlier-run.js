import { list, read, readSeries, readShown } from './runs-api.js';

/** How far back the list is looked through for it: the runs that began last. */
const LOOKED_THROUGH = 500;

/**
 * The run before this one, where both have the same name.
 * @typedef {{id: string, series: import('./series.js').Series}} Earlier
 */

/**
 * What the socket doesn't tell.
 * @typedef {{called: string, earlier: Earlier | null}} Kept what somebody called the run, and the run before it
 */

/**
 * Fetches what the run is called, and the curve of what it was before it began anew: the server keeps that as a run of
 * its own, whose id is the run's with a number behind it.
 */
export class EarlierRun {
  /**
   * @param {import('./store.js').Store} store
   * @param {(name: string) => Promise<Kept>} [find] replaced in tests
   */
  constructor(store, find = findKept) {
    this.store = store;
    this.find = find;
    /** @type {number | undefined} */
    this.trajectory = undefined;
    store.onChange(() => this.#look());
  }

  async #look() {
    const { run, live } = this.store.state;
    if (!live || run === null || run.trajectory === this.trajectory) {
      return;
    }
    const { trajectory } = run;
    this.trajectory = trajectory;
    const kept = await this.find(run.spec.name).catch(() => null);
    if (kept !== null && this.trajectory === trajectory) {
      this.store.set(kept);
    }
  }
}

/**
 * @param {string} name of the spec
 * @returns {Promise<Kept>}
 */
async function findKept(name) {
  const { id, name: called } = await readShown();
  return { called, earlier: await findEarlier(id, name).catch(() => null) };
}

/**
 * @param {string} id
 * @param {string} name
 * @returns {Promise<Earlier | null>} null where there is none
 */
async function findEarlier(id, name) {
  const last = newestOf(id, (await list(null, LOOKED_THROUGH, false)).map((run) => run.id));
  if (last === null) {
    return null;
  }
  const { spec } = await read(last);
  return spec.name === name ? { id: last, series: await readSeries(last) } : null;
}

/**
 * The id of what a run was last, before it began anew.
 * @param {string} id
 * @param {string[]} ids of the runs there are
 * @returns {string | null}
 */
export function newestOf(id, ids) {
  const numbers = ids.filter((one) => one.startsWith(`${id}-`)).map((one) => Number(one.slice(id.length + 1)));
  const newest = numbers.filter(Number.isInteger).reduce((a, b) => Math.max(a, b), 0);
  return newest === 0 ? null : `${id}-${newest}`;
}
