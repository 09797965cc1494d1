import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csv, fileName } from '../../../webroot/charts/save.js';
import { epochs, linear, powersOfTen, seconds, steps } from '../../../webroot/charts/scales.js';
import { halfWidth, smoothed } from '../../../webroot/charts/smoothing.js';
import { bounded, moved, part, zoomed } from '../../../webroot/charts/window.js';
import { lossColumns, shownOf } from '../../../webroot/parts/loss-table.js';
import { Detail } from '../../../webroot/state/detail.js';
import { entriesOf } from '../../../webroot/state/series.js';
import { singleSteps } from './messages.js';

const whole = { ...linear(0, 100), loose: false };

test('zooming keeps the place under the pointer, and never leaves the axis', () => {
  const range = zoomed(null, whole, 25, 2);
  assert.deepEqual(range, [12.5, 62.5]);
  assert.equal((25 - 12.5) / 50, 0.25, 'a quarter from the left, as before');
  assert.deepEqual(zoomed([0, 10], whole, 2, 0.5), [0, 18]);
  assert.equal(zoomed([0, 80], whole, 40, 0.5), null, 'all of it is no part');
  const steep = zoomed([50, 51], whole, 50.5, 1e12);
  assert.ok(steep[1] - steep[0] > 0, 'there is always something to see');
  assert.deepEqual(zoomed([50, 54], steps('even', 100), 52, 1000), [51, 53], 'two steps at least');
});

test('moving stops at the ends and keeps what is seen as large', () => {
  assert.deepEqual(moved([10, 30], whole, 5), [15, 35]);
  assert.deepEqual(moved([10, 30], whole, 500), [80, 100]);
  assert.deepEqual(moved([10, 30], whole, -500), [0, 20]);
  assert.equal(moved(null, whole, 5), null);
  assert.deepEqual(bounded([-20, 30], whole), [0, 30]);
});

test('a part of powers of ten has round numbers beside it, at their places', () => {
  const scale = powersOfTen([0.001, 10]);
  assert.equal(part(scale, null), scale);
  const few = part(scale, [-1.05, -0.8]);
  assert.deepEqual(few.ticks.map(({ label }) => label), ['0.1', '0.12', '0.14']);
  assert.ok(few.ticks.every(({ value }) => value >= -1.05 && value <= -0.8));
  assert.ok(part(steps('logarithmic', 100_000), [3, 3.1]).ticks.length > 2);
});

const curve = (losses) => losses.map((loss, step) => ({ from: step, step, loss }));

test('smoothing leaves the first and the last loss, a constant and a straight line as they are', () => {
  const noisy = Array.from({ length: 301 }, (_, i) => Math.sin(7 * i) + 3);
  const means = smoothed(curve(noisy), 20);
  assert.equal(means[0], noisy[0]);
  assert.equal(means[300], noisy[300]);
  const spread = (/** @type {ArrayLike<number>} */ values) => Math.max(...Array.from(values).slice(50, 250)) - Math.min(...Array.from(values).slice(50, 250));
  assert.ok(spread(means) < spread(noisy) / 8);
  assert.ok([...smoothed(curve(Array(200).fill(0.1)), 15)].every((mean) => Math.abs(mean - 0.1) < 1e-16));
  smoothed(curve(Array.from({ length: 200 }, (_, i) => 5 - i / 50)), 33).forEach((mean, i) => assert.ok(Math.abs(mean - (5 - i / 50)) < 1e-12));
  assert.deepEqual([...smoothed(curve([3, 1, 2]), 0)], [3, 1, 2]);
  assert.deepEqual([...smoothed(curve([3, 1, 2]), 100)], [3, 2, 2]);
});

test('a mean is that of the steps around, weighs ranges by their steps, and stays exact beside great losses', () => {
  const losses = Array.from({ length: 500 }, (_, i) => (i < 50 ? 1e9 : 1e-9 * (1 + (i % 3))));
  const means = smoothed(curve(losses), 7);
  const expected = losses.slice(200 - 7, 200 + 8).reduce((a, b) => a + b) / 15;
  assert.ok(Math.abs(means[200] - expected) < 1e-9 * expected);
  const ranges = [{ from: 0, step: 0, loss: 1 }, { from: 1, step: 9, loss: 2 }, { from: 10, step: 10, loss: 5 }, { from: 11, step: 18, loss: 1 }];
  assert.ok(Math.abs(smoothed(ranges, 1)[1] - (9 * 2 + 5) / 10) < 1e-15, 'one step around step 9');
});

test('nothing is averaged over a loss that is no number', () => {
  const means = smoothed(curve([1, 3, 5, NaN, 7, 7, Infinity, 2]), 5);
  assert.deepEqual([...means], [1, 3, 5, NaN, 7, 7, Infinity, 2]);
});

test('how much is smoothed follows from the whole curve in round numbers', () => {
  assert.deepEqual([100, 1000, 40_000].map((count) => halfWidth('strong', count)), [5, 50, 1000]);
  assert.equal(halfWidth('light', 40_000), 200);
  assert.equal(halfWidth('off', 40_000), 0);
});

test('by seconds and by epochs, steps stand where they were made', () => {
  const clock = seconds([{ step: 0, seconds: 0.1 }, { step: 10, seconds: 1.1 }, { step: 20, seconds: 1.2 }]);
  assert.equal(clock.place(5), 0.6);
  assert.equal(clock.value(0.6), 5);
  assert.ok(Math.abs(clock.value(1.15) - 15) < 1e-9);
  assert.equal(clock.value(9), 20);
  assert.equal(clock.place(21), 1.2, 'when 21 steps were done');
  assert.ok(Number.isNaN(clock.place(22)), 'nobody knows yet');
  assert.equal(clock.max, 1.2);
  const passes = epochs(4, 9);
  assert.equal(passes.place(8), 2);
  assert.equal(passes.value(2), 8);
  assert.equal(passes.max, 2.5);
});

