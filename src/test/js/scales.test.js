import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alike, linear, niceEnd, powersOfTen, steps } from '../../../webroot/charts/scales.js';

const labels = ({ ticks }) => ticks.map(({ label }) => label);

test('an axis of steps ends at a round number, which the curve reaches late', () => {
  assert.deepEqual([0, 10, 11, 99, 100, 101, 1700].map((step) => niceEnd(step)), [10, 10, 12, 100, 100, 120, 2000]);
  for (let step = 10; step < 5000; step += 7) {
    assert.ok(niceEnd(step) >= step && niceEnd(step) <= 1.5 * step, `${step} to ${niceEnd(step)}`);
  }
});

test('powers of ten stand evenly, few of them with the numbers between', () => {
  const many = powersOfTen([3e-8, 250]);
  assert.deepEqual([many.min, many.max], [-8, 4]);
  assert.deepEqual(labels(many), ['10⁻⁸', '10⁻⁶', '10⁻⁴', '0.01', '1', '100', '10,000']);
  assert.equal(many.place(1e-5), -5);
  assert.ok(Math.abs(many.value(-5) - 1e-5) < 1e-20);
  assert.deepEqual(labels(powersOfTen([0.02, 0.7])), ['0.01', '0.02', '0.05', '0.1', '0.2', '0.5', '1']);
  assert.deepEqual(labels(powersOfTen([5, 5])), ['1', '2', '5', '10']);
});

test('0 stands at the lower end, below the least power of ten', () => {
  const scale = powersOfTen([0, 2.2, 0.03]);
  assert.equal(labels(scale)[0], '0');
  assert.equal(scale.ticks[0].value, scale.min);
  assert.equal(scale.place(0), scale.min);
  assert.equal(scale.value(scale.min), 0);
  assert.ok(scale.min < scale.place(0.03) && scale.place(2.2) <= scale.max);
});

test('whatever the values are, there is an axis with few short numbers, and they are on it', () => {
  const wild = [[], [0], [1], [5e-324], [1.7e308, 5e-324], [1e-25, 3e-25], [1e-25, 0, 4], [NaN, Infinity, 2], [-3, 0.5], [2.5e95]];
  for (const values of wild) {
    const scale = powersOfTen(values);
    assert.ok(scale.min < scale.max && Number.isFinite(scale.max - scale.min), `${values}: ${scale.min} to ${scale.max}`);
    assert.ok(scale.ticks.length >= 2 && scale.ticks.length <= 8, `${values}: ${labels(scale)}`);
    assert.ok(labels(scale).every((label) => label.length <= 7), `${values}: ${labels(scale)}`);
    for (const value of values.filter((one) => one >= 0 && Number.isFinite(one))) {
      assert.ok(scale.place(value) >= scale.min && scale.place(value) <= scale.max, `${value} among ${values}`);
    }
  }
});

test('numbers beside an even axis are short, however small the values or the distances', () => {
  const { format } = linear(0, 1);
  assert.deepEqual([0, 0.3, -2, 12_500, 2.5e95, -3e-7, 1e10, 0.1 + 0.2].map(format), ['0', '0.3', '−2', '12,500', '2.5·10⁹⁵', '−3·10⁻⁷', '10¹⁰', '0.3']);
  const { min, max } = linear(0, 4.4e-28);
  assert.ok(min === 0 && max >= 4.4e-28 && max < 4.5e-28);
  assert.deepEqual(linear(-1.7e308, 1.7e308).max, 1.7e308);
});

test('logarithmic steps give the early ones more room, step 0 among them', () => {
  const scale = steps('logarithmic', 99_999);
  assert.deepEqual(labels(scale), ['0', '1', '10', '100', '1,000', '10,000', '100,000']);
  assert.equal(scale.place(0), scale.min);
  assert.ok(scale.place(99) > 0.39 * scale.max && scale.place(100_000) <= scale.max);
  assert.equal(Math.round(scale.value(scale.place(1234))), 1234);
  assert.deepEqual(labels(steps('logarithmic', 99)), ['0', '1', '2', '5', '10', '20', '50', '100']);
});

test('the first hundred steps are all there is in their axis, of a longer run and of a shorter one', () => {
  assert.equal(steps('first', 1_000_000).max, 100);
  assert.equal(steps('first', 12).max, 12);
});

test('one unit is as long across as up, and all is seen that is to be', () => {
  for (const [across, up, width, height] of [[[-1, 1], [-1, 1], 600, 300], [[-1, 2], [0, 1], 200, 400], [[3, 4], [10, 14], 320, 320]]) {
    const [x, y] = alike(across, up, width, height);
    assert.ok(Math.abs((x.max - x.min) / width - (y.max - y.min) / height) < 1e-12);
    assert.ok(x.min <= across[0] && x.max >= across[1] && y.min <= up[0] && y.max >= up[1]);
    assert.ok(Math.abs(x.max + x.min - across[0] - across[1]) < 1e-12);
  }
});
