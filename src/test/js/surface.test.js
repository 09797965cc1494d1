import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sameSlice, surfaceTopic } from '../../../webroot/state/levels.js';
import { unpack } from '../../../webroot/state/protocol.js';
import { firstAxes } from '../../../webroot/state/raw-inputs.js';
import { contour } from '../../../webroot/charts/contour.js';
import { colouringOf } from '../../../webroot/views/surface/output-picture.js';
import { samplesOf } from '../../../webroot/views/surface/samples.js';
import { extent, makeAxes, pixel, ticks, valueAt } from '../../../webroot/views/surface/scale.js';
import { describeLegend, describePoint, describeSample, describeSurface, remarks } from '../../../webroot/views/surface/words.js';

test('packed numbers are spread between the least and the greatest', () => {
  const levels = new Uint16Array([0, 65534, 32767, 65535]);
  const packed = Buffer.from(levels.buffer).toString('base64');
  assert.deepEqual([...unpack({ low: -1, high: 3, packed })], [-1, 3, 1, NaN]);
  assert.deepEqual([...unpack({ low: 7, high: 7, packed: 'AAAAAA==' })], [7, 7]);
});

test('every end of the contour lies where the values cross the level', () => {
  const [columns, rows] = [23, 17];
  const at = (x, y) => 0.6 * x - 0.9 * y + 0.31;
  const values = Float64Array.from({ length: columns * rows }, (_, i) => at(i % columns, Math.floor(i / columns)));
  const segments = contour(values, columns, 0);
  assert.ok(segments.length > 10);
  for (const [x0, y0, x1, y1] of segments) {
    assert.ok(Math.abs(at(x0, y0)) < 1e-9 && Math.abs(at(x1, y1)) < 1e-9, 'linear values are met exactly');
  }
});

test('the contour of a bowl is closed', () => {
  const side = 31;
  const values = Float64Array.from({ length: side * side }, (_, i) => Math.hypot((i % side) - 15, Math.floor(i / side) - 15) - 9.3);
  const ends = new Map();
  for (const [x0, y0, x1, y1] of contour(values, side, 0)) {
    for (const end of [`${x0.toFixed(9)} ${y0.toFixed(9)}`, `${x1.toFixed(9)} ${y1.toFixed(9)}`]) {
      ends.set(end, (ends.get(end) ?? 0) + 1);
    }
  }
  assert.ok([...ends.values()].every((count) => count === 2));
});

test('where nothing crosses the level, or nothing is known, there is no contour', () => {
  assert.deepEqual(contour(new Float64Array(9), 3, 0), []);
  assert.deepEqual(contour(new Float64Array(9).fill(NaN), 3, 0), []);
  assert.deepEqual(contour([-Infinity, 1, -1, 1], 2, 0), []);
});

test('a place on the canvas and its value are each other’s inverse', () => {
  const axes = makeAxes(400, 300, 12, [-1, 5], [3, 9]);
  const { x, y } = pixel(axes, 0.25, 6.5);
  const back = valueAt(axes, x, y);
  assert.ok(Math.abs(back.x - 0.25) < 1e-9 && Math.abs(back.y - 6.5) < 1e-9);
  assert.equal(valueAt(axes, axes.left - 1, y), null);
  assert.ok(pixel(axes, 0, 9).y < pixel(axes, 0, 5).y, 'larger is higher');
});

test('ticks are round and within', () => {
  assert.deepEqual(ticks(-0.1, 1.1), [0, 0.5, 1]);
  assert.deepEqual(ticks(0.1875, 3.3125), [1, 2, 3]);
  for (const [from, to] of [[-1e-6, 2e-6], [1e5, 9e5], [-3, -2.9]]) {
    const found = ticks(from, to);
    assert.ok(found.length >= 2 && found.length <= 6, `${found}`);
    assert.ok(found.every((tick) => tick >= from && tick <= to));
  }
});

const run = { spec: { model: {} }, rawInputNames: null, rawInputs: null, classNames: null, inputNames: ['x1', 'x2', 'x3'], inputs: [[2, 3, -1], [3, -1, 0.5]], targets: [[1], [-1]], boundary: 0 };