test('a part that is known coarsely is asked for once nothing moves, with its surroundings', async () => {
  const kept = [...entriesOf(singleSteps(0, 9)), { from: 10, step: 109, loss: 1 }, { from: 110, step: 999, loss: 2 }];
  /** @type {[number, number][]} */
  const asked = [];
  /** @type {(() => void)[]} */
  const tasks = [];
  let changes = 0;
  const detail = new Detail(
    async (from, to) => {
      asked.push([from, to]);
      return entriesOf(singleSteps(from, Math.min(to, 400)));
    },
    () => changes++,
    (task) => tasks.push(task),
  );
  assert.equal(detail.entries(kept, 0, 2000), kept, 'the whole curve is shown as it is');
  detail.entries(kept, 2, 8);
  assert.equal(tasks.length, 0, 'this part is known');
  detail.entries(kept, 200, 300);
  detail.entries(kept, 220, 320);
  tasks.shift()();
  assert.deepEqual(asked, [], 'it has moved since');
  tasks.shift()();
  assert.deepEqual(asked, [[170, 370]]);
  await Promise.resolve();
  await Promise.resolve();
  assert.equal(changes, 1);
  const joined = detail.entries(kept, 220, 320);
  assert.deepEqual(joined.filter(({ from, step }) => from !== step).map(({ from }) => from), [10, 371], 'nothing overlaps');
  assert.equal(joined.at(-1).step, 999);
  assert.equal(tasks.length, 0, 'all that is visible is known');
  detail.entries(kept, 700, 720);
  detail.forget();
  assert.equal(detail.entries(kept, 220, 320).length, kept.length);
  tasks.shift()();
  tasks.shift()();
  assert.deepEqual(asked.slice(1), [[170, 370]], 'of another curve the same part is asked for, too');
});

test('where a wide part came with neighbours as one, a part of it is asked for again', async () => {
  const kept = [{ from: 0, step: 19_999, loss: 1 }, { from: 20_000, step: 39_999, loss: 1 }];
  /** @type {[number, number][]} */
  const asked = [];
  /** @type {(() => void)[]} */
  const tasks = [];
  const detail = new Detail(
    async (from, to) => {
      asked.push([from, to]);
      const together = to - from > 8192 ? 2 : 1;
      return Array.from({ length: Math.ceil((to - from + 1) / together) }, (_, i) => ({ from: from + together * i, step: from + together * i + together - 1, loss: 1 }));
    },
    () => {},
    (task) => tasks.push(task),
  );
  const look = async (/** @type {number} */ from, /** @type {number} */ to) => {
    const shown = detail.entries(kept, from, to);
    tasks.shift()?.();
    await Promise.resolve();
    await Promise.resolve();
    return shown;
  };
  await look(10_000, 20_000);
  await look(12_000, 19_000);
  assert.deepEqual(asked, [[5000, 25_000]], 'there is not much more to be had yet');
  await look(14_000, 15_000);
  assert.deepEqual(asked[1], [13_500, 15_500]);
  assert.ok((await look(14_000, 15_000)).filter(({ from, step }) => from >= 14_000 && step <= 15_000).every(({ from, step }) => from === step));
  await look(14_400, 14_500);
  assert.equal(asked.length, 2, 'all of it is known');
});

test('a part that comes coarsely is asked for three times at most', async () => {
  const kept = [{ from: 0, step: 99, loss: 1 }, { from: 100, step: 199, loss: 1 }, { from: 200, step: 299, loss: 1 }];
  let asked = 0;
  /** @type {(() => void)[]} */
  const tasks = [];
  const detail = new Detail(
    async () => {
      asked++;
      return kept;
    },
    () => detail.entries(kept, 110, 120),
    (task) => tasks.push(task),
  );
  detail.entries(kept, 110, 120);
  for (let i = 0; i < 10; i++) {
    tasks.shift()?.();
    await Promise.resolve();
    await Promise.resolve();
  }
  assert.equal(asked, 3);
});

test('what is shown is kept as a table, with what leads to the border', () => {
  const entries = entriesOf({ ...singleSteps(0, 9), seconds: Array(10).fill(null), testLoss: [...Array(9).fill(null), 0.5], testAccuracy: Array(10).fill(null) });
  const shown = shownOf(entries, 3, 5, () => Float64Array.from({ length: 10 }, (_, i) => i));
  assert.deepEqual(shown.map(({ step, mean }) => [step, mean]), [[2, 2], [3, 3], [4, 4], [5, 5], [6, 6]]);
  assert.equal(shownOf(entries, 3, 5, null)[1].mean, 1 / 4);
  const [head, rows] = lossColumns(shownOf(entries, 8, 20, null), 4, true);
  assert.equal(csv(head, rows.slice(-1)), 'from,step,epoch,seconds,loss,lossMin,lossMax,lossSmoothed,learningRate,accuracy,testLoss,testAccuracy\n9,9,2.25,,0.1,0.1,0.1,0.1,0.1,0.5,0.5,\n');
  assert.equal(csv(['a,b', 'c'], [['say "x"', NaN]]), '"a,b",c\n"say ""x""",NaN\n');
  assert.deepEqual(['my run/1', '../x', '…'].map(fileName), ['my-run-1', 'x', 'run']);
});
