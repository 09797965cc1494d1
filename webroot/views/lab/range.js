/**
 * How far a leaf's slider and its plot go to both sides of 0: a round number with room around the
 * value, which stays while the value moves within it.
 * @param {number} value
 */
export function reachFor(value) {
  const least = Math.max(2, 1.5 * Math.abs(value));
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 2, 5].find((nice) => nice * power >= least) ?? 10);
}

/**
 * The distance between a slider's positions: a round number that gives 400 to 1000 of them.
 * @param {number} reach
 */
export function stepFor(reach) {
  const power = 10 ** Math.floor(Math.log10(reach) + 1e-9);
  return power / (reach < 1.5 * power ? 200 : 100);
}

/**
 * A slider's value without the digits that binary fractions add.
 * @param {number} value
 * @param {number} step
 */
export function onGrid(value, step) {
  const digits = Math.max(0, Math.ceil(-Math.log10(step)) + 1);
  return digits > 20 ? value : Number(value.toFixed(digits));
}

/**
 * What the vertical axis shows: all outputs with some room, but for a few that shoot off to infinity.
 * @param {number[]} outputs
 * @returns {[number, number]}
 */
export function spanOf(outputs) {
  const finite = outputs.filter(Number.isFinite).sort((a, b) => a - b);
  if (finite.length === 0) {
    return [-1, 1];
  }
  const least = finite[0];
  const greatest = finite[finite.length - 1];
  const low = finite[Math.floor(0.05 * (finite.length - 1))];
  const high = finite[Math.ceil(0.95 * (finite.length - 1))];
  const room = Math.max(high - low, 1e-9 * Math.max(Math.abs(low), Math.abs(high)), 1e-12);
  const bottom = Math.max(least, low - room) - 0.06 * room;
  const top = Math.min(greatest, high + room) + 0.06 * room;
  return [bottom, top];
}
