import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aboutCurvature, aboutCourse, aboutMove, restOf } from '../../../webroot/views/lab/descent-words.js';
import { latestRequest } from '../../../webroot/views/lab/latest-request.js';
import { onGrid, reachFor, spanOf, stepFor } from '../../../webroot/views/lab/range.js';
import { lineAt, withNumber } from '../../../webroot/views/lab/text.js';

/** The leaves of a text, as the server finds them: `[name, number]`, in order. */
function leavesIn(text, ...numbers) {
  let from = 0;
  return numbers.map(([name, number], id) => {
    const start = text.indexOf(number, from);
    from = start + number.length;
    return { id, name, start, end: from };
  });
}

test('a number is replaced where it stands, and the later ones move along', () => {
  const text = 'a=2; b=-3; a*b+10';
  let leaves = leavesIn(text, ['a', '2'], ['b', '-3'], ['', '10']);
  let now = text;
  for (const [id, value] of [[0, 2.125], [2, 7], [1, 4], [0, -1]]) {
    ({ text: now, leaves } = withNumber(now, leaves, id, value));
  }
  assert.equal(now, 'a=-1; b=4; a*b+7');
  assert.deepEqual(leaves.map(({ start, end }) => now.slice(start, end)), ['-1', '4', '7']);
});

test('a negative number inside an expression gets parentheses once', () => {
  const text = '3**2-4';
  let leaves = leavesIn(text, ['', '3'], ['', '4']);
  let now = text;
  for (const value of [-1, -2, 5, -6]) {
    ({ text: now, leaves } = withNumber(now, leaves, 0, value));
  }
  assert.equal(now, '(-6)**2-4');
  assert.deepEqual(leaves.map(({ start, end }) => now.slice(start, end)), ['-6', '4']);
});

test('a number in a call or in parentheses needs none', () => {
  assert.equal(withNumber('tanh(2)', leavesIn('tanh(2)', ['', '2']), 0, -2).text, 'tanh(-2)');
  assert.equal(withNumber('(2)**2', leavesIn('(2)**2', ['', '2']), 0, -2).text, '(-2)**2');
  assert.equal(withNumber('(2*x)', leavesIn('(2*x)', ['', '2']), 0, -2).text, '((-2)*x)');
  assert.equal(withNumber('max(2, 3)', leavesIn('max(2, 3)', ['', '2'], ['', '3']), 0, -2).text, 'max(-2, 3)');
  assert.equal(withNumber('max(2, 3)', leavesIn('max(2, 3)', ['', '2'], ['', '3']), 1, -3).text, 'max(2, -3)');
});

test('a place is found in its line', () => {
  assert.deepEqual(lineAt('a=2\nb=(\nc', 6), { line: 'b=(', column: 2 });
  assert.deepEqual(lineAt('a=2', 0), { line: 'a=2', column: 0 });
  assert.deepEqual(lineAt('a=', 2), { line: 'a=', column: 2 });
});

test('a slider has room around its value, and round positions', () => {
  assert.deepEqual([0, 1, 2, -3, 6.88, 10, 70].map(reachFor), [2, 2, 5, 5, 20, 20, 200]);
  for (const value of [0, 0.3, 4, 12, 999, 1e6]) {
    const reach = reachFor(value);
    const positions = (2 * reach) / stepFor(reach);
    assert.ok(reach >= 1.5 * value, `room around ${value}`);
    assert.ok(positions >= 200 && positions <= 1000, `${positions} positions for ${value}`);
    assert.ok(Math.abs(positions - Math.round(positions)) < 1e-9);
  }
  assert.equal(onGrid(-5 + 710 * 0.01, 0.01), 2.1);
});

test('an axis shows every output, but for those that shoot off', () => {
  const line = Array.from({ length: 101 }, (_, i) => i);
  const [bottom, top] = spanOf(line);
  assert.ok(bottom < 0 && bottom > -10 && top > 100 && top < 110);
  assert.ok(spanOf([...line, 1e9])[1] < 300);
  assert.deepEqual(spanOf([NaN, Infinity]), [-1, 1]);
  const [low, high] = spanOf([4, 4, 4]);
  assert.ok(low < 4 && high > 4, 'a constant has room too');
});

