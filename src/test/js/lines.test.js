import assert from 'node:assert/strict';
import { test } from 'node:test';
import { paintLines } from '../../../webroot/charts/lines.js';

/** Axes of 1 pixel a step and 10 a value, upwards, and a canvas that writes down what is drawn. */
function axes() {
  const drawn = [];
  const note = (what) => (...where) => drawn.push([what, ...where]);
  const ctx = Object.fromEntries(
    ['save', 'restore', 'rect', 'clip', 'beginPath', 'closePath'].map((name) => [name, () => {}]),
  );
  for (const name of ['moveTo', 'lineTo', 'arc', 'stroke', 'fill']) {
    ctx[name] = note(name);
  }
  return { ctx, drawn, chartArea: { left: 0, top: 0, width: 100, height: 100 }, across: (step) => step, up: (value) => -10 * value };
}

const line = (...values) => ({ at: (snapshot) => values[snapshot], colour: 'red', width: 2 });

test('a line goes through its values at their steps', () => {
  const it = axes();
  paintLines(it, { steps: [0, 5, 20], lines: [line(1, 2, 4)] });
  assert.deepEqual(it.drawn, [['moveTo', 0, -10], ['lineTo', 5, -20], ['lineTo', 20, -40], ['stroke']]);
});

test('a value that is no number leaves a gap', () => {
  const it = axes();
  paintLines(it, { steps: [0, 1, 2, 3, 4, 5], lines: [line(1, 2, NaN, 3, 4, Infinity)] });
  assert.deepEqual(it.drawn, [['moveTo', 0, -10], ['lineTo', 1, -20], ['moveTo', 3, -30], ['lineTo', 4, -40], ['stroke']]);
});

test('a value that stands alone is a dot: a single one, one between gaps, and one at either end', () => {
  const dots = (...values) => {
    const it = axes();
    paintLines(it, { steps: values.map((_, i) => i), lines: [line(...values)] });
    return it.drawn.filter(([what]) => what === 'arc').map(([, x, y]) => [x, y]);
  };
  assert.deepEqual(dots(3), [[0, -30]]);
  assert.deepEqual(dots(1, 2, NaN, 3, NaN, 4), [[3, -30], [5, -40]]);
  assert.deepEqual(dots(5, NaN, 3, 4), [[0, -50]]);
});

test('a band runs along one side and back along the other, between gaps', () => {
  const it = axes();
  const high = [3, 3, NaN, 2, 2];
  paintLines(it, { steps: [0, 1, 2, 3, 4], lines: [], band: { from: (i) => high[i], to: () => 1, colour: 'grey' } });
  const corners = it.drawn.filter(([what]) => what === 'lineTo').map(([, x, y]) => [x, y]);
  assert.deepEqual(corners, [[0, -30], [1, -30], [1, -10], [0, -10], [3, -20], [4, -20], [4, -10], [3, -10]]);
});
