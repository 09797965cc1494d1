/**
 * An entry of the curve as it is shown.
 * @typedef {import('../state/series.js').Entry & {mean: number}} Shown `mean` is what the line shows: the loss itself where nothing is smoothed
 */

/**
 * What is visible of a curve, and one entry on each side, so that the line goes on to the border.
 * @param {import('../state/series.js').Entry[]} entries
 * @param {number} begin the first step that is visible
 * @param {number} end the last one
 * @param {((entries: import('../state/series.js').Entry[]) => Float64Array) | null} smooth of the whole curve; null for not at all
 * @returns {Shown[]}
 */
export function shownOf(entries, begin, end, smooth) {
  const means = smooth?.(entries);
  const from = Math.max(0, entries.findLastIndex(({ step }) => step < begin));
  const behind = entries.findIndex((entry) => entry.from > end);
  const to = behind < 0 ? entries.length : behind + 1;
  return entries.slice(from, to).map((entry, i) => ({ ...entry, mean: means?.[from + i] ?? entry.loss }));
}

/**
 * The table of what is shown: its head and its rows.
 * @param {Shown[]} shown
 * @param {number | null} epoch how many steps one has; null where it is not told
 * @param {boolean} smoothed
 * @returns {[string[], (number | null | undefined)[][]]}
 */
export function lossColumns(shown, epoch, smoothed) {
  const counted = shown.some(({ accuracy }) => accuracy !== null);
  const tested = shown.some(({ testLoss }) => testLoss !== undefined);
  /** @type {[string, (entry: Shown) => number | null | undefined][]} */
  const columns = [
    ['from', ({ from }) => from],
    ['step', ({ step }) => step],
    ...(epoch === null ? [] : [/** @type {[string, (entry: Shown) => number]} */ (['epoch', ({ step }) => step / epoch])]),
    ['seconds', ({ seconds }) => seconds],
    ['loss', ({ loss }) => loss],
    ['lossMin', ({ min }) => min],
    ['lossMax', ({ max }) => max],
    ...(smoothed ? [/** @type {[string, (entry: Shown) => number]} */ (['lossSmoothed', ({ mean }) => mean])] : []),
    ['learningRate', ({ learningRate }) => learningRate],
  ];
  if (counted) {
    columns.push(['accuracy', ({ accuracy }) => accuracy]);
  }
  if (tested) {
    columns.push(['testLoss', ({ testLoss }) => testLoss]);
  }
  if (tested && counted) {
    columns.push(['testAccuracy', ({ testAccuracy }) => testAccuracy]);
  }
  return [columns.map(([name]) => name), shown.map((entry) => columns.map(([, of]) => of(entry)))];
}
