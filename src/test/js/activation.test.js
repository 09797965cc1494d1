import assert from 'node:assert/strict';
import { test } from 'node:test';
import { activationOf, isBounded } from '../../../webroot/state/activation.js';

test('one activation for all hidden layers, and another for the output', () => {
  const spec = /** @type {any} */ ({ model: { layers: [4, 4, 1], hidden: 'relu', output: 'linear' } });
  assert.deepEqual([1, 2, 3].map((layer) => activationOf(spec, layer)), ['relu', 'relu', 'linear']);
});

test('an activation for each hidden layer', () => {
  const spec = /** @type {any} */ ({ model: { layers: [4, 4, 3], hidden: ['gelu', 'tanh'], output: 'softmax' } });
  assert.deepEqual([1, 2, 3].map((layer) => activationOf(spec, layer)), ['gelu', 'tanh', 'softmax']);
  assert.equal(isBounded('softmax'), true);
  assert.equal(isBounded('gelu'), false);
});
