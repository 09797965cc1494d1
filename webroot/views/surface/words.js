import { formatCount, formatShort, formatSigned } from '../../ui/format.js';

/**
 * Whether a surface is over one input only.
 * @param {{x: number, y: number}} slice
 */
export function isCurve({ x, y }) {
  return x === y;
}

/**
 * A sample's numbers in a sentence.
 * @param {import('../../state/protocol.js').Welcome} run
 * @param {import('./samples.js').Sample} sample
 */
export function describeSample(run, { number, target, output }) {
  const inputs = (run.inputs?.[number] ?? []).slice(0, 6).map((value, i) => `${run.inputNames[i]} ${formatShort(value)}`);
  const error =
    output === null ? '' : `, output ${formatSigned(output)}, error ${formatSigned(output - target)}`;
  return `Sample ${number}: ${inputs.join(', ')}; target ${formatShort(target)}${error}.`;
}

/**
 * The output at a point of the picture, or what there is to point at.
 * @param {import('../../state/protocol.js').Welcome} run
 * @param {import('../../state/levels.js').SurfaceSnapshot} shown
 * @param {{x: number, y: number} | null} under what the pointer is at
 */
export function describePoint(run, shown, under) {
  if (under === null) {
    return 'Point at a sample for its error, at the picture for the output there.';
  }
  const { from, to, columns, rows, values } = shown;
  const column = Math.round(((under.x - from[0]) / (to[0] - from[0])) * (columns - 1));
  const row = isCurve(shown) ? 0 : Math.round(((under.y - from[1]) / (to[1] - from[1])) * (rows - 1));
  const at = (/** @type {number} */ value) => formatShort(Number(value.toPrecision(3)));
  const second = isCurve(shown) ? '' : `, ${run.inputNames[shown.y]} ${at(under.y)}`;
  return `At ${run.inputNames[shown.x]} ${at(under.x)}${second}: output ${formatSigned(values[row * columns + column])}.`;
}

/**
 * What colours, lines and marks mean.
 * @param {import('../../state/protocol.js').Welcome} run
 * @param {import('../../state/levels.js').SurfaceSnapshot} shown
 * @param {number} scale the output that gets the full colour
 */
export function describeLegend({ boundary }, shown, scale) {
  const parted = boundary === null ? '' : formatShort(boundary);
  return isCurve(shown)
    ? `The curve is the output${parted && `, the straight line ${parted}, which parts the two targets`}; each sample stands at its target, its error in red; the ringed one is chosen.`
    : `Blue is negative, orange positive, full colour at ±${formatShort(scale, 3)}. ${parted && `On the line the output is ${parted}, between the two targets. `}A disc has its target’s colour; ${parted && '× where the output is on the line’s other side; '}the ringed one is chosen.`;
}

/**
 * What else there is to know of the picture.
 * @param {import('../../state/protocol.js').Welcome} run
 * @param {import('../../state/levels.js').Slice} slice
 * @param {import('../../state/levels.js').SurfaceSnapshot} shown
 */
export function remarks(run, slice, shown) {
  const others = run.inputNames.filter((_, i) => i !== slice.x && i !== slice.y);
  const said = [];
  if (others.length > 0) {
    const names = others.length > 3 ? `The other ${others.length} inputs` : others.join(' and ');
    said.push(`${names} stand${others.length === 1 ? 's' : ''} at ${slice.sample === null ? `${others.length === 1 ? 'its mean' : 'their means'}` : `sample ${slice.sample}’s values`}; a sample’s own may differ${run.boundary === null ? '' : ', so it can lie on the other side of the line'}.`);
  }
  if (shown.values.every((value) => value === shown.values[0])) {
    said.push('The output is the same everywhere: the inputs no longer make a difference.');
  }
  if (run.inputs === null) {
    said.push('This run has too many samples to draw them.');
  }
  return said;
}

/**
 * The picture for those who don't see it.
 * @param {import('../../state/protocol.js').Welcome} run
 * @param {import('../../state/levels.js').SurfaceSnapshot} shown
 * @param {import('./samples.js').Sample[]} samples
 */
export function describeSurface(run, shown, samples) {
  const least = shown.values.reduce((a, b) => Math.min(a, b), Infinity);
  const most = shown.values.reduce((a, b) => Math.max(a, b), -Infinity);
  const above = run.boundary ?? 0;
  const share = shown.values.filter((value) => value > above).length / shown.values.length;
  const known = samples.filter((sample) => sample.output !== null);
  const right = known.filter((sample) => !sample.wrong).length;
  const over = isCurve(shown) ? run.inputNames[shown.x] : `${run.inputNames[shown.x]} and ${run.inputNames[shown.y]}`;
  return (
    `Output over ${over}: from ${formatSigned(least)} to ${formatSigned(most)}, above ${formatShort(above)} on ${Math.round(100 * share)}% of it` +
    (known.length > 0 && run.boundary !== null ? `; ${formatCount(right)} of ${formatCount(known.length)} samples have an output on their target’s side` : '')
  );
}
