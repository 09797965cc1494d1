import { partsOf } from '../ui/address.js';

/** The most runs in one comparison: as many lines can be told apart. */
export const MAX_COMPARED = 8;

/**
 * What a comparison's address says.
 * @typedef {object} Selection
 * @property {string[]} ids of the runs, in the order of their colours
 * @property {string[]} hidden those whose curves are left out
 * @property {string | null} baseline the one that the others are measured by
 */

/**
 * @param {string} hash
 * @returns {Selection | null} null where it asks for no comparison
 */
export function selectionOf(hash) {
  const { compare, hidden = '', baseline = '' } = partsOf(hash);
  if (compare === undefined) {
    return null;
  }
  const ids = idsOf(compare).slice(0, MAX_COMPARED);
  return {
    ids,
    hidden: idsOf(hidden).filter((id) => ids.includes(id)),
    baseline: ids.includes(baseline) ? baseline : null,
  };
}

/**
 * The address that says so, from `#` on.
 * @param {Selection} selection
 */
export function addressOf({ ids, hidden, baseline }) {
  const parts = [`compare=${ids.join(',')}`, ...(hidden.length > 0 ? [`hidden=${hidden.join(',')}`] : []), ...(baseline === null ? [] : [`baseline=${baseline}`])];
  return `#${parts.join('&')}`;
}

/** @param {string} list */
function idsOf(list) {
  return [...new Set(list.split(',').filter((id) => /^[a-z0-9-]{1,40}$/.test(id)))];
}
