import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findingsThen, momentOf, setSinceLastStep, stepsDone } from '../../../webroot/state/moment.js';
import { Store } from '../../../webroot/state/store.js';
import { parameters, singleSteps, status, welcome } from './messages.js';

const neurons = (step) => ({ type: 'neurons', trajectory: 1, step, values: [{ low: 0, high: 2, packed: 'AAD+/w==' }] });

/** A run paused after 20 steps; parameters of steps 0, 10, 12 and 20, neurons' outputs of 5, 10, 14 and 20. */
function paused(watched) {
  const store = new Store();
  const messages = [
    welcome(1),
    singleSteps(0, 19),
    status({ status: 'paused', step: 20 }),
    ...[0, 10, 12, 20].map((step) => parameters(step)),
    ...[5, 10, 14, 20].map(neurons),
  ];
  messages.forEach((message) => store.receive(message));
  store.set({ watched });
  return store;
}

function momentAt(watched, step) {
  const store = paused(watched);
  store.pin(step);
  return momentOf(store.state);
}

test('a view of nothing but steps shows the step that is pointed at', () => {
  assert.equal(momentAt([], 15), 15);
  assert.equal(momentAt([], null), null);
});

test('a view shows the last step up to it of which it has everything', () => {
  assert.equal(momentAt(['parameters'], 15), 12);
  assert.equal(momentAt(['neurons'], 15), 14);
  assert.equal(momentAt(['parameters', 'neurons'], 15), 10);
  assert.equal(momentAt(['parameters', 'neurons'], 19), 10);
});

test('where it has nothing that early, it shows what it has of it, or now', () => {
  assert.equal(momentAt(['parameters', 'neurons'], 9), 0);
  assert.equal(momentAt(['neurons'], 4), null);
});

test('the present step is now, and so is one to come', () => {
  assert.equal(momentAt([], 20), null);
  assert.equal(momentAt(['parameters'], 25), null);
});

test('a step that diverged was not done', () => {
  const store = paused([]);
  assert.equal(stepsDone(store.state), 20);
  store.receive(status({ status: 'diverged', step: 19 }));
  assert.equal(stepsDone(store.state), 19);
});

test('findings are those of the step that is shown, as they stood then', () => {
  const store = paused([]);
  const finding = (number, step, ended) => ({ type: 'finding', trajectory: 1, number, step, ended, kind: 'dead', severity: 'note', where: 'layer1.neuron1', text: '', remedies: [] });
  [finding(0, 2, 8), finding(1, 6, null), finding(2, 15, 18)].forEach((message) => store.receive(message));
  const at = (step) => {
    store.pin(step);
    return findingsThen(store.state).map(({ number, ended }) => [number, ended]);
  };
  assert.deepEqual(at(null), [[0, 8], [1, null], [2, 18]]);
  assert.deepEqual(at(1), []);
  assert.deepEqual(at(7), [[0, null], [1, null]]);
  assert.deepEqual(at(8), [[0, 8], [1, null]]);
  assert.deepEqual(at(16), [[0, 8], [1, null], [2, null]]);
});

test('the last loss is of other parameters from when one is set until the next step', () => {
  const store = paused([]);
  const set = (step, name) => store.receive({ type: 'journal', trajectory: 1, entries: [{ step, command: 'setParameter', name, value: 1, by: 'viewer 1' }] });
  set(12, 'w0');
  assert.deepEqual(setSinceLastStep(store.state), []);
  set(20, 'b');
  assert.deepEqual(setSinceLastStep(store.state), ['b']);
  store.receive(singleSteps(20, 20));
  assert.deepEqual(setSinceLastStep(store.state), []);
});