test('a sample is wrong where its output is on the boundary’s other side', () => {
  const samples = samplesOf(run, { train: [[0.9], [0.25]], test: null }, { x: 0, y: 2, output: 0 });
  assert.deepEqual(samples[1], { number: 1, test: false, x: 3, y: 0.5, target: -1, output: 0.25, wrong: true });
  assert.equal(samples[0].wrong, false);
  const wrong = (/** @type {number | null} */ boundary, /** @type {number[][]} */ targets, /** @type {number[][]} */ outputs) =>
    samplesOf({ ...run, targets, boundary }, { train: outputs, test: null }, { x: 0, y: 1, output: 0 }).map((sample) => sample.wrong);
  assert.deepEqual(wrong(0.5, [[0], [1]], [[0.001], [0.4]]), [false, true]);
  assert.deepEqual(wrong(null, [[0.3], [2]], [[-1], [-1]]), [false, false]);
  assert.equal(describeSample(run, samples[1]), 'Sample 1: x1 3, x2 −1, x3 0.5; target −1, output +0.2500, error +1.2500.');
  assert.deepEqual(samplesOf({ ...run, inputs: null, targets: null }, undefined, { x: 0, y: 1, output: 0 }), []);
});

test('a curve has room for its targets and outputs', () => {
  const [low, high] = extent(new Float64Array([0.1, 0.4]), samplesOf(run, { train: [[0.9], [0.25]], test: null }, { x: 0, y: 0, output: 0 }));
  assert.ok(low < -1 && high > 1);
  assert.deepEqual(extent(new Float64Array([0, 0]), []), [-1, 1]);
});

test('a surface is over columns of numbers at first, and over categories where there are no others', () => {
  const names = ['sex=f', 'sex=m', 'age', 'fare'];
  const over = (/** @type {object} */ data, inputNames = names) => firstAxes(/** @type {any} */ ({ rawInputNames: null, inputNames, spec: { data } }));
  assert.deepEqual(over({ dataset: 'id', categorical: ['sex'] }), [2, 3]);
  assert.deepEqual(over({ csv: { file: 'a.csv', categorical: ['sex'] } }), [2, 3]);
  assert.deepEqual(over({ dataset: 'id' }), [0, 1]);
  assert.deepEqual(over({ categorical: ['sex'] }, ['sex=f', 'sex=m', 'age']), [2, 0]);
  assert.deepEqual(over({ categorical: ['sex'] }, ['sex=f', 'sex=m']), [0, 1]);
  assert.deepEqual(over({ generator: {} }, ['x1']), [0]);
});

test('a slice’s topic names its inputs, its output and perhaps a sample', () => {
  assert.equal(surfaceTopic({ x: 0, y: 1, output: 0, sample: null }), 'surface:0,1,0');
  assert.equal(surfaceTopic({ x: 2, y: 2, output: 1, sample: 3 }), 'surface:2,2,1,3');
  assert.ok(sameSlice({ type: 'surface', x: 0, y: 1, output: 0, sample: 3 }, { x: 0, y: 1, output: 0, sample: 3 }));
  assert.ok(!sameSlice({ type: 'surface', x: 0, y: 1, output: 0, sample: 3 }, { x: 0, y: 1, output: 0, sample: null }));
  assert.ok(!sameSlice(undefined, { x: 0, y: 1, output: 0, sample: null }));
});

const plane = { type: 'surface', x: 0, y: 1, output: 0, sample: null, columns: 2, rows: 2, from: [0, 0], to: [1, 1], values: new Float64Array([-1, 0.5, 0.5, 1]) };

test('a point of the plane is told with the output of the nearest value', () => {
  assert.equal(describePoint(run, plane, { x: 0.9, y: 0.9 }), 'At x1 0.9, x2 0.9: output +1.0000.');
  assert.match(describePoint(run, plane, null), /^Point at a sample/);
});

