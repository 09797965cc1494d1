import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Connection } from '../../../webroot/shell/connection.js';
import { Store } from '../../../webroot/state/store.js';
import { singleSteps, welcome } from './messages.js';

/** A server that says what the test says, and timers that end when the test wants. */
class World {
  sockets = [];
  timers = new Map();
  delays = [];
  time = 1000;
  refusal = null;
  unknown = false;

  open = () => {
    const socket = {
      sent: [],
      closed: false,
      send: (text) => socket.sent.push(JSON.parse(text)),
      close: () => (socket.closed = true),
    };
    this.sockets.push(socket);
    return socket;
  };

  later = (action, delay) => {
    this.delays.push(delay);
    this.timers.set(this.delays.length, action);
    return this.delays.length;
  };

  cancel = (timer) => this.timers.delete(timer);

  now = () => this.time;

  random = () => 1;

  askForRefusal = async () => this.refusal;

  isUnknown = async () => this.unknown;

  get socket() {
    return this.sockets.at(-1);
  }

  says(message) {
    this.socket.onmessage({ data: JSON.stringify(message) });
  }

  hangsUp(code = 1006) {
    this.socket.onclose({ code });
  }

  /** Lets every waiting timer end. */
  wait() {
    const actions = [...this.timers.values()];
    this.timers.clear();
    actions.forEach((action) => action());
  }

  /** What the page has sent on this socket, without the ids. */
  heard() {
    return this.socket.sent.map((message) => {
      const { id, ...rest } = message;
      assert.equal(typeof id, 'number');
      return rest;
    });
  }
}

let world;
let store;
let connection;

beforeEach(() => {
  world = new World();
  store = new Store();
  connection = new Connection(store, world);
});

const STEPS = { type: 'subscribe', topics: ['steps'] };

test('nothing is sent before the welcome, then the whole series is asked for', () => {
  connection.connect();
  assert.equal(connection.send({ type: 'start' }), false);
  assert.deepEqual(world.heard(), []);
  world.says(welcome(1));
  assert.equal(store.state.live, true);
  assert.deepEqual(world.heard(), [STEPS]);
});

const FULL = { type: 'setSpeed', stepsPerSecond: null };

test('what is pressed before the welcome is sent with it, once, the last of each kind', () => {
  connection.connect();
  connection.press({ type: 'setSpeed', stepsPerSecond: 5 });
  connection.press({ type: 'start' });
  connection.press(FULL);
  connection.press({ type: 'step', count: 10 });
  assert.deepEqual(store.state.held, [FULL, { type: 'step', count: 10 }]);
  world.says(welcome(1));
  const heard = [STEPS, FULL, { type: 'step', count: 10 }];
  assert.deepEqual(world.heard(), heard);
  assert.deepEqual(store.state.held, []);
  world.says(welcome(2));
  assert.deepEqual(world.heard(), heard);
  world.hangsUp();
  world.wait();
  world.says(welcome(2));
  assert.deepEqual(world.heard(), [STEPS]);
});

test('what is pressed while it comes back takes effect within seconds, or not at all', () => {
  connection.connect();
  world.says(welcome(1));
  world.hangsUp();
  world.wait();
  world.hangsUp();
  connection.press({ type: 'start' });
  world.wait();
  world.says(welcome(1));
  assert.deepEqual(world.heard(), [STEPS, { type: 'start' }]);

  world.hangsUp();
  connection.press({ type: 'pause' });
  world.time += 11_000;
  world.wait();
  world.says(welcome(1));
  assert.deepEqual(world.heard(), [STEPS]);

  for (let i = 0; i < 5; i++) {
    assert.equal(store.state.canHold, true);
    connection.press({ type: 'start' });
    world.hangsUp();
    world.wait();
  }
  assert.equal(store.state.canHold, false);
  assert.deepEqual(store.state.held, []);
  connection.press({ type: 'start' });
  world.says(welcome(1));
  assert.deepEqual(world.heard(), [STEPS]);
  assert.equal(store.state.canHold, true);
  world.hangsUp(4429);
  assert.equal(store.state.canHold, false);
});

test('it comes back with its position where the trajectory is the same', () => {
  connection.connect();
  world.says(welcome(1));
  world.says(singleSteps(0, 9));
  world.hangsUp();
  world.wait();
  world.says(welcome(1, { offset: 50 }));
  assert.deepEqual(world.heard(), [{ ...STEPS, trajectory: 1, offset: 10 }]);
  world.says(singleSteps(10, 49));
  assert.equal(store.state.series.offset, 50);
});

test('it comes back without a position where the trajectory is another', () => {
  connection.connect();
  world.says(welcome(1));
  world.says(singleSteps(0, 9));
  world.hangsUp();
  world.wait();
  world.says(welcome(2));
  assert.deepEqual(world.heard(), [STEPS]);
  assert.equal(store.state.series.offset, 0);
});

test('the welcome after a reset keeps the subscription that stands', () => {
  connection.connect();
  world.says(welcome(1));
  world.says(welcome(2));
  assert.deepEqual(world.heard(), [STEPS]);
  world.says(singleSteps(0, 3, () => 1, 2));
  assert.equal(store.state.series.offset, 4);
});

