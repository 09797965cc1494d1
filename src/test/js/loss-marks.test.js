import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lossAt } from '../../../webroot/parts/loss-marks.js';
import { Series } from '../../../webroot/state/series.js';
import { singleSteps } from './messages.js';

test('a step’s loss is told where it is known, else from where to where those went that it came with', () => {
  const series = new Series();
  series.append(singleSteps(0, 1, () => 0.5));
  series.append({ ...singleSteps(2, 3), from: [2, 8], step: [7, 9], loss: [0.25, 0.125], lossMin: [0.2, 0.125], lossMax: [0.3, 0.125] });
  assert.deepEqual([1, 4, 7, 8, 12].map((step) => lossAt(series, step)), [
    'step 1: 0.500000',
    'steps 2 to 7: 0.200000 to 0.300000',
    'step 7: 0.250000',
    'steps 8 to 9: 0.125000',
    'step 12',
  ]);
});
