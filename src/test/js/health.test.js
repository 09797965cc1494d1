import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fill } from '../../../webroot/views/health/heat-strip.js';
import { formatShare, stillness } from '../../../webroot/views/health/step-size.js';

/** The rows that hold anything, from the bottom, and what they hold. */
function rowsOf(histogram, low, high) {
  const filled = new Float64Array(32);
  const most = fill(filled, histogram, low, high);
  return { most, rows: [...filled].flatMap((count, row) => (count > 0 ? [[row, count]] : [])) };
}

test('a histogram stands at its height between the least and the greatest value of all', () => {
  const { rows, most } = rowsOf({ low: 0, high: 2, counts: [3, 5] }, -2, 2);
  assert.deepEqual(rows, [[20, 3], [28, 5]]);
  assert.equal(most, 5);
});

test('bins that are narrower than a row add up', () => {
  const { rows, most } = rowsOf({ low: 0, high: 1, counts: Array(64).fill(1) }, 0, 32);
  assert.deepEqual(rows, [[0, 64]]);
  assert.equal(most, 64);
});

test('where all values are the same they stand in the middle', () => {
  assert.deepEqual(rowsOf({ low: 1, high: 1, counts: [4] }, 1, 1).rows, [[16, 4]]);
});

test('a step is told in per cent of the parameters, or in times where it is larger', () => {
  assert.equal(formatShare(-3), '0.1%');
  assert.equal(formatShare(-0.3), '50%');
  assert.equal(formatShare(0.301), '2 times');
  assert.equal(formatShare(26.5522), '3.6e+26 times');
});

test('a step without a size says why', () => {
  const zero = { low: 0, high: 0 };
  const some = { low: -1, high: 2 };
  assert.match(stillness({ parameters: some, gradients: zero, updateRatio: -Infinity }), /gradients are 0$/);
  assert.match(stillness({ parameters: zero, gradients: zero, updateRatio: -Infinity }), /gradients are 0$/);
  assert.match(stillness({ parameters: some, gradients: some, updateRatio: -Infinity }), /^nothing: the layer is frozen, the learning rate is 0, or the step is lost in rounding$/);
  assert.match(stillness({ parameters: zero, gradients: some, updateRatio: Infinity }), /more than their size/);
  assert.match(stillness({ parameters: some, gradients: some, updateRatio: Infinity }), /^no number, since they would no longer be finite$/);
  for (const gradients of [{ low: NaN, high: NaN }, { low: -1e223, high: Infinity }]) {
    assert.match(stillness({ parameters: some, gradients, updateRatio: NaN }), /gradients are no longer finite$/);
  }
});
