import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { classesOf, confusionOf } from '../../../webroot/state/classes.js';
import { largestAt } from '../../../webroot/views/surface/class-plane.js';
import { describeClassPoint, describeClassSample, describeClassSurface } from '../../../webroot/views/surface/class-words.js';
import { classSamplesOf } from '../../../webroot/views/surface/samples.js';
import { describeConfusion } from '../../../webroot/views/predictions/confusion.js';
import { describeErrors, errorsOf } from '../../../webroot/views/predictions/errors.js';
import { welcome } from './messages.js';

const run = (outputs, targets, fields = {}) =>
  welcome(1, { spec: { model: { layers: [4, outputs] }, loss: { name: 'squared_error' } }, targets, ...fields });

test('one output tells one of two classes, by its side of the boundary', () => {
  const classes = classesOf(run(1, [[-1], [1], [1]], { boundary: 0, classNames: ['no', 'yes'] }));
  assert.deepEqual(classes.names, ['no', 'yes']);
  assert.deepEqual([[-0.1], [0], [0.1], [NaN]].map(classes.of), [0, 0, 1, -1]);
  assert.deepEqual(classesOf(run(1, [[0], [1]], { boundary: 0.5 })).names, ['0', '1'], 'without names, the targets');
  assert.equal(classesOf(run(1, [[0.1], [0.7], [3]], {})), null, 'numbers');
});

test('of several outputs the largest tells the class, where each sample belongs to one', () => {
  const oneHot = [[1, 0, 0], [0, 0, 1]];
  const classes = classesOf(run(3, oneHot, { classNames: ['a', 'b', 'c'] }));
  assert.deepEqual([[0.2, 0.5, 0.3], [0.4, 0.4, 0.2], [NaN, 1, 2]].map(classes.of), [1, 0, -1]);
  assert.deepEqual(classesOf(run(3, oneHot)).names, ['output 1', 'output 2', 'output 3']);
  assert.equal(classesOf(run(3, [[1, 1, 0], [0, 0, 1]])), null, 'two at a time are no class');
  assert.equal(classesOf(run(3, [[0.3, 2, 0]])), null);
});

test('a confusion matrix counts samples by their own class and the one that is told', () => {
  const classes = classesOf(run(3, [[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 1, 0]], { classNames: ['a', 'b', 'c'] }));
  const outputs = [[0.9, 0.1, 0], [0.6, 0.3, 0.1], [0, 0.2, 0.8], [NaN, 0, 0]];
  const confusion = confusionOf(classes, [[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 1, 0]], outputs);
  assert.deepEqual(confusion.counts, [[1, 0, 0], [1, 0, 0], [0, 0, 1]]);
  assert.equal(describeConfusion(classes.names, confusion), '2 of 3 samples are classified correctly. Most often mistaken: class b for a, once. For 1 sample an output is not a number.');
});

test('errors are the outputs less the targets, and R² is their share of the variance', () => {
  const [targets, outputs] = [[1, 2, 3, 4], [1, 2, 3, 2]];
  const errors = errorsOf(targets, outputs);
  assert.deepEqual(errors, { samples: 4, rms: 1, r2: 1 - 4 / 5, worst: 3 });
  assert.equal(describeErrors(errors, targets, outputs), '4 samples: root mean square error 1, R² 0.2 (1 is perfect; 0 is no better than always predicting the mean target); the largest error is −2.0000, of sample 3.');
  assert.deepEqual(errorsOf([2, 2], [2, NaN]), { samples: 1, rms: 0, r2: null, worst: 0 });
  assert.equal(describeErrors(errorsOf([1], [NaN]), [1], [NaN]), 'No output is a number.');
});

const plane = { type: 'surfaces', x: 0, y: 1, columns: 2, rows: 2, from: [0, 0], to: [10, 10], sample: null, values: [new Float64Array([1, 0, 1, 0]), new Float64Array([0, 1, 0, 1])] };

test('between the points of a lattice the class is that of the interpolated outputs', () => {
  assert.deepEqual(largestAt(plane, 0.25, 0.5), { place: 0, margin: 0.5 });
  assert.deepEqual(largestAt(plane, 1, 1), { place: 1, margin: 1 });
  assert.equal(largestAt({ ...plane, values: [plane.values[0], new Float64Array([0, NaN, 0, 0])] }, 0.5, 0.5).place, -1);
});

test('samples of classes are told by names, over the data’s own columns', () => {
  const standardized = run(2, [[1, 0], [0, 1]], { inputNames: ['f'], inputs: [[0], [1]], rawInputNames: ['height', 'age'], rawInputs: [[2, 9], [7, 3]], classNames: ['cat', 'dog'] });
  const classes = classesOf(standardized);
  const samples = classSamplesOf(standardized, classes, { train: [[0.8, 0.2], [0.7, 0.3]], test: null }, plane);
  assert.deepEqual(samples[1], { number: 1, test: false, x: 7, y: 3, own: 1, told: 0, outputs: [0.7, 0.3], wrong: true });
  const raw = { names: ['height', 'age'], rows: [[2, 9], [7, 3]] };
  assert.equal(describeClassSample(raw, classes.names, samples[1]), 'Sample 1: height 7, age 3; class dog, predicted cat (cat 0.7, dog 0.3).');
  assert.equal(describeClassPoint(raw.names, classes.names, plane, { x: 9, y: 5 }), 'At height 9, age 5: dog (dog 1, cat 0).');
  assert.equal(describeClassSurface(raw.names, classes.names, plane, samples), 'Classes over height and age: cat on 50%, dog on 50% of it; 1 of 2 samples are classified correctly');
});

/** What eyes without one kind of cones see of linear red, green and blue: Machado, Oliveira and Fernandes 2009, severity 1. */
const BLINDNESS = {
  none: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
};

/** CIELAB of a colour as those eyes see it. */
function lab(hex, m) {
  const linear = [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  const [r, g, b] = [0, 3, 6].map((row) => Math.min(1, Math.max(0, m[row] * linear[0] + m[row + 1] * linear[1] + m[row + 2] * linear[2])));
  const f = (t) => (t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27 * t + 16) / 116);
  const [x, y, z] = [(0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047, 0.2126 * r + 0.7152 * g + 0.0722 * b, (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883].map(f);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

test('the colours of the first classes differ for every kind of eyes, in both themes', () => {
  const tokens = readFileSync(path.resolve(import.meta.dirname, '../../../webroot/shell/tokens.css'), 'utf8');
  const pairs = [1, 2, 3, 4].map((i) => tokens.match(new RegExp(`--line-${i}: light-dark\\((#\\w{6}), (#\\w{6})\\)`)).slice(1));
  for (const theme of [0, 1]) {
    for (const [eyes, matrix] of Object.entries(BLINDNESS)) {
      const seen = pairs.map((pair) => lab(pair[theme], matrix));
      seen.forEach((a, i) =>
        seen.slice(0, i).forEach((b, j) => {
          const distance = Math.hypot(...a.map((value, k) => value - b[k]));
          assert.ok(distance > 10, `${eyes}: ${pairs[i][theme]} and ${pairs[j][theme]} are ${distance.toFixed(1)} apart`);
        }),
      );
    }
  }
});
