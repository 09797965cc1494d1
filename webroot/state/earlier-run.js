import { read, readSeries, readShown } from './runs-api.js';

/**
 * The run before this one, where both have the same name.
 * @typedef {{id: string, series: import('./series.js').Series}} Earlier
 */

/**
 * What the socket doesn't tell.
 * @typedef {{id: string, runName: string, earlier: Earlier | null}} Kept the run's id, its name in the list of runs, and the run before it
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
  const { id, name: runName, earlier } = await readShown();
  return { id, runName, earlier: earlier === null ? null : await readEarlier(earlier, name).catch(() => null) };
}

/**
 * @param {string} id
 * @param {string} name
 * @returns {Promise<Earlier | null>} null where it is another spec's
 */
async function readEarlier(id, name) {
  const { spec } = await read(id);
  return spec.name === name ? { id, series: await readSeries(id) } : null;
}