test('a point of a curve has one input', () => {
  const curve = { ...plane, y: 0, rows: 1, values: new Float64Array([-1, 1]) };
  assert.equal(describePoint(run, curve, { x: 0.1, y: 0.9 }), 'At x1 0.1: output −1.0000.');
});

test('the picture is told by its extremes, its sign, and the samples that have theirs', () => {
  const samples = samplesOf(run, { train: [[0.9], [0.25]], test: null }, plane);
  assert.equal(
    describeSurface(run, plane, samples),
    'Output over x1 and x2: from −1.0000 to +1.0000, above 0 on 75% of it; 1 of 2 samples have an output on their target’s side',
  );
  assert.match(describeSurface({ ...run, boundary: 0.5 }, plane, samples), /, above 0\.5 on 25% of it; 1 of 2 samples/);
  assert.match(describeSurface({ ...run, boundary: null }, plane, samples), /on 75% of it$/);
});

const even = { centre: 0, scale: 1 };

test('colours part two classes at their line, and numbers at 0 or in their middle', () => {
  const colouring = (output, boundary, targets) => {
    const { centre, scale } = colouringOf({ spec: { model: { output } }, boundary }, targets, Float64Array.of(-3, 1));
    return [centre, scale];
  };
  assert.deepEqual(colouring('tanh', 0, [-1, 1]), [0, 1]);
  assert.deepEqual(colouring('sigmoid', 0.5, [0, 1]), [0.5, 0.5]);
  assert.deepEqual(colouring('linear', 0, [-1, 1]), [0, 2]);
  assert.deepEqual(colouring('linear', null, [-0.5, 2]), [0, 2]);
  assert.deepEqual(colouring('linear', null, [9, 46]), [27.5, 18.5]);
  assert.deepEqual(colouring('linear', null, [7, 7]), [7, 10]);
  assert.deepEqual(colouring('linear', 0, []), [0, 3]);
  assert.match(describeLegend({ ...run, boundary: 0.5 }, plane, { centre: 0.5, scale: 0.5 }), /^Blue is below 0\.5, orange above, full colour at 0 and 1\./);
});

test('the legend tells of a line and of crosses only where there are', () => {
  assert.match(describeLegend({ ...run, boundary: 0.5 }, plane, even), /±1\. On the line the output is 0\.5, between the two targets\..*× beside it:/);
  assert.doesNotMatch(describeLegend({ ...run, boundary: null }, plane, even), /line|×/);
  assert.match(describeLegend(run, { ...plane, y: 0 }, even), /^The curve is the output, the straight line is at 0,/);
  assert.match(describeLegend({ ...run, boundary: null }, { ...plane, y: 0 }, even), /^The curve is the output; each/);
});

test('it is said where the other inputs stand, and when the inputs make no difference', () => {
  assert.deepEqual(remarks({ ...run, inputNames: ['x1', 'x2'] }, plane, plane), []);
  assert.match(remarks(run, plane, plane)[0], /^x3 stands at its mean;/);
  assert.match(remarks(run, { ...plane, sample: 4 }, plane)[0], /at sample 4’s values/);
  assert.match(remarks(run, plane, { ...plane, values: new Float64Array(4) }).at(-1), /no longer make a difference/);
});

test('test samples stand behind the others, with numbers of their own', () => {
  const tested = { ...run, testSamples: 1, test: { inputs: [[5, 6, 7]], rawInputs: null, targets: [[1]] } };
  const samples = samplesOf(tested, { train: [[0.9], [-0.25]], test: [[-0.5]] }, { x: 0, y: 2, output: 0 });
  assert.deepEqual(samples[2], { number: 0, test: true, x: 5, y: 7, target: 1, output: -0.5, wrong: true });
  assert.equal(describeSample(tested, samples[2]), 'Test sample 0: x1 5, x2 6, x3 7; target 1, output −0.5000, error −1.5000.');
  assert.match(describeSurface(tested, plane, samples), /; 2 of 2 samples have .* side; 0 of 1 test samples have /);
  assert.match(describeLegend(tested, plane, even), /Hollow marks are test samples/);
  assert.doesNotMatch(describeLegend(run, plane, even), /Hollow/);
});
