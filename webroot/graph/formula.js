/**
 * A formula of the engine as people write it: `1 − out²` for `1 - out ** 2`.
 * @param {string} formula
 */
export function pretty(formula) {
  return formula
    .replaceAll(' ** 2', '²')
    .replaceAll(' ** ', '^')
    .replaceAll(' * ', ' · ')
    .replaceAll('-', '−');
}

/**
 * The same with numbers in the place of `a`, `b` and `out`.
 * @param {string} formula
 * @param {Record<string, number>} numbers
 */
export function withNumbers(formula, numbers) {
  return pretty(formula).replace(/\b(?:a|b|out)\b/g, (name) => {
    const value = numbers[name];
    return value < 0 && formula !== name ? `(${brief(value)})` : brief(value);
  });
}

/**
 * A number in four digits or fewer.
 * @param {number} value
 */
export function brief(value) {
  if (!Number.isFinite(value)) {
    return String(value).replace('-', '−').replace('Infinity', '∞');
  }
  return String(Number(value.toPrecision(4))).replaceAll('-', '−');
}
