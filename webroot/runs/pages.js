/**
 * The runs that are here, the newest first: a beginning of the server's list without a gap.
 * @typedef {import('../state/runs-api.js').Summary} Summary
 */

/** Stretches nearer to each other than this are asked for together. */
const NEAR = 10;

/**
 * The list with a part of it told anew.
 * @param {Summary[]} runs
 * @param {string | null} after the id of the run behind which the part begins; null for the first ones
 * @param {Summary[]} told
 * @param {boolean} end whether nothing comes behind the part
 * @returns {Summary[]} with curves that are known from before where the part has none
 */
export function merged(runs, after, told, end) {
  const begin = after === null ? 0 : runs.findIndex(({ id }) => id === after) + 1;
  if (after !== null && begin === 0) {
    return runs; // it was deleted in the meantime
  }
  const before = new Map(runs.map((run) => [run.id, run]));
  const part = told.map((run) => ({ ...run, curve: run.curve ?? before.get(run.id)?.curve }));
  const ids = new Set(told.map(({ id }) => id));
  const last = runs.findLastIndex(({ id }) => ids.has(id));
  // Where nothing of it is here, it is new in front of all, or what follows the last one.
  const rest = end ? [] : last >= 0 ? runs.slice(last + 1) : [];
  return [...runs.slice(0, begin).filter(({ id }) => !ids.has(id)), ...part, ...rest.filter(({ id }) => !ids.has(id))];
}

/**
 * The parts of the list to ask for, so that all of some runs are told.
 * @param {Summary[]} runs
 * @param {Set<string>} wanted ids
 * @returns {{after: string | null, limit: number}[]}
 */
export function stretches(runs, wanted) {
  /** @type {{from: number, to: number}[]} */
  const found = [];
  runs.forEach(({ id }, i) => {
    const last = found.at(-1);
    if (!wanted.has(id)) {
      return;
    }
    if (last && i - last.to < NEAR) {
      last.to = i;
    } else {
      found.push({ from: i, to: i });
    }
  });
  return found.map(({ from, to }) => ({ after: from === 0 ? null : runs[from - 1].id, limit: to - from + 1 }));
}
