import { isBounded } from '../../state/activation.js';
import { rawInputs } from '../../state/raw-inputs.js';
import { drawCurve, drawError } from './curve.js';
import { drawLabel, drawPlane, drawSample } from './plane.js';
import { samplesOf } from './samples.js';
import { extent, makeAxes } from './scale.js';
import { describeLegend, describePoint, describeSample, describeSurface, isCurve } from './words.js';

/** Where classes are told by an output without bounds, colours are full at this multiple of the way to a target. */
const FULL = 2;

/**
 * One of the network's outputs, as colours over a plane or as a curve.
 * @param {import('../../state/protocol.js').Welcome} run
 * @param {import('../../state/levels.js').SurfaceSnapshot} shown
 * @param {import('../../state/levels.js').Answers | undefined} answers
 * @returns {import('./surface.js').Picture}
 */
export function outputPicture(run, shown, answers) {
  const samples = samplesOf(run, answers, shown);
  const { names } = rawInputs(run);
  const curve = isCurve(shown);
  const { most, ...colouring } = colouringOf(run, samples.map(({ target }) => target), shown.values);
  const heightOf = (/** @type {import('./samples.js').Sample} */ sample) => (curve ? sample.target : sample.y);
  const drawOne = curve ? drawError : drawSample;
  return {
    places: samples.map((sample) => ({ ...sample, y: heightOf(sample) })),
    curve,
    nameY: curve ? 'output' : names[shown.y],
    legend: [describeLegend(run, shown, colouring)],
    name: describeSurface(run, shown, samples),
    describe: (sample, under) => (sample !== null && samples[sample] ? describeSample(run, samples[sample]) : describePoint(run, shown, under)),
    axes(width, height, text) {
      const [low, high] = curve ? extent(shown.values, samples) : [shown.from[1], shown.to[1]];
      return makeAxes(width, height, text, [shown.from[0], low], [shown.to[0], high]);
    },
    ground(context, axes) {
      if (curve) {
        drawCurve(context, axes, shown, run.boundary);
      } else {
        drawPlane(context, axes, shown, colouring, run.boundary);
      }
    },
    mark: (context, axes, sample, radius, lit) => drawOne(context, axes, samples[sample], (samples[sample].target - colouring.centre) / most, radius, lit),
    label: (context, axes, sample, radius, text) => drawLabel(context, axes, samples[sample], heightOf(samples[sample]), radius, text),
  };
}

/**
 * Pale is the line between two classes; of numbers 0 where there are some on both sides of it, else the middle of them.
 * @param {import('../../state/protocol.js').Welcome} run
 * @param {number[]} targets those that are known
 * @param {Float64Array} outputs
 * @returns {import('./words.js').Colouring & {most: number}} `most` is how far a target is from the centre at most
 */
export function colouringOf({ boundary, spec }, targets, outputs) {
  const low = targets.reduce((least, target) => Math.min(least, target), Infinity);
  const high = targets.reduce((most, target) => Math.max(most, target), -Infinity);
  const centre = boundary ?? ((low < 0) === (high > 0) ? 0 : (low + high) / 2);
  const most = Math.max(high - centre, centre - low, 0);
  const scale = boundary === null || isBounded(spec.model.output) ? most : FULL * most;
  return { centre, scale: scale || (isBounded(spec.model.output) ? 1 : farthest(outputs, centre)), most: most || 1 };
}

/**
 * @param {Float64Array} values
 * @param {number} centre
 */
function farthest(values, centre) {
  return values.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value - centre)) : most), 0) || 1;
}
