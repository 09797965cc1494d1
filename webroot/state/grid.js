/**
 * What a run of a grid has of its own.
 * @typedef {{rule: string, rate: number, seed: number}} Cell
 */

/** The most runs of a grid. */
export const MAX_CELLS = 60;

/** The most letters of what all runs of a grid are called, so that there is room for the rest of a name. */
const MAX_BASE = 40;

/**
 * What a run of a grid is called: all of a grid are found by its tag.
 * @param {string} base what all are called
 * @param {string} tag
 * @param {Cell} cell
 */
export function nameOf(base, tag, { rule, rate, seed }) {
  return `${[...base].slice(0, MAX_BASE).join('')} · grid ${tag} · ${rule} ${rate} · seed ${seed}`;
}

/**
 * What a name says of a run; null where it is none of a grid.
 * @param {string} name
 * @returns {(Cell & {tag: string}) | null}
 */
export function cellOf(name) {
  const found = / · grid (\w+) · (\w+) (\S+) · seed (-?\d+)$/.exec(name);
  return found === null ? null : { tag: found[1], rule: found[2], rate: Number(found[3]), seed: Number(found[4]) };
}

/**
 * All cells of a grid: rules by rates by seeds.
 * @param {string[]} rules
 * @param {number[]} rates
 * @param {number[]} seeds
 * @returns {Cell[]}
 */
export function cellsOf(rules, rates, seeds) {
  return rules.flatMap((rule) => rates.flatMap((rate) => seeds.map((seed) => ({ rule, rate, seed }))));
}

/** A tag that no other grid has, as far as chance goes. */
export function newTag() {
  return Array.from(crypto.getRandomValues(new Uint8Array(5)), (byte) => 'abcdefghjkmnpqrstuvwxyz23456789'[byte % 31]).join('');
}

const KEY = 'livegrad.grid';

/**
 * Lets the grid with this tag be started from the page that shows it, in this tab.
 * @param {string} tag
 */
export function own(tag) {
  try {
    sessionStorage.setItem(KEY, tag);
  } catch {
    // Storage can be forbidden; its runs are then started one by one.
  }
}

/**
 * Whether the grid was made in this tab.
 * @param {string} tag
 */
export function isOwn(tag) {
  try {
    return sessionStorage.getItem(KEY) === tag;
  } catch {
    return false;
  }
}
