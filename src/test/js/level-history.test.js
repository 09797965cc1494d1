import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeSnapshot, LevelHistory, placeOf } from '../../../webroot/state/level-history.js';

test('however many snapshots come, a bounded number is kept, from the first to the latest', () => {
  const history = new LevelHistory(20);
  for (let step = 0; step <= 10_000; step++) {
    history.append(step, `at ${step}`);
    assert.ok(history.steps.length <= 20);
    assert.equal(history.latest, `at ${step}`);
  }
  assert.equal(history.steps[0], 0);
  assert.deepEqual(history.items, history.steps.map((step) => `at ${step}`));
});

test('they stay spread over the run: no gap is twice as wide as it would be if all were the same', () => {
  const history = new LevelHistory(20);
  history.append(0, 0);
  for (let step = 1; step <= 10_000; step++) {
    history.append(step, step);
    const gaps = history.steps.slice(1).map((to, i) => to - history.steps[i]);
    assert.ok(Math.max(...gaps) <= Math.max(1, (2 * step) / (history.steps.length - 1)));
  }
});

test('earlier snapshots are put where they belong', () => {
  const history = new LevelHistory(20);
  history.append(5, 'live 5');
  history.append(8, 'live 8');
  history.insert([0, 2, 5, 7].map((step) => ({ step, item: `past ${step}` })));
  assert.deepEqual(history.steps, [0, 2, 5, 7, 8]);
  assert.deepEqual(history.items, ['past 0', 'past 2', 'live 5', 'past 7', 'live 8']);
});

test('of many earlier snapshots as many stay as there is room for', () => {
  const history = new LevelHistory(20);
  for (let step = 900; step <= 930; step++) {
    history.append(step, step);
  }
  history.insert(Array.from({ length: 64 }, (_, i) => ({ step: 14 * i, item: 14 * i })));
  assert.equal(history.steps.length, 20);
  assert.deepEqual(history.steps, history.items);
  assert.equal(history.steps[0], 0);
  assert.equal(history.latest, 930);
  const gaps = history.steps.slice(1).map((to, i) => to - history.steps[i]);
  assert.ok(Math.max(...gaps) <= (2 * 930) / 19);
});

test('another snapshot at the same step takes its place', () => {
  const history = new LevelHistory();
  history.append(3, 'a');
  history.append(5, 'b');
  history.append(5, 'c');
  assert.deepEqual(history.steps, [3, 5]);
  assert.equal(history.latest, 'c');
});

test('a step means the last snapshot that is no later', () => {
  const steps = [10, 20, 30];
  assert.equal(placeOf(steps, null), 2);
  assert.equal(placeOf(steps, 20), 1);
  assert.equal(placeOf(steps, 29), 1);
  assert.equal(placeOf(steps, 99), 2);
  assert.equal(placeOf(steps, 9), 2, 'the latest, since none so early is kept');
  assert.equal(placeOf([], 9), -1);
});

test('it is said which snapshot is shown', () => {
  assert.equal(describeSnapshot([], null), 'Waiting for the first values.');
  assert.equal(describeSnapshot([10, 20], null), 'After 20 steps.');
  assert.equal(describeSnapshot([1], null), 'After 1 step.');
  assert.equal(describeSnapshot([10, 20], 10), 'After 10 steps.');
  assert.match(describeSnapshot([10, 20], 15), /^After 10 steps\. Step 15 isn’t kept; 10 is the nearest before it\.$/);
  assert.match(describeSnapshot([10, 20], 5), /^Step 5 isn’t kept; what you see is after 20 steps\.$/);
});
