/** A slider's positions, evenly spaced on a logarithmic scale. */
export class LogScale {
  /**
   * @param {number} least the value at position 0
   * @param {number} greatest the value at position `positions`
   * @param {number} positions
   */
  constructor(least, greatest, positions) {
    this.least = least;
    this.greatest = greatest;
    this.positions = positions;
  }

  /**
   * The value at a position, in three digits at most, so that it can be read and said.
   * @param {number} position
   */
  value(position) {
    const exact = this.least * (this.greatest / this.least) ** (position / this.positions);
    return Number(exact.toPrecision(3));
  }

  /**
   * The position nearest to a value; the ends for what lies beyond them.
   * @param {number} value
   */
  position(value) {
    if (!(value > this.least)) {
      return 0;
    }
    const exact =
      (this.positions * Math.log(value / this.least)) / Math.log(this.greatest / this.least);
    return Math.min(this.positions, Math.round(exact));
  }
}
