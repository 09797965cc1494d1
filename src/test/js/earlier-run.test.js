import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { EarlierRun } from '../../../webroot/state/earlier-run.js';
import { Series } from '../../../webroot/state/series.js';
import { Store } from '../../../webroot/state/store.js';
import { welcome } from './messages.js';

/** A page, and what it asked for: answers are given one by one. */
function page() {
  const store = new Store();
  const asked = [];
  new EarlierRun(store, (name) => new Promise((resolve, reject) => asked.push({ name, resolve, reject })));
  const begins = (trajectory) => {
    store.receive(welcome(trajectory, { spec: { name: 'moons' } }));
    store.set({ live: true });
  };
  return { store, asked, begins };
}

test('what a run was before is asked for once for each time that it begins, and after a reload', async () => {
  const { store, asked, begins } = page();
  begins(1);
  store.set({});
  assert.deepEqual(asked.map(({ name }) => name), ['moons']);
  asked[0].resolve({ runName: 'mine', earlier: { id: 'a-1', series: new Series() } });
  await setImmediate();
  assert.equal(store.state.earlier.id, 'a-1');
  assert.equal(store.state.runName, 'mine');
  begins(2);
  assert.equal(store.state.earlier, null, 'until it is known what is the run before now');
  assert.equal(asked.length, 2);
});

test('an answer that comes late, and one that fails, draw no line', async () => {
  const { store, asked, begins } = page();
  begins(1);
  begins(2);
  asked[0].resolve({ runName: 'mine', earlier: { id: 'a-1', series: new Series() } });
  asked[1].reject(new Error('offline'));
  await setImmediate();
  assert.equal(store.state.earlier, null);
});
