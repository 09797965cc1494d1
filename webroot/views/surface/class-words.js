import { formatShort } from '../../ui/format.js';
import { largestAt } from './class-plane.js';
import { describeRight } from './samples.js';

/** The most outputs that are told one by one. */
const MAX_TOLD = 4;

/** What colours, lines and marks mean, where there are several classes. */
export const CLASS_LEGEND =
  'The ground has the colour of the class whose output is the largest there, paler where the second largest is close; on a line two are equal. A mark is a sample of its class, with × beside it where the network predicts another; the chosen one has a ring.';

/**
 * A sample's class, and what is told of it.
 * @param {{names: string[], rows: number[][] | null | undefined}} raw of the samples that it is one of
 * @param {string[]} classes
 * @param {import('./samples.js').ClassSample} sample
 */
export function describeClassSample(raw, classes, { number, test, own, told, outputs }) {
  const inputs = (raw.rows?.[number] ?? []).slice(0, 6).map((value, i) => `${raw.names[i]} ${formatShort(value)}`);
  const said = told === null ? '' : told < 0 ? ', but no output is a number' : `, predicted ${classes[told]}`;
  return `${test ? 'Test sample' : 'Sample'} ${number}: ${inputs.join(', ')}; class ${classes[own]}${said}${outputs === null ? '' : ` (${listed(classes, outputs)})`}.`;
}

/**
 * The outputs, the largest first.
 * @param {string[]} classes
 * @param {number[]} outputs
 */
function listed(classes, outputs) {
  const order = outputs.map((_, i) => i).sort((a, b) => outputs[b] - outputs[a]);
  return order.slice(0, MAX_TOLD).map((i) => `${classes[i]} ${formatShort(outputs[i], 3)}`).join(', ') + (order.length > MAX_TOLD ? ' …' : '');
}

/**
 * The class at a point of the picture, or what there is to point at.
 * @param {string[]} names of the data's columns
 * @param {string[]} classes
 * @param {import('../../state/levels.js').SurfacesSnapshot} shown
 * @param {{x: number, y: number} | null} under what the pointer is at
 */
export function describeClassPoint(names, classes, shown, under) {
  if (under === null) {
    return 'Point at a sample to see its prediction, or anywhere else to see the class there.';
  }
  const { from, to, columns, rows } = shown;
  const column = ((under.x - from[0]) / (to[0] - from[0])) * (columns - 1);
  const row = ((under.y - from[1]) / (to[1] - from[1])) * (rows - 1);
  const { place } = largestAt(shown, column, row);
  const nearest = Math.round(row) * columns + Math.round(column);
  const at = (/** @type {number} */ value) => formatShort(Number(value.toPrecision(3)));
  const where = `At ${names[shown.x]} ${at(under.x)}, ${names[shown.y]} ${at(under.y)}`;
  return place < 0 ? `${where}: no number.` : `${where}: ${classes[place]} (${listed(classes, shown.values.map((values) => values[nearest]))}).`;
}

/**
 * The picture for those who don't see it.
 * @param {string[]} names of the data's columns
 * @param {string[]} classes
 * @param {import('../../state/levels.js').SurfacesSnapshot} shown
 * @param {import('./samples.js').ClassSample[]} samples
 */
export function describeClassSurface(names, classes, shown, samples) {
  const counts = classes.map(() => 0);
  const points = shown.values[0].length;
  for (let point = 0; point < points; point++) {
    const { place } = largestAt(shown, point % shown.columns, Math.floor(point / shown.columns));
    if (place >= 0) {
      counts[place]++;
    }
  }
  const shares = counts.flatMap((count, i) => (count === 0 ? [] : [`${classes[i]} on ${Math.round((100 * count) / points)}%`]));
  const known = samples.filter(({ told }) => told !== null);
  return `Classes over ${names[shown.x]} and ${names[shown.y]}: ${shares.join(', ')} of it${describeRight(known, 'are classified correctly')}`;
}