test('one question is asked at a time, and of those that wait only the latest', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  /** @type {number[]} */
  const sent = [];
  /** @type {((response: object) => void)[]} */
  const answers = [];
  t.mock.method(globalThis, 'fetch', (_path, { body }) => {
    sent.push(JSON.parse(body).n);
    return new Promise((resolve) => answers.push(resolve));
  });
  /** @type {number[]} */
  const heard = [];
  const ask = latestRequest('/api', (outcome, about) => heard.push(about, outcome.answer.got));
  for (const n of [1, 2, 3]) {
    ask({ n }, n);
  }
  assert.deepEqual(sent, [1]);
  answers[0]({ ok: true, status: 200, json: async () => ({ got: 10 }) });
  await settled();
  assert.deepEqual(heard, [1, 10]);
  assert.deepEqual(sent, [1], 'not at once');
  t.mock.timers.tick(25);
  await settled();
  assert.deepEqual(sent, [1, 3]);
  answers[1]({ ok: true, status: 200, json: async () => ({ got: 30 }) });
  await settled();
  t.mock.timers.tick(25);
  await settled();
  assert.deepEqual(heard, [1, 10, 3, 30]);
  assert.equal(sent.length, 2);
});

test('what a busy server refuses is asked again when it says, unless there is something newer to ask', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  t.mock.method(Math, 'random', () => 0.5);
  /** @type {number[]} */
  const sent = [];
  t.mock.method(globalThis, 'fetch', async (_path, { body }) => {
    sent.push(JSON.parse(body).n);
    return sent.length < 3
      ? { ok: false, status: 503, headers: new Headers({ 'Retry-After': '2' }) }
      : { ok: true, status: 200, json: async () => ({}) };
  });
  const ask = latestRequest('/api', () => {});
  ask({ n: 1 }, null);
  await settled();
  t.mock.timers.tick(1999);
  await settled();
  assert.deepEqual(sent, [1], 'not earlier');
  t.mock.timers.tick(1);
  await settled();
  t.mock.timers.tick(25);
  await settled();
  assert.deepEqual(sent, [1, 1]);
  ask({ n: 2 }, null);
  t.mock.timers.tick(2000);
  await settled();
  t.mock.timers.tick(25);
  await settled();
  assert.deepEqual(sent, [1, 1, 2]);
});

test('a newer question takes the place of one that waits for long, and the last one is answered', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  /** @type {{n: number, viewer: string, reply: (response: object) => void}[]} */
  const asked = [];
  t.mock.method(globalThis, 'fetch', (_path, { body, headers }) =>
    new Promise((reply) => asked.push({ n: JSON.parse(body).n, viewer: headers['Livegrad-Viewer'], reply })),
  );
  /** @type {number[]} */
  const heard = [];
  const ask = latestRequest('/api', (_outcome, about) => heard.push(about));
  async function pass(millis) {
    t.mock.timers.tick(millis);
    await settled();
  }
  for (const n of [1, 2, 3]) {
    ask({ n }, n);
  }
  await pass(249);
  assert.deepEqual(asked.map(({ n }) => n), [1]);
  await pass(1);
  await pass(25);
  assert.deepEqual(asked.map(({ n }) => n), [1, 3]);
  assert.equal(asked[0].viewer, asked[1].viewer);
  ask({ n: 4 }, 4);
  await pass(300);
  assert.equal(asked.length, 2, 'no more than two on their way');
  asked[0].reply({ ok: false, status: 409 });
  await settled();
  await pass(25);
  assert.deepEqual(asked.map(({ n }) => n), [1, 3, 4]);
  asked[2].reply({ ok: true, status: 200, json: async () => ({}) });
  await settled();
  asked[1].reply({ ok: true, status: 200, json: async () => ({}) });
  await settled();
  assert.deepEqual(heard, [4], 'what comes late is not heard any more');
});

