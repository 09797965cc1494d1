import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ParameterHistory } from '../../../webroot/levels.js';
import { parameters } from './messages.js';

test('an empty history has no step', () => {
  assert.equal(new ParameterHistory().step, undefined);
});

test('the latest moment is always there, whatever is forgotten', () => {
  const history = new ParameterHistory();
  for (let step = 0; step < 5000; step++) {
    history.append(parameters(step));
    assert.equal(history.step, step);
    assert.deepEqual([...history.data.at(-1)], [step, -step]);
    assert.deepEqual([...history.grad.at(-1)], [step / 2, -step / 2]);
  }
});

test('it is bounded and spread over all that was watched', () => {
  const history = new ParameterHistory();
  for (let step = 0; step < 5000; step++) {
    history.append(parameters(step));
    assert.ok(history.steps.length <= 400);
    assert.equal(history.data.length, history.steps.length);
    assert.equal(history.grad.length, history.steps.length);
  }
  assert.equal(history.steps[0], 0);
  assert.ok(history.steps.length >= 100);
  history.steps.slice(1).forEach((step, i) => {
    assert.ok(step > history.steps[i] && step - history.steps[i] <= 50);
  });
});

test('the same step again takes the place of its earlier moment', () => {
  const history = new ParameterHistory();
  history.append(parameters(0));
  history.append(parameters(7));
  history.append(parameters(7, [1, 2]));
  assert.deepEqual(history.steps, [0, 7]);
  assert.deepEqual([...history.data[1]], [1, 2]);
});

test('of a very wide network only the first and the latest moment are kept', () => {
  const history = new ParameterHistory();
  for (let step = 0; step < 50; step++) {
    history.append(parameters(step, new Array(2001).fill(step)));
  }
  assert.deepEqual(history.steps, [0, 49]);
});

test('numbers that are not finite arrive as they are', () => {
  const history = new ParameterHistory();
  history.append({ ...parameters(0), data: ['NaN', '-Infinity'], grad: ['Infinity', 1] });
  assert.deepEqual([...history.data[0]], [NaN, -Infinity]);
  assert.deepEqual([...history.grad[0]], [Infinity, 1]);
});
