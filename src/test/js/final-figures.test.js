import assert from 'node:assert/strict';
import { test } from 'node:test';
import { finalFigures, lossesOf } from '../../../webroot/runs/final-figures.js';
import { figureOf } from '../../../webroot/runs/row.js';
import { Series } from '../../../webroot/state/series.js';
import { singleSteps } from './messages.js';

/** @param {object} more columns beside those of ten steps */
function run(more = {}, split = false, loss = {}) {
  const series = new Series();
  series.append({ ...singleSteps(0, 9), ...more });
  return { run: { spec: { data: split ? { split: { test: 0.3 } } : {}, loss: { name: 'squared_error', reduction: 'mean', ...loss } } }, series };
}

const at = (/** @type {number} */ step, /** @type {number} */ value) => Array.from({ length: 10 }, (_, i) => (i === step ? value : null));
const counted = run({ testLoss: at(9, 0.25), testAccuracy: at(9, 0.75) }, true);
const earlier = run({ testLoss: at(7, 0.5), testAccuracy: at(7, 0.5) }, true);
const numbers = run({ accuracy: Array(10).fill(null) });

test('final figures have a column for what any run has, and a reason where one has none', () => {
  const columns = finalFigures([counted, numbers], undefined);
  assert.deepEqual(columns.map(({ label }) => label), ['Loss', 'Accuracy', 'Test loss', 'Test accuracy']);
  assert.deepEqual(columns.map(({ cells }) => cells(counted)[0].text), ['0.100000', '50.0%', '0.250000', '75.0%']);
  assert.deepEqual(columns.map(({ cells }) => cells(numbers)[0].reason), [undefined, 'its targets are not classes', 'it has no test set', 'it has no test set']);
  assert.deepEqual(finalFigures([numbers], undefined).map(({ label }) => label), ['Loss']);
});

test('a test of an earlier step than the last names it', () => {
  const [, , testLoss] = finalFigures([earlier], undefined);
  assert.deepEqual(testLoss.cells(earlier).map(({ text }) => text), ['0.500000', 'by step 7']);
});

test('differences from the baseline are told but for its own, those of accuracies in points', () => {
  const columns = finalFigures([counted, earlier], counted);
  assert.deepEqual(columns.map(({ cells }) => cells(earlier).at(-1)?.text), ['the same', 'the same', '+0.250000', '−25.0 points']);
  assert.equal(columns[0].cells(counted).length, 1);
});

test('different losses differ by nothing that is told, and a penalty is in the loss alone', () => {
  const tested = { testLoss: at(9, 0.25), testAccuracy: at(9, 0.75) };
  const hinge = run(tested, true, { name: 'hinge' });
  const penalized = run(tested, true, { l2: 0.1 });
  const parts = (/** @type {typeof counted} */ one) => finalFigures([counted, one], counted).map(({ cells }) => cells(one).length);
  assert.deepEqual(parts(hinge), [1, 2, 1, 2]);
  assert.deepEqual(parts(penalized), [1, 2, 2, 2]);
  assert.deepEqual(lossesOf([counted, hinge, penalized]), ['mean of squared_error', 'mean of hinge']);
});

test('the list leaves out what a run has not, with the reason', () => {
  const listed = { status: 'paused', step: 10, loss: 0.5, accuracy: null, testLoss: null, testAccuracy: null };
  const all = (more = {}) => ['step', 'loss', 'accuracy', 'testLoss', 'testAccuracy'].map((name) => figureOf({ ...listed, ...more }, name));
  assert.deepEqual(all(), [['10', ''], ['0.500000', ''], ['', 'its targets are not classes'], ['', 'it has no test set'], ['', 'it has no test set']]);
  assert.deepEqual(all({ accuracy: 0.75, testLoss: 'NaN', testAccuracy: 0.5 }).slice(2), [['75.0%', ''], ['NaN', ''], ['50.0%', '']]);
  assert.equal(all({ status: 'ready', loss: null })[2][1], 'no step is made yet');
  assert.equal(all({ status: 'diverged', testLoss: 0.5 })[3][1], 'it diverged');
});