test('it waits longer each time, up to five seconds, and begins anew after a welcome', () => {
  connection.connect();
  for (let i = 0; i < 8; i++) {
    world.hangsUp();
    world.wait();
  }
  assert.deepEqual(world.delays, [250, 500, 1000, 2000, 4000, 5000, 5000, 5000]);
  world.says(welcome(1));
  world.hangsUp();
  assert.equal(world.delays.at(-1), 250);
});

test('a class does not come back all at once', () => {
  world.random = () => 0;
  connection = new Connection(store, world);
  connection.connect();
  world.hangsUp();
  assert.deepEqual(world.delays, [125]);
});

test('it waits a minute where the server has had enough of it', () => {
  for (const code of [4429, 1009, 4400]) {
    connection = new Connection(store, world);
    connection.connect();
    world.says(welcome(1));
    world.hangsUp(code);
    assert.equal(world.delays.at(-1), 60_000);
  }
});

test('without a network it gives up its socket, waits, and comes back with its position', () => {
  connection.connect();
  world.says(welcome(1));
  world.says(singleSteps(0, 9));
  connection.drop();
  connection.drop();
  assert.equal(world.sockets[0].closed, true);
  assert.equal(store.state.live, false);
  assert.deepEqual(world.delays, [250]);
  connection.connect();
  world.says(welcome(1, { offset: 50 }));
  assert.deepEqual(world.heard(), [{ ...STEPS, trajectory: 1, offset: 10 }]);
});

test('who has left the page comes back only with it', () => {
  connection.connect();
  world.says(welcome(1));
  connection.rest();
  assert.equal(world.sockets[0].closed, true);
  world.wait();
  assert.equal(world.sockets.length, 1);
  connection.connect();
  world.says(welcome(1));
  assert.equal(store.state.live, true);
});

test('it says since when it is offline, whatever it tries', () => {
  connection.connect();
  world.says(welcome(1));
  assert.equal(store.state.offlineSince, null);
  world.time = 5000;
  world.hangsUp();
  world.wait();
  world.time = 9000;
  world.hangsUp();
  assert.equal(store.state.live, false);
  assert.equal(store.state.offlineSince, 5000);
  assert.equal(connection.send({ type: 'start' }), false);
  world.wait();
  world.says(welcome(1));
  assert.equal(store.state.offlineSince, null);
});

test('asked to connect while it waits, it does so at once and only once', () => {
  connection.connect();
  world.hangsUp();
  connection.connect();
  connection.connect();
  assert.equal(world.sockets.length, 2);
  assert.equal(world.timers.size, 0);
});

test('a hole makes it ask for the whole series', () => {
  connection.connect();
  world.says(welcome(1));
  world.says(singleSteps(0, 9));
  world.says(singleSteps(12, 19));
  assert.deepEqual(world.heard(), [STEPS, STEPS]);
  world.says(singleSteps(0, 19));
  assert.equal(store.state.series.offset, 20);
});

test('levels are subscribed while they are watched', () => {
  connection.connect();
  world.says(welcome(1));
  connection.watch(['predictions']);
  connection.watch(['predictions']);
  connection.watch(['parameters']);
  connection.watch([]);
  assert.deepEqual(world.heard(), [
    STEPS,
    { type: 'subscribe', topics: ['predictions'] },
    { type: 'unsubscribe', topics: ['predictions'] },
    { type: 'subscribe', topics: ['parameters'] },
    { type: 'unsubscribe', topics: ['parameters'] },
  ]);
});

test('levels chosen while offline are subscribed when it is back', () => {
  connection.connect();
  world.says(welcome(1));
  connection.watch(['predictions']);
  world.hangsUp();
  connection.watch(['parameters']);
  world.wait();
  world.says(welcome(1));
  assert.deepEqual(world.heard(), [STEPS, { type: 'subscribe', topics: ['parameters'] }]);
});

test('each message has an id of its own', () => {
  connection.connect();
  world.says(welcome(1));
  connection.send({ type: 'start' });
  connection.send({ type: 'pause' });
  const ids = world.socket.sent.map((message) => message.id);
  assert.equal(new Set(ids).size, 3);
});

test('after three attempts in vain the server is asked why, until it takes the connection', async () => {
  world.refusal = 'Not from here.';
  for (const known of [null, null, 'Not from here.']) {
    connection.connect();
    world.hangsUp();
    await null;
    await null;
    assert.equal(store.state.refusal, known);
    world.timers.clear();
    connection.timer = null;
  }
  connection.connect();
  world.says(welcome());
  assert.equal(store.state.live, true);
  assert.equal(store.state.refusal, null);
});

test('a page whose run was deleted does not come back', () => {
  connection.connect();
  world.says(welcome(7));
  world.hangsUp(4410);
  assert.equal(store.state.gone, 'deleted');
  assert.equal(store.state.live, false);
  world.wait();
  connection.connect();
  assert.equal(world.sockets.length, 1);
});

test('a page at the address of no run asks once and tries no more', async () => {
  world.unknown = true;
  connection.connect();
  world.hangsUp();
  await Promise.resolve();
  assert.equal(store.state.gone, 'unknown');
  world.wait();
  assert.equal(world.sockets.length, 1);
});
