import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changed } from '../../../webroot/ui/frame.js';
import { throttle } from '../../../webroot/ui/slider.js';

test('a view draws again when any of what it shows is another thing, or there is more of it', () => {
  const hasChanged = changed();
  const history = [];
  assert.equal(hasChanged(history, 1), true);
  assert.equal(hasChanged(history, 1), false);
  assert.equal(hasChanged(history, NaN), true);
  assert.equal(hasChanged(history, NaN), false);
  assert.equal(hasChanged([], NaN), true);
  assert.equal(hasChanged([], NaN, undefined), true);
});

test('of the values of a drag the first is reported at once, the last always, and few between', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const reported = [];
  const { push, active } = throttle((value) => reported.push(value), 100);
  [1, 2, 3].forEach(push);
  assert.deepEqual(reported, [1]);
  assert.equal(active(), true);
  t.mock.timers.tick(100);
  assert.deepEqual(reported, [1, 3]);
  t.mock.timers.tick(100);
  assert.equal(active(), false);
  push(4);
  assert.deepEqual(reported, [1, 3, 4]);
});
