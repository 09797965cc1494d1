import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeMoment, Moments, placeOf } from '../../../webroot/state/level-history.js';

test('however many moments come, a bounded number is kept, from the first to the latest', () => {
  const moments = new Moments(20);
  for (let step = 0; step <= 10_000; step++) {
    moments.append(step, `at ${step}`);
    assert.ok(moments.steps.length <= 20);
    assert.equal(moments.latest, `at ${step}`);
  }
  assert.equal(moments.steps[0], 0);
  assert.deepEqual(moments.items, moments.steps.map((step) => `at ${step}`));
});

test('they stay spread over the run: no gap is twice as wide as it would be if all were the same', () => {
  const moments = new Moments(20);
  moments.append(0, 0);
  for (let step = 1; step <= 10_000; step++) {
    moments.append(step, step);
    const gaps = moments.steps.slice(1).map((to, i) => to - moments.steps[i]);
    assert.ok(Math.max(...gaps) <= Math.max(1, (2 * step) / (moments.steps.length - 1)));
  }
});

test('earlier moments are put where they belong', () => {
  const moments = new Moments(20);
  moments.append(5, 'live 5');
  moments.append(8, 'live 8');
  moments.insert([0, 2, 5, 7].map((step) => ({ step, item: `past ${step}` })));
  assert.deepEqual(moments.steps, [0, 2, 5, 7, 8]);
  assert.deepEqual(moments.items, ['past 0', 'past 2', 'live 5', 'past 7', 'live 8']);
});

test('of many earlier moments as many stay as there is room for', () => {
  const moments = new Moments(20);
  for (let step = 900; step <= 930; step++) {
    moments.append(step, step);
  }
  moments.insert(Array.from({ length: 64 }, (_, i) => ({ step: 14 * i, item: 14 * i })));
  assert.equal(moments.steps.length, 20);
  assert.deepEqual(moments.steps, moments.items);
  assert.equal(moments.steps[0], 0);
  assert.equal(moments.latest, 930);
  const gaps = moments.steps.slice(1).map((to, i) => to - moments.steps[i]);
  assert.ok(Math.max(...gaps) <= (2 * 930) / 19);
});

test('another moment at the same step takes its place', () => {
  const moments = new Moments();
  moments.append(3, 'a');
  moments.append(5, 'b');
  moments.append(5, 'c');
  assert.deepEqual(moments.steps, [3, 5]);
  assert.equal(moments.latest, 'c');
});

test('a step means the last moment that is no later', () => {
  const steps = [10, 20, 30];
  assert.equal(placeOf(steps, null), 2);
  assert.equal(placeOf(steps, 20), 1);
  assert.equal(placeOf(steps, 29), 1);
  assert.equal(placeOf(steps, 99), 2);
  assert.equal(placeOf(steps, 9), 2, 'the latest, since none so early is kept');
  assert.equal(placeOf([], 9), -1);
});

test('it is said which moment is shown', () => {
  assert.equal(describeMoment([], null, String), 'Waiting for the first values.');
  assert.equal(describeMoment([10, 20], null, String), 'After 20 steps.');
  assert.equal(describeMoment([10, 20], 10, String), 'After 10 steps.');
  assert.match(describeMoment([10, 20], 15, String), /^After 10 steps, the last kept up to step 15/);
  assert.match(describeMoment([10, 20], 5, String), /^Step 5 is not kept. Shown is now, after 20 steps\.$/);
});