test('a refusal comes with its place, and a server that is away is an error too', async (t) => {
  const outcomes = [];
  const fetched = t.mock.method(globalThis, 'fetch', async () => ({
    ok: false,
    status: 400,
    json: async () => ({ error: 'no', position: 3 }),
  }));
  latestRequest('/api', (outcome) => outcomes.push(outcome))({}, null);
  await settled();
  fetched.mock.mockImplementation(async () => {
    throw new TypeError('away');
  });
  latestRequest('/api', (outcome) => outcomes.push(outcome))({}, null);
  await settled();
  assert.deepEqual(outcomes, [
    { error: 'no', position: 3 },
    { error: 'The server does not answer.', position: null },
  ]);
});

/** The parabola 3x² − 4x + 5 from 3, at a rate. */
function rolled(rate, course) {
  const values = [[3]];
  for (let i = 0; i < 60; i++) {
    values.push([values[i][0] - rate * (6 * values[i][0] - 4)]);
  }
  const outputs = values.map(([x]) => 3 * x * x - 4 * x + 5);
  return { values, outputs, gradients: values.map(([x]) => [6 * x - 4]), course, curvature: 6 };
}

test('a move is told as a formula with its numbers', () => {
  const path = rolled(0.05, 'falling');
  const scene = { rate: 0.05, names: ['x'], output: 'y', reach: 5, goal: restOf(path, 0.05, 5) };
  assert.equal(aboutMove(path, 0, scene), 'Each move: x := x − rate · grad of x.');
  assert.equal(aboutMove(path, 1, scene), 'Move 1: x := 3 − 0.05 · 14 = 2.3. y = 11.67.');
  assert.match(aboutMove(path, scene.goal, scene), /The ball rests: the slope is nearly 0\.$/);
  assert.ok(scene.goal > 10 && scene.goal < 60);
  assert.match(aboutCurvature(path, ['x'], 'y'), /above 1\/6 = 0\.167 jumps .* above 2\/6 = 0\.333 diverges\.$/);
  assert.equal(aboutCurvature({ ...path, curvature: null }, ['x'], 'y'), '');
});

test('a ball that is lost rolls out of the picture and no further', () => {
  const path = rolled(0.5, 'diverging');
  const scene = { rate: 0.5, names: ['x'], output: 'y', reach: 5, goal: restOf(path, 0.5, 5) };
  assert.equal(scene.goal, 2);
  assert.equal(aboutMove(path, 2, scene), 'Move 2: x := −4 − 0.5 · (−28) = 10. y = 265. The ball has left the picture.');
  assert.match(aboutCourse(path), /^Diverges: each jump lands higher/);
  assert.match(aboutCourse({ ...path, outputs: [3, 2] }), /no number any more\.$/);
});

test('a ball is said to get lower, higher or steeper only where it does', () => {
  // About a kink, and in the valleys of a wave.
  const told = (course, outputs, slopes) => aboutCourse({ course, outputs, values: [], gradients: slopes.map((slope) => [slope]), curvature: null });
  assert.match(told('diverging', [0.01, 0.04, 0.02], [1, -1, 1]), /^Gets no lower/);
  assert.match(told('diverging', [1, 2, 3], [1, -1, 0.5]), /^Gets no lower/);
  assert.match(told('diverging', [1, 2, 3], [1, -2, 4]), /^Diverges: each jump lands higher/);
  assert.match(told('overshooting', [0.5, 0.2, 0.5], [1, -1, 1]), /It gets no lower\.$/);
  assert.match(told('overshooting', [0.5, 0.2], [1, -1]), /It still gets lower\.$/);
  assert.match(told('falling', [1, 2, 0.5], [1, 1, 1]), /^Goes down in the end/);
  assert.match(told('falling', [1, 0.5, 0.5000000000000001], [1, 1, 0]), /^Rolls down/);
});

/** Until every promise that can go on has gone on. */
function settled() {
  return new Promise((resolve) => setImmediate(resolve));
}
