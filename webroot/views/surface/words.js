import { rawInputs, testSamples } from '../../state/raw-inputs.js';
import { formatFormula, formatShort, formatSigned } from '../../ui/format.js';
import { describeRight } from './samples.js';

/**
 * How an output becomes a colour.
 * @typedef {object} Colouring
 * @property {number} centre the output that is pale
 * @property {number} scale how far from it the colour is full
 */

/** What is said of the samples that are kept for a test. */
export const TEST_LEGEND = ' Hollow marks are test samples, which the network doesn’t learn from.';

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
export function describeSample(run, { number, test, target, output }) {
  const { names } = rawInputs(run);
  const rows = test ? testSamples(run)?.rows : rawInputs(run).rows;
  const inputs = (rows?.[number] ?? []).slice(0, 6).map((value, i) => `${names[i]} ${formatShort(value)}`);
  const error =
    output === null ? '' : `, output ${formatSigned(output)}, error ${formatSigned(output - target)}`;
  return `${test ? 'Test sample' : 'Sample'} ${number}: ${inputs.join(', ')}; target ${formatShort(target)}${error}.`;
}

/**
 * The output at a point of the picture, or what there is to point at.
 * @param {import('../../state/protocol.js').Welcome} run
 * @param {import('../../state/levels.js').SurfaceSnapshot} shown
 * @param {{x: number, y: number} | null} under what the pointer is at
 */
export function describePoint(run, shown, under) {
  if (under === null) {
    return 'Point at a sample to see its error, or anywhere else to see the output there.';
  }
  const { names } = rawInputs(run);
  const { from, to, columns, rows, values } = shown;
  const column = Math.round(((under.x - from[0]) / (to[0] - from[0])) * (columns - 1));
  const row = isCurve(shown) ? 0 : Math.round(((under.y - from[1]) / (to[1] - from[1])) * (rows - 1));
  const at = (/** @type {number} */ value) => formatShort(Number(value.toPrecision(3)));
  const second = isCurve(shown) ? '' : `, ${names[shown.y]} ${at(under.y)}`;
  return `At ${names[shown.x]} ${at(under.x)}${second}: output ${formatSigned(values[row * columns + column])}.`;
}

/**
 * What colours, lines and marks mean.
 * @param {import('../../state/protocol.js').Welcome} run
 * @param {import('../../state/levels.js').SurfaceSnapshot} shown
 * @param {Colouring} colouring
 */
export function describeLegend({ boundary, test }, shown, { centre, scale }) {
  const tested = test ? TEST_LEGEND : '';
  const parted = boundary === null ? '' : formatShort(boundary);
  const colours =
    centre === 0
      ? `Blue is negative, orange positive, full colour at ±${formatShort(scale, 3)}.`
      : `Blue is below ${formatShort(centre, 3)}, orange above, full colour at ${formatShort(centre - scale, 3)} and ${formatShort(centre + scale, 3)}.`;
  return isCurve(shown)
    ? `The curve is the output${parted && `, the straight line is at ${parted}, between the two targets`}; each sample stands at its target, its error in red; the chosen one has a ring.${tested}`
    : `${colours} ${parted && `On the line the output is ${parted}, between the two targets. `}A disc has its target’s colour; ${parted && '× beside it: the output is on the wrong side of the line; '}the chosen one has a ring.${tested}`;
}

/**
 * What else there is to know of the picture.
 * @param {import('../../state/protocol.js').Welcome} run
 * @param {import('../../state/levels.js').Slice} slice
 * @param {import('../../state/levels.js').SurfaceSnapshot | import('../../state/levels.js').SurfacesSnapshot} shown
 */
export function remarks(run, slice, shown) {
  const raw = rawInputs(run);
  const others = raw.names.filter((_, i) => i !== slice.x && i !== slice.y);
  const said = [];
  if (others.length > 0) {
    const which = others.length > 3 ? `The other ${others.length} inputs` : others.join(' and ');
    said.push(`${which} stand${others.length === 1 ? 's' : ''} at ${slice.sample === null ? `${others.length === 1 ? 'its mean' : 'their means'}` : `sample ${slice.sample}’s values`}; a sample’s own may differ${run.boundary === null ? '' : ', so it can lie on the other side of the line'}.`);
  }
  const outputs = shown.type === 'surfaces' ? shown.values : [shown.values];
  if (outputs.every((values) => values.every((value) => value === values[0]))) {
    said.push('The output is the same everywhere: the inputs no longer make a difference.');
  }
  if (outputs[0].some(Number.isNaN)) {
    said.push('Where nothing is drawn, there is no number to show.');
  }
  if (run.rawInputNames !== null) {
    said.push(`The axes have the data’s own values; the network sees ${seenOf(run)}.`);
  }
  if (raw.rows === null) {
    said.push(`This run has too many samples to draw ${(run.testSamples ?? 0) > 0 ? 'those that it learns from' : 'them'}.`);
  }
  if (!run.test && (run.testSamples ?? 0) > 0) {
    said.push('It has too many test samples to draw them.');
  }
  return said;
}

/**
 * What becomes of the data's columns before the network.
 * @param {import('../../state/protocol.js').Welcome} run
 */
function seenOf({ spec, inputNames: all }) {
  const inputNames = all.map(formatFormula);
  const some = inputNames.length > 4 ? `${inputNames.slice(0, 3).join(', ')} and ${inputNames.length - 3} more` : inputNames.join(', ');
  return `${some}${spec.data?.standardize ? ', each less its mean and divided by its standard deviation' : ''}`;
}

/**
 * The picture for those who don't see it.
 * @param {import('../../state/protocol.js').Welcome} run
 * @param {import('../../state/levels.js').SurfaceSnapshot} shown
 * @param {import('./samples.js').Sample[]} samples
 */
export function describeSurface(run, shown, samples) {
  const finite = shown.values.filter(Number.isFinite);
  const least = finite.reduce((a, b) => Math.min(a, b), Infinity);
  const most = finite.reduce((a, b) => Math.max(a, b), -Infinity);
  const above = run.boundary ?? 0;
  const share = finite.filter((value) => value > above).length / (finite.length || 1);
  const known = samples.filter((sample) => sample.output !== null);
  const { names } = rawInputs(run);
  const over = isCurve(shown) ? names[shown.x] : `${names[shown.x]} and ${names[shown.y]}`;
  return (
    `Output over ${over}: from ${formatSigned(least)} to ${formatSigned(most)}, above ${formatShort(above)} on ${Math.round(100 * share)}% of it` +
    (run.boundary === null ? '' : describeRight(known, 'have an output on their target’s side'))
  );
}
