import assert from 'node:assert/strict';
import { test } from 'node:test';
import { remedies } from '../../../webroot/views/health/remedies.js';

const stateOf = (model, rate = 0.1) => ({
  run: { seed: 42, spec: { model, optimizer: { learningRate: rate } } },
  status: { status: 'paused', learningRate: rate },
});
const finding = (kind, step = 0) => ({ kind, step, where: 'layer1' });
const messages = (found, state) => remedies(found, state).map((remedy) => remedy.messages);

test('where the gradient vanishes the hidden layers get a steeper activation, and the output keeps its own', () => {
  assert.deepEqual(messages(finding('vanishing'), stateOf({ hidden: 'sigmoid', output: 'sigmoid' }))[0], [{ type: 'change', hidden: 'tanh' }]);
  assert.deepEqual(messages(finding('vanishing'), stateOf({ hidden: 'tanh', output: 'tanh' }))[0], [{ type: 'change', hidden: 'relu' }]);
});

test('a dead output is replaced where it is, in the output', () => {
  assert.deepEqual(messages(finding('dead'), stateOf({ hidden: 'tanh', output: 'relu' }))[0], [{ type: 'change', output: 'tanh' }]);
});

test('a rate that is too high or too low is offered at a tenth and ten times', () => {
  assert.deepEqual(messages(finding('oscillating', 30), stateOf({ hidden: 'tanh', output: 'tanh' }, 0.5)), [
    [{ type: 'setLearningRate', value: 0.05 }],
    [{ type: 'rewind', step: 30 }],
  ]);
  assert.deepEqual(messages(finding('slow'), stateOf({ hidden: 'tanh', output: 'tanh' }, 0.5)), [[{ type: 'setLearningRate', value: 5 }]]);
});

test('there is no remedy before there is a run', () => {
  assert.deepEqual(remedies(finding('slow'), { run: null, status: null }), []);
});
