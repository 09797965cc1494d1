import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CAPACITY, Series, niceInterval } from '../../../webroot/state/series.js';
import { singleSteps } from './messages.js';

/** A loss that goes up and down without a pattern, the same in every test run. */
const jagged = (step) => ((step * 7919) % 10007) / 100 - 30;

function assertContiguous(entries) {
  assert.equal(entries[0].from, 0);
  entries.forEach((entry, i) => {
    assert.ok(entry.from <= entry.step, `entry ${i} ends before it begins`);
    if (i > 0) {
      assert.equal(entry.from, entries[i - 1].step + 1, `entry ${i} does not follow`);
    }
  });
}

function assertExact(entries, losses) {
  for (const { from, step, loss, min, max } of entries) {
    const covered = losses.slice(from, step + 1);
    assert.equal(min, Math.min(...covered));
    assert.equal(max, Math.max(...covered));
    assert.equal(loss, losses[step]);
  }
}

/** A series of 50,000 single steps, in messages of three, and the naive list of its losses. */
function longSeries() {
  const series = new Series();
  const losses = Array.from({ length: 50_000 }, (_, step) => jagged(step));
  for (let from = 0; from < losses.length; from += 3) {
    const to = Math.min(from + 2, losses.length - 1);
    assert.ok(series.append(singleSteps(from, to, jagged)));
    assert.ok(series.entries.length <= CAPACITY);
  }
  return { series, losses };
}

test('an empty series begins at step 0 and has no last entry', () => {
  const series = new Series();
  assert.equal(series.offset, 0);
  assert.equal(series.last, undefined);
  assert.deepEqual(series.points((step) => step), []);
  assert.deepEqual(series.rows(10), []);
});

test('messages that follow each other make one contiguous series', () => {
  const series = new Series();
  assert.ok(series.append(singleSteps(0, 4)));
  assert.ok(series.append(singleSteps(5, 9)));
  assert.equal(series.offset, 10);
  assert.equal(series.last.step, 9);
  assertContiguous(series.entries);
});

test('a gap or a repetition is refused and changes nothing', () => {
  const series = new Series();
  series.append(singleSteps(0, 4));
  const before = [...series.entries];
  assert.equal(series.append(singleSteps(6, 9)), false);
  assert.equal(series.append(singleSteps(3, 9)), false);
  assert.deepEqual(series.entries, before);
  assert.equal(new Series().append(singleSteps(1, 2)), false);
});

test('entries from step 0 replace all there was', () => {
  const series = new Series();
  series.append(singleSteps(0, 9));
  assert.ok(series.append(singleSteps(0, 2, () => 7)));
  assert.equal(series.offset, 3);
  assert.deepEqual(series.entries.map((entry) => entry.loss), [7, 7, 7]);
});

test('numbers that JSON cannot carry arrive as they are', () => {
  const series = new Series();
  series.append(singleSteps(0, 2, (step) => ['NaN', 'Infinity', '-Infinity'][step]));
  assert.deepEqual(series.entries.map((entry) => entry.loss), [NaN, Infinity, -Infinity]);
});

test('after 50,000 single steps it is bounded, contiguous and exact in its extremes', () => {
  const { series, losses } = longSeries();
  assert.ok(series.entries.length > CAPACITY / 2);
  assert.equal(series.offset, losses.length);
  assertContiguous(series.entries);
  assertExact(series.entries, losses);
});

test('no part of a long run loses its shape, however old it is', () => {
  const { series, losses } = longSeries();
  for (const { from, step } of series.entries) {
    assert.ok(step - from < losses.length / 500, `the steps ${from} to ${step} are one entry`);
  }
});

test('what is merged ends at multiples of its length, so that round steps stay known', () => {
  const { series } = longSeries();
  const known = new Set(series.entries.map((entry) => entry.step));
  for (let step = 0; step < 49_000; step += 8000) {
    assert.ok(known.has(step), `step ${step} is not known`);
  }
});

test('the beginning stays fine, in proportion to the steps before, and the newest steps are the finest', () => {
  const { series } = longSeries();
  for (const { from, step } of series.entries) {
    assert.ok(step - from + 1 <= Math.max(1, from / 32), `the steps ${from} to ${step} are one entry`);
  }
  assert.equal(series.entries[127].step, 127);
  assert.equal(series.last.from, series.last.step);
});

test('points are few, contiguous and keep the extremes and both ends', () => {
  const { series, losses } = longSeries();
  const points = series.points((step) => (300 * step) / 50_000);
  assert.ok(points.length <= 301, `${points.length} points`);
  assertContiguous(points);
  assertExact(points, losses);
  assert.equal(points[0], series.entries[0]);
  assert.equal(points.at(-1).step, series.last.step);
});

test('points are the entries themselves where there is room, up to an end', () => {
  const series = new Series();
  series.append(singleSteps(0, 9));
  assert.deepEqual(series.points((step) => step), series.entries);
  assert.deepEqual(series.points((step) => step, 4), series.entries.slice(0, 5));
});

test('a fitting interval is one whose steps are known', () => {
  const ending = (...ends) => ({
    ...singleSteps(0, ends.length - 1),
    from: ends.map((_, i) => (i === 0 ? 0 : ends[i - 1] + 1)),
    step: ends,
  });
  const single = new Series();
  single.append(singleSteps(0, 99));
  assert.equal(single.fittingInterval(20), 5);
  const even = new Series();
  even.append(ending(...Array.from({ length: 50 }, (_, i) => 2 * i), 99));
  assert.equal(even.fittingInterval(20), 10);
  assert.deepEqual(even.rows(10).map((row) => row.step), [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 99]);
  const odd = new Series();
  odd.append(ending(0, ...Array.from({ length: 33 }, (_, i) => 3 * i + 1), 99));
  assert.equal(odd.fittingInterval(20), 5);
});

test('rows are the multiples of the interval and the last entry', () => {
  const series = new Series();
  series.append(singleSteps(0, 61));
  assert.deepEqual(series.rows(20).map((row) => row.step), [0, 20, 40, 60, 61]);
  assert.deepEqual(series.rows(61).map((row) => row.step), [0, 61]);
});

test('rows of merged entries are the first at or after each multiple', () => {
  const { series } = longSeries();
  const rows = series.rows(5000);
  assert.equal(rows[0].step, 0);
  rows.slice(0, -1).forEach((row, i) => assert.ok(row.step >= 5000 * i && row.from <= 5000 * i));
  assert.equal(rows.at(-1).step, 49_999);
});

test('a nice interval is the least of 1, 2, 5, 10 ... with few enough rows', () => {
  assert.equal(niceInterval(0, 20), 1);
  assert.equal(niceInterval(20, 20), 1);
  assert.equal(niceInterval(21, 20), 2);
  assert.equal(niceInterval(100, 20), 5);
  assert.equal(niceInterval(101, 20), 10);
  assert.equal(niceInterval(10_000_000, 20), 500_000);
});

test('what is of the test samples stays with the step at which it was measured', () => {
  const series = new Series();
  const steps = singleSteps(0, 9999);
  series.append({ ...steps, testLoss: steps.step.map((step) => (step === 7000 ? 0.5 : null)), testAccuracy: steps.step.map((step) => (step === 7000 ? 0.25 : null)) });
  const tested = series.tested();
  assert.equal(tested.testLoss, 0.5);
  assert.equal(tested.testAccuracy, 0.25);
  assert.ok(tested.from <= 7000 && 7000 <= tested.step);
  assert.equal(series.tested(6000), undefined);
  assert.equal(series.tested(9000), tested);
  assert.equal(series.points((step) => step / 5000).at(-1).testLoss, 0.5);
});
