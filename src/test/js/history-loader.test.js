import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isMissing, HistoryLoader } from '../../../webroot/state/history-loader.js';
import { Store } from '../../../webroot/state/store.js';
import { parameters, status, welcome } from './messages.js';

/** A page that is live, and a server whose answers the test gives. */
function page(fields = {}) {
  const store = new Store();
  /** @type {{topic: string, answer: (levels: object[], trajectory?: number) => Promise<void>, refuse: () => Promise<void>}[]} */
  const asked = [];
  const past = new HistoryLoader(store, (topic) => {
    return new Promise((resolve) => {
      const settle = async (answer) => {
        resolve(answer);
        await new Promise((later) => setImmediate(later));
      };
      asked.push({ topic, answer: (levels, trajectory = 1) => settle({ trajectory, levels }), refuse: () => settle(null) });
    });
  });
  store.receive(welcome(1, { status: 'paused', ...fields }));
  store.set({ live: true });
  return { store, past, asked };
}

const every = (stride, end) =>
  Array.from({ length: Math.ceil(end / stride) }, (_, i) => parameters(i * stride));

test('a view that is opened late gets the whole run, once', async () => {
  const { store, past, asked } = page({ step: 300 });
  past.watch(['parameters']);
  assert.deepEqual(asked.map(({ topic }) => topic), ['parameters']);
  store.receive(parameters(300));
  await asked[0].answer(every(8, 300));
  assert.deepEqual(store.state.parameters.steps, [...every(8, 300).map(({ step }) => step), 300]);
  store.receive(status({ status: 'paused', step: 300 }));
  past.watch(['parameters']);
  assert.equal(asked.length, 1);
});

test('an answer that comes before the level itself waits for it', async () => {
  const { store, past, asked } = page({ step: 300 });
  past.watch(['parameters']);
  await asked[0].answer(every(100, 300));
  assert.deepEqual(store.state.parameters.steps, []);
  store.receive(parameters(300));
  assert.deepEqual(store.state.parameters.steps, [0, 100, 200, 300]);
});

test('a run that is watched from its beginning on is not asked for', () => {
  const { store, past, asked } = page();
  past.watch(['parameters']);
  for (let step = 0; step < 200; step += 3) {
    store.receive(parameters(step));
    store.receive(status({ step }));
  }
  assert.deepEqual(asked, []);
});

test('a step that somebody looks back to is asked for once, unless it is held', async () => {
  const { store, past, asked } = page();
  past.watch(['parameters']);
  store.receive(parameters(0));
  store.receive(status({ status: 'paused', step: 10 }));
  store.receive(parameters(10));
  store.pin(10);
  store.pin(0);
  assert.deepEqual(asked, []);
  store.pin(5);
  store.point();
  assert.equal(asked.length, 1);
  await asked[0].answer(every(1, 10));
  assert.ok(store.state.parameters.steps.includes(5));
  store.pin(6);
  assert.equal(asked.length, 1);
});

test('a run that went too fast to be seen is asked for, each stretch of it once', async () => {
  const { store, past, asked } = page();
  past.watch(['parameters']);
  store.receive(parameters(0));
  store.receive(status({ step: 10_000 }));
  store.receive(parameters(10_000));
  assert.equal(asked.length, 1);
  await asked[0].answer(every(5_000, 10_000));
  assert.deepEqual(store.state.parameters.steps, [0, 5_000, 10_000]);
  store.receive(status({ step: 10_100 }));
  store.receive(parameters(10_100));
  assert.equal(asked.length, 1, 'the server has no more of it');
  store.receive(status({ step: 30_000 }));
  store.receive(parameters(30_000));
  assert.equal(asked.length, 2);
});

test('another trajectory has a past of its own, and late answers of the one before are dropped', async () => {
  const { store, past, asked } = page({ step: 300 });
  past.watch(['parameters']);
  store.receive(parameters(300));
  store.receive(welcome(2));
  store.receive(parameters(0, [1, 1], 2));
  await asked[0].answer(every(100, 300), 1);
  assert.deepEqual(store.state.parameters.steps, [0]);
  store.receive(status({ trajectory: 2, step: 250, status: 'paused' }));
  store.receive(parameters(250, [2, 2], 2));
  assert.equal(asked.length, 2, 'it was rewound there');
  await asked[1].answer([parameters(0, [1, 1], 2), parameters(128, [3, 3], 2)], 2);
  assert.deepEqual(store.state.parameters.steps, [0, 128, 250]);
});

test('what happened while the connection was lost is asked for', async () => {
  const { store, past, asked } = page({ step: 300 });
  past.watch(['parameters']);
  store.receive(parameters(300));
  await asked[0].answer(every(8, 300));
  store.set({ live: false });
  store.receive(welcome(1, { step: 500 }));
  store.set({ live: true });
  store.receive(parameters(500));
  assert.equal(asked.length, 2);
  await asked[1].answer(every(8, 500));
  assert.ok(store.state.parameters.steps.includes(400));
});

test('what happened while another view was shown is asked for, if it was much', async () => {
  const { store, past, asked } = page({ step: 300 });
  past.watch(['parameters']);
  store.receive(parameters(300));
  await asked[0].answer(every(8, 300));
  past.watch([]);
  past.watch(['parameters']);
  store.receive(parameters(305));
  assert.equal(asked.length, 1);
  past.watch([]);
  store.receive(status({ step: 500 }));
  past.watch(['parameters']);
  store.receive(parameters(500));
  assert.equal(asked.length, 2);
});

test('a refusal is taken for an answer', async () => {
  const { store, past, asked } = page({ step: 300 });
  past.watch(['neurons']);
  await asked[0].refuse();
  store.receive(status({ step: 301 }));
  assert.equal(asked.length, 1);
});

test('snapshots are missing before the first and in wide gaps', () => {
  assert.equal(isMissing([], 0), false);
  assert.equal(isMissing([], 5), true);
  assert.equal(isMissing([5], 5), true);
  assert.equal(isMissing([0, 5], 5), false);
  assert.equal(isMissing([0, 10, 20], 20), false);
  assert.equal(isMissing([0, 20], 20), true);
  assert.equal(isMissing([0, 20], 20, 15), false);
  assert.equal(isMissing([0, 900, 1_000], 1_000), true);
  assert.equal(isMissing([0, 900, 1_000], 1_000, 900), false);
});
