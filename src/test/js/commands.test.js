import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changesIn, journalled, markOf, refusalOf, sentenceOf, summaryOfMarks } from '../../../webroot/state/commands.js';

const entry = (command, value, fields = {}) => ({ step: 3, command, value, by: 'viewer 1', ...fields });
const bias = (value, fields) => entry('setParameter', value, { name: 'layer1.neuron2.b', ...fields });

test('each command is told in the journal by what it did', () => {
  assert.deepEqual(
    [
      entry('setLearningRate', 0.05),
      bias(-0.25),
      entry('step', 1),
      entry('step', 1000),
      entry('reset', 7),
      entry('change', 'hidden relu'),
      entry('rewind', 12345),
      entry('set', 0.9, { name: 'optimizer.momentum' }),
      entry('set', null, { name: 'training.batch.size' }),
      entry('set', true, { name: 'layer2.frozen' }),
      entry('set', { schedule: 'linear', from: 1, to: 0.1, steps: 2000 }, { name: 'optimizer.learningRate' }),
    ].map(sentenceOf),
    ['learning rate 0.05', 'layer1.neuron2.b set to −0.25', '1 step', '1,000 steps', 'reset with seed 7', 'a new run with hidden relu', 'back to step 12,345', 'momentum 0.9', 'full batch', 'layer 2 frozen', 'rate 1 to 0.1 in 2,000 steps (linear)'],
  );
});

test('a command of a later server is told by its name, and is no change', () => {
  assert.equal(sentenceOf(entry('prune', 3)), 'prune');
  assert.deepEqual(changesIn([entry('prune', 3)]), []);
});

test('what changes a number marks the curve with it, what starts and stops does not', () => {
  assert.equal(markOf(entry('setLearningRate', 0.05)), 'rate 0.05');
  assert.equal(markOf(bias(1)), 'bias 1');
  assert.equal(markOf(entry('setParameter', 1, { name: 'layer1.neuron2.w0' })), 'weight 1');
  assert.deepEqual(changesIn([entry('start', null)]), []);
});

test('a slider that was dragged is one change, to where it was left, whatever others did meanwhile', () => {
  const dragged = [7, 8, 9].map((step) => entry('setLearningRate', step / 100, { step, gesture: 4 }));
  const other = entry('setLearningRate', 1, { step: 8, by: 'viewer 2', gesture: 4 });
  const later = entry('setLearningRate', 2, { step: 9, gesture: 5 });
  const typed = [entry('setLearningRate', 3, { step: 10 }), entry('setLearningRate', 3, { step: 11 })];
  const journal = [dragged[0], dragged[1], other, dragged[2], later, ...typed];
  assert.deepEqual(
    changesIn(journal).map(({ from, step, value, by }) => [from, step, value, by]),
    [[8, 8, 1, 'viewer 2'], [7, 9, 0.09, 'viewer 1'], [9, 9, 2, 'viewer 1'], [10, 10, 3, 'viewer 1'], [11, 11, 3, 'viewer 1']],
  );
  assert.deepEqual(summaryOfMarks(journal), ['the learning rate was changed 5 times']);
  const weights = [1, 2].map((value) => bias(value, { gesture: 4 }));
  assert.equal(changesIn([...weights, bias(3, { name: 'layer1.neuron1.w0', gesture: 4 })]).length, 2);
});

test('marks are summed up by command, with how often it was given', () => {
  assert.deepEqual(summaryOfMarks([entry('start', null)]), []);
  assert.deepEqual(summaryOfMarks([bias(1), entry('setLearningRate', 1), entry('setLearningRate', 2)]), [
    'the learning rate was changed 2 times',
    'parameters were set once',
  ]);
});

test('of several values of one number at one step only the last is held', () => {
  const journal = [bias(1), bias(2), bias(3, { step: 4 }), bias(4, { step: 4, name: 'layer1.neuron1.b' })].reduce(journalled, []);
  assert.deepEqual(journal.map(({ value }) => value), [2, 3, 4]);
});

test('a refusal calls the field as the page does, and says the rest as the server does', () => {
  assert.equal(refusalOf('setLearningRate.value: -1 is not allowed; a number is'), 'Learning rate: -1 is not allowed; a number is');
  assert.equal(refusalOf('set.loss.l2: -1 is not allowed; more is'), 'L2: -1 is not allowed; more is');
  assert.equal(refusalOf('type: "jump" is not allowed'), 'type: "jump" is not allowed');
  assert.equal(refusalOf('too busy'), 'too busy');
  assert.equal(refusalOf('addPoints.points[3]: [1, 9] is not allowed; another is'), 'Point 4 of those drawn: [1, 9] is not allowed; another is');
});

test('other commands at one step are all held', () => {
  assert.equal([entry('step', 1), entry('step', 1)].reduce(journalled, []).length, 2);
});

test('a full journal forgets what decides when steps are made, the oldest first', () => {
  const full = Array.from({ length: 10_000 }, (_, step) => entry(step === 7 || step === 9 ? 'pause' : 'setLearningRate', step, { step }));
  const later = [entry('setLearningRate', 0.5, { step: 10_000 }), entry('start', null, { step: 10_000 })].reduce(journalled, full);
  assert.equal(later.length, 10_000);
  assert.deepEqual(later.slice(0, 8).map(({ step }) => step), [0, 1, 2, 3, 4, 5, 6, 8]);
  assert.deepEqual(later.slice(-2).map(({ command }) => command), ['setLearningRate', 'start']);
  assert.ok(later.every(({ command }) => command !== 'pause'));
});

test('points that are added are all kept, and those of one step are one change', () => {
  const points = [entry('addPoints', [[1, 2, 'A']], { step: 4, first: 0 }), entry('addPoints', [[1, 3, 'A'], [0, 1, 'B']], { step: 4, first: 1 }), entry('addPoints', [[5, 5, 'B']], { step: 6, first: 3 })];
  const journal = points.reduce(journalled, []);
  assert.equal(journal.length, 3);
  assert.deepEqual(changesIn(journal).map(markOf), ['+ 3 points', '+ 1 point']);
  assert.equal(sentenceOf(points[1]), '2 points added');
  assert.equal(refusalOf('addPoints.points: has 7'), 'Points: has 7');
});
