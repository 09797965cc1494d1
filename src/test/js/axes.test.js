import assert from 'node:assert/strict';
import { test } from 'node:test';
import { niceEnd } from '../../../webroot/charts/axes.js';

test('an axis of steps ends at a round number, which the curve reaches late', () => {
  assert.deepEqual([0, 10, 11, 99, 100, 101, 1700].map(niceEnd), [10, 10, 12, 100, 100, 120, 2000]);
  for (let step = 10; step < 5000; step += 7) {
    assert.ok(niceEnd(step) >= step && niceEnd(step) <= 1.5 * step, `${step} to ${niceEnd(step)}`);
  }
});
