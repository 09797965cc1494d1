import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withPoints } from '../../../webroot/builder/points.js';
import { targetsOf } from '../../../webroot/views/surface/targets.js';
import { welcome } from './messages.js';

const journal = [
  { step: 3, command: 'addPoints', value: [[5, 6, 'A']], by: 'viewer 1', first: 0 },
  { step: 3, command: 'start', value: null, by: 'viewer 1' },
  { step: 9, command: 'addPoints', value: [[7, 8, 2]], by: 'viewer 1', first: 1 },
];

test('another run of samples that stand in the spec has those that were added, too', () => {
  const said = [];
  const note = (sentence) => said.push(sentence);
  const classes = withPoints({ data: { inline: { inputs: [[1, 2]], targets: ['A'] } } }, journal, note);
  assert.deepEqual(classes.data.inline, { inputs: [[1, 2], [5, 6], [7, 8]], targets: ['A', 'A', '2'] });
  const numbers = withPoints({ data: { split: { test: 0.3 }, inline: { inputs: [[1, 2]], targets: [[0]] } } }, journal.slice(1), note);
  assert.deepEqual(numbers.data, { split: { test: 0.3 }, inline: { inputs: [[1, 2], [7, 8]], targets: [[0], 2] } });
  const outputs = withPoints({ data: { inline: { inputs: [[1]], targets: [[0, 1]] } } }, journal.slice(2), note);
  assert.deepEqual(outputs.data.inline, { inputs: [[1], [7]], targets: [[0, 1], [8, 2]] });
  assert.deepEqual(said, []);
});

test('where they can’t be taken along that is said', () => {
  const said = [];
  const spec = { data: { generator: { name: 'moons' } } };
  assert.equal(withPoints(spec, journal, (sentence) => said.push(sentence)), spec);
  assert.match(said[0], /^The 2 points that were added by hand will not be in a new run\./);
  assert.equal(withPoints(spec, [], (sentence) => said.push(sentence)), spec);
  assert.equal(said.length, 1);
});

test('a point can be of each class of the data, or have any number', () => {
  const run = (layers, fields) => welcome(1, { spec: { model: { layers }, loss: { name: 'squared_error' } }, ...fields });
  assert.deepEqual(targetsOf(run([2, 1], { classNames: ['no', '1'], targets: [[1], [-1]], boundary: 0 })), [{ name: 'no', targets: ['no'] }, { name: '1', targets: [1] }]);
  assert.deepEqual(targetsOf(run([2, 1], { targets: [[1], [-1]], boundary: 0 })), [{ name: '−1', targets: [-1] }, { name: '1', targets: [1] }]);
  assert.deepEqual(targetsOf(run([2, 2], { targets: [[1, 0], [0, 1]] })), [{ name: 'output 1', targets: [1, 0] }, { name: 'output 2', targets: [0, 1] }]);
  assert.deepEqual(targetsOf(run([2, 1], { targets: [[0.5], [1], [2]] })), []);
  assert.equal(targetsOf(run([2, 2], { targets: [[0.5, 2]] })), null);
});
