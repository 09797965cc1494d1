import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { graphSource } from '../../../webroot/views/graph/source.js';
import { welcome } from './messages.js';

globalThis.location = { search: '' };

/** A source, and a server whose answers are given one by one. */
function sourceOf(t, run) {
  const asked = [];
  t.mock.method(globalThis, 'fetch', (path) => new Promise((resolve) => asked.push({ path, resolve })));
  const heard = [];
  const store = { state: { live: true, run } };
  const source = graphSource(store, { graph: (graph) => heard.push(graph), change: () => heard.push('change') });
  const answer = async (i, body, ok = true) => {
    asked[i].resolve({ ok, json: async () => body });
    await setImmediate();
  };
  return { source, store, asked, heard, answer };
}

const run = (trajectory, layers = [4, 1]) => ({ ...welcome(trajectory), spec: { model: { layers }, loss: {} } });

test('a run’s graph is asked for once, and again where the network is another', async (t) => {
  const it = sourceOf(t, run(1));
  assert.equal(it.source.follow(run(1)), true);
  await it.answer(0, { nodes: [1] });
  assert.equal(it.source.follow(run(1)), false);
  assert.equal(it.source.follow(run(2)), true);
  assert.equal(it.asked.length, 1);
  assert.equal(it.source.follow(run(3, [2, 1])), true);
  assert.equal(it.asked.length, 2);
  assert.equal(it.source.graph, null);
});

test('only the answer to the latest question counts', async (t) => {
  const it = sourceOf(t, run(1));
  void it.source.ask('layers');
  void it.source.ask('neurons');
  await it.answer(1, { nodes: ['neurons'] });
  await it.answer(0, { nodes: ['layers'] });
  assert.deepEqual(it.heard, [{ nodes: ['neurons'] }]);
  assert.match(it.asked[1].path, /collapsed=neurons$/);
});

test('a refusal is told in the server’s words, and the graph that is there stays', async (t) => {
  const it = sourceOf(t, run(1));
  void it.source.ask(null);
  await it.answer(0, { nodes: [1] });
  void it.source.ask('nothing');
  await it.answer(1, { error: 'collapsed: no such group' }, false);
  assert.equal(it.source.problem, 'collapsed: no such group');
  assert.deepEqual(it.source.graph, { nodes: [1] });
});
