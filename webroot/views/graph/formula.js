import { formatSigned } from '../../ui/format.js';

/**
 * A formula of the engine as people write it: `1 − out²` for `1 - out ** 2`.
 * @param {string} formula
 */
export function pretty(formula) {
  return formula
    .replace(/ \*\* \((\d+) - 1\)/, (_, power) => (power === '2' ? '' : ` ** ${power - 1}`))
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
 * A number with the digits of `formatSigned`, and nothing that a formula can do without.
 * @param {number} value
 */
export function brief(value) {
  const text = formatSigned(value).replaceAll('+', '').replace('e-', 'e−');
  return /e/.test(text) || !text.includes('.') ? text : text.replace(/\.?0+$/, '');
}
