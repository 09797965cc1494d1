import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode, ParameterHistory } from '../../../webroot/state/levels.js';
import { parameters } from './messages.js';

const append = (history, message) => history.append(message.step, decode(message));

test('the latest snapshot is always there, whatever is forgotten', () => {
  const history = new ParameterHistory(2);
  for (let step = 0; step < 5000; step++) {
    append(history, parameters(step));
    assert.equal(history.steps.at(-1), step);
    assert.deepEqual([...history.data.at(-1)], [step, -step]);
    assert.deepEqual([...history.grad.at(-1)], [step / 2, -step / 2]);
  }
});

test('it is bounded and spread over all that was watched', () => {
  const history = new ParameterHistory(2);
  for (let step = 0; step < 5000; step++) {
    append(history, parameters(step));
    assert.ok(history.steps.length <= 80);
    assert.equal(history.data.length, history.steps.length);
    assert.equal(history.grad.length, history.steps.length);
  }
  assert.equal(history.steps[0], 0);
  assert.ok(history.steps.length >= 60);
  history.steps.slice(1).forEach((step, i) => {
    assert.ok(step > history.steps[i] && step - history.steps[i] <= 150);
  });
});

test('the same step again takes the place of its earlier snapshot', () => {
  const history = new ParameterHistory(2);
  append(history, parameters(0));
  append(history, parameters(7));
  append(history, parameters(7, [1, 2]));
  assert.deepEqual(history.steps, [0, 7]);
  assert.deepEqual([...history.data[1]], [1, 2]);
});

test('the more parameters, the fewer snapshots are kept, but always the first and the latest', () => {
  for (const [count, most] of [[2_000, 80], [20_000, 40], [10_000_000, 2]]) {
    const history = new ParameterHistory(count);
    for (let step = 0; step < 500; step++) {
      history.append(step, { data: new Float64Array(1), grad: new Float64Array(1) });
    }
    assert.equal(history.steps.length, most);
    assert.equal(history.steps[0], 0);
    assert.equal(history.steps.at(-1), 499);
  }
});

test('numbers that are not finite arrive as they are', () => {
  const history = new ParameterHistory(2);
  append(history, { ...parameters(0), data: ['NaN', '-Infinity'], grad: ['Infinity', 1] });
  assert.deepEqual([...history.data[0]], [NaN, -Infinity]);
  assert.deepEqual([...history.grad[0]], [Infinity, 1]);
});
