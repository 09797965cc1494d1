import { isBounded } from '../../state/activation.js';
import { rawInputs } from '../../state/raw-inputs.js';
import { drawCurve, drawError } from './curve.js';
import { drawLabel, drawPlane, drawSample } from './plane.js';
import { samplesOf } from './samples.js';
import { extent, makeAxes } from './scale.js';
import { describeLegend, describePoint, describeSample, describeSurface, isCurve } from './words.js';

/** Where the output has no bounds, colours are full at this multiple of the largest target. */
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
  const most = samples.reduce((max, { target }) => Math.max(max, Math.abs(target)), 0);
  const scale = isBounded(run.spec.model.output) ? 1 : FULL * most || greatest(shown.values);
  const heightOf = (/** @type {import('./samples.js').Sample} */ sample) => (curve ? sample.target : sample.y);
  const drawOne = curve ? drawError : drawSample;
  return {
    places: samples.map((sample) => ({ ...sample, y: heightOf(sample) })),
    curve,
    nameY: curve ? 'output' : names[shown.y],
    legend: [describeLegend(run, shown, scale)],
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
        drawPlane(context, axes, shown, scale, run.boundary);
      }
    },
    mark: (context, axes, sample, radius, lit) => drawOne(context, axes, samples[sample], most || 1, radius, lit),
    label: (context, axes, sample, radius, text) => drawLabel(context, axes, samples[sample], heightOf(samples[sample]), radius, text),
  };
}

/** @param {Float64Array} values */
function greatest(values) {
  return values.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 0) || 1;
}
