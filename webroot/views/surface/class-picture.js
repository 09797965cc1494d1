import { isBounded } from '../../state/activation.js';
import { rawInputs, testSamples } from '../../state/raw-inputs.js';
import { classKey } from '../../ui/class-mark.js';
import { element } from '../../ui/dom.js';
import { drawClassPlane, drawClassSample, largestAt } from './class-plane.js';
import { CLASS_LEGEND, describeClassPoint, describeClassSample, describeClassSurface } from './class-words.js';
import { drawText } from './plane.js';
import { classSamplesOf } from './samples.js';
import { makeAxes } from './scale.js';
import { TEST_LEGEND } from './words.js';

/**
 * Which of several classes the network tells, over a plane.
 * @param {import('../../state/protocol.js').Welcome} run
 * @param {import('../../state/classes.js').Classes} classes
 * @param {import('../../state/levels.js').SurfacesSnapshot} shown
 * @param {import('../../state/levels.js').Answers | undefined} answers
 * @returns {import('./surface.js').Picture}
 */
export function classPicture(run, classes, shown, answers) {
  const samples = classSamplesOf(run, classes, answers, shown);
  const raw = rawInputs(run);
  const { names } = classes;
  const scale = isBounded(run.spec.model.output) ? 1 : greatestMargin(shown);
  return {
    places: samples,
    curve: false,
    nameY: raw.names[shown.y],
    legend: [
      element('span', { class: 'class-legend' }, ...names.map((name, i) => element('span', {}, classKey(i), name))),
      CLASS_LEGEND + (names.length > 8 ? ' Beyond eight classes colours come again, with other marks.' : '') + (run.test ? TEST_LEGEND : ''),
    ],
    name: describeClassSurface(raw.names, names, shown, samples),
    describe: (sample, under) => (sample !== null && samples[sample] ? describeClassSample(samples[sample].test ? { ...raw, rows: testSamples(run)?.rows } : raw, names, samples[sample]) : describeClassPoint(raw.names, names, shown, under)),
    axes: (width, height, text) => makeAxes(width, height, text, shown.from, shown.to),
    ground: (context, axes) => drawClassPlane(context, axes, shown, scale),
    mark: (context, axes, sample, radius, lit) => drawClassSample(context, axes, samples[sample], radius, lit),
    label(context, axes, sample, radius, text) {
      const { number, test, x, y, own, told, wrong } = samples[sample];
      drawText(context, axes, { x, y }, `${test ? 'test ' : ''}${number}: ${names[own]}${wrong ? `, predicted ${names[told ?? -1] ?? 'none'}` : ''}`, radius, text);
    },
  };
}

/** @param {import('../../state/levels.js').SurfacesSnapshot} shown */
function greatestMargin(shown) {
  let most = 0;
  for (let point = 0; point < shown.values[0].length; point++) {
    most = Math.max(most, largestAt(shown, point % shown.columns, Math.floor(point / shown.columns)).margin);
  }
  return Number.isFinite(most) && most > 0 ? most : 1;
}
