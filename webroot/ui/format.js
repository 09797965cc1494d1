/**
 * A loss as the tutorials print it: six decimals, or a power of ten where they would not show it.
 * @param {number} loss
 */
export function formatLoss(loss) {
  if (!Number.isFinite(loss)) {
    return formatSpecial(loss);
  }
  const size = Math.abs(loss);
  return size !== 0 && (size < 1e-4 || size >= 1e6) ? loss.toExponential(4) : loss.toFixed(6);
}

/**
 * A parameter, a gradient or a prediction: with its sign, four decimals; an exact 0 without either,
 * so that nobody takes it for a small number.
 * @param {number} value
 */
export function formatSigned(value) {
  if (!Number.isFinite(value)) {
    return formatSpecial(value);
  }
  if (value === 0) {
    return '0';
  }
  const size = Math.abs(value);
  const text = size < 1e-3 || size >= 1e5 ? size.toExponential(2) : size.toFixed(4);
  return (value < 0 ? '−' : '+') + text;
}

/**
 * The class of a number's colour; 0 has none.
 * @param {number} value
 */
export function signOf(value) {
  return value > 0 ? 'positive' : value < 0 ? 'negative' : '';
}

/**
 * A number in its significant digits, six at most by default; with a power of ten where it would have more zeros than
 * `0.00` before them or behind.
 * @param {number} value
 * @param {number} [digits]
 */
export function formatShort(value, digits = 6) {
  if (!Number.isFinite(value)) {
    return formatSpecial(value);
  }
  const rounded = Number(value.toPrecision(digits));
  const text = String(rounded);
  const short = text.replace('-', '').length <= digits + 4 ? text : rounded.toExponential();
  return short.replace(/^-/, '−');
}

const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/**
 * A formula as books print it: x1² and x1·x2 for x1**2 and x1*x2.
 * @param {string} formula as the server reads it
 */
export function formatFormula(formula) {
  return formula
    .replace(/ *(?:\*\*|\^) *(\d+)(?![\d.])/g, (_, digits) => [...digits].map((digit) => RAISED[Number(digit)]).join(''))
    .replace(/(?<!\*) *\* *(?!\*)/g, '·');
}

/**
 * A number beside an axis: short, however large or small it is.
 * @param {number} value
 * @returns {string}
 */
export function formatTick(value) {
  const size = Math.abs(value);
  if (size === 0 || (size >= 1e-3 && size < 1e5)) {
    return Number(value.toPrecision(6)).toLocaleString('en-US', { maximumSignificantDigits: 6 }).replace('-', '−');
  }
  const [digits, exponent] = value.toExponential(3).split('e');
  if (exponent === undefined) {
    return formatSpecial(value);
  }
  const factor = String(Number(digits)).replace('-', '−');
  return `${factor === '1' ? '' : `${factor}·`}${formatPower(Number(exponent), true)}`;
}

/**
 * A whole power of ten: written out where that is short.
 * @param {number} exponent
 * @param {boolean} [raised] whether it is always written with its exponent
 * @returns {string}
 */
export function formatPower(exponent, raised = false) {
  return raised || exponent < -3 || exponent > 4
    ? `10${String(exponent).replace('-', '⁻').replace(/\d/g, (digit) => RAISED[Number(digit)])}`
    : formatTick(10 ** exponent);
}

/** @param {number | null} accuracy from 0 to 1 */
export function formatAccuracy(accuracy) {
  return accuracy === null ? '–' : `${(100 * accuracy).toFixed(1)}%`;
}

/** Below this a percentage has its power of ten. */
const LEAST_PERCENT = 1e-4;

/**
 * A share in per cent, in one or two digits below 10%.
 * @param {number} share
 */
export function formatPercent(share) {
  const percent = 100 * share;
  const rounded = percent >= 10 ? percent.toFixed(0) : percent.toPrecision(percent >= 1 ? 2 : 1);
  return `${percent < LEAST_PERCENT ? formatShort(percent, 1) : Number(rounded)}%`;
}

/** @param {number} count */
export function formatCount(count) {
  return Math.round(count).toLocaleString('en-US');
}

/**
 * How many there are of something: "1 step", "2,000 steps".
 * @param {number} count
 * @param {string} noun whose plural ends in s
 */
export function formatCounted(count, noun) {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** Units of time, each with how many seconds it has and how many of it are told at most. */
const UNITS = /** @type {const} */ ([['minute', 60, 60], ['hour', 3600, 24], ['day', 86_400, 7]]);

/**
 * How long ago something was, in plain words; a clock that is a little behind makes nothing of the future.
 * @param {number} then in milliseconds
 * @param {number} now
 */
export function formatAgo(then, now) {
  const seconds = (now - then) / 1000;
  if (seconds < 45) {
    return 'just now';
  }
  for (const [name, length, most] of UNITS) {
    const count = Math.max(1, Math.round(seconds / length));
    if (count < most) {
      return `${formatCounted(count, name)} ago`;
    }
  }
  return `on ${new Date(then).toLocaleDateString(undefined, { year: 'numeric', month: 'long', day: 'numeric' })}`;
}

/** From this speed on it is written with three digits and a letter, to leave room for the step. */
const FAST = 1e5;
const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 3 });

/** @param {number | null} stepsPerSecond */
export function formatSpeed(stepsPerSecond) {
  if (stepsPerSecond === null) {
    return '–';
  }
  if (stepsPerSecond >= FAST) {
    return compact.format(stepsPerSecond);
  }
  return stepsPerSecond < 10
    ? String(Number(stepsPerSecond.toPrecision(2)))
    : formatCount(Number(stepsPerSecond.toPrecision(3)));
}

/** @param {number} value */
function formatSpecial(value) {
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '−∞';
}
