import { formatSigned } from '../../ui/format.js';

/**
 * A formula of the engine as people write it: `1 − out²` for `1 - out ** 2`.
 * @param {string} formula
 */
export function pretty(formula) {
  return formula
    .replace(/ \*\* \((\d+) - 1\)/, (_, power) => (power === '2' ? '' : ` ** ${power - 1}`))
    .replace(/ \*\* ([23])(?![\d.])/g, (_, power) => (power === '2' ? '²' : '³'))
    .replaceAll(' ** ', '^')
    .replaceAll(' * ', ' · ')
    .replace(/abs\((\w+)\)/g, '|$1|')
    .replaceAll('sqrt(2 / pi)', '√(2/π)')
    .replaceAll('1/2', '½')
    .replaceAll('-', '−');
}

/**
 * The same with numbers in the place of `a`, `b` and `out`; those below 0 in brackets where something
 * is done to them.
 * @param {string} formula
 * @param {Record<string, number>} numbers
 */
export function withNumbers(formula, numbers) {
  return pretty(formula).replace(OPERANDS, (name, place, text) => {
    const before = text.slice(0, place).trim().at(-1) ?? '(';
    const after = text.slice(place + name.length).trim()[0] ?? ')';
    const apart = '(|,'.includes(before) && ')|,'.includes(after);
    return apart ? brief(numbers[name]) : factor(numbers[name]);
  });
}

const OPERANDS = /\b(?:a|b|out)\b/g;

/**
 * A formula, the same with numbers, and what comes out, one equal to the next. Where a formula is made
 * of words too, as that of a kink, no equals sign can join them.
 * @param {string} formula
 * @param {Record<string, number>} numbers
 * @param {number} value
 */
export function workedOut(formula, numbers, value) {
  if (/ if |, where /.test(formula)) {
    const given = [...new Set(formula.match(OPERANDS))].map((name) => `${name} is ${brief(numbers[name])}`);
    return `${pretty(formula)}: here ${given.join(' and ')}, so ${brief(value)}`;
  }
  const parts = [pretty(formula), withNumbers(formula, numbers), brief(value)];
  return parts.filter((part, i) => i === 0 || part !== parts[i - 1]).join(' = ');
}

/**
 * A number with the digits of `formatSigned`, and nothing that a formula can do without.
 * @param {number} value
 */
export function brief(value) {
  const text = formatSigned(value).replaceAll('+', '').replace('e-', 'e−');
  return /e/.test(text) || !text.includes('.') ? text : text.replace(/\.?0+$/, '');
}

/**
 * A number that something is done to.
 * @param {number} value
 */
export function factor(value) {
  return value < 0 ? `(${brief(value)})` : brief(value);
}
