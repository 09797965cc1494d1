import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAnswer, titleOf } from '../../../webroot/views/lab/answer.js';
import { describeChange } from '../../../webroot/views/lab/comparison.js';
import { EXAMPLES } from '../../../webroot/views/lab/examples.js';
import { inquiry, reachOf } from '../../../webroot/views/lab/inquiry.js';
import { leavesOf } from '../../../webroot/views/lab/leaves.js';
import { describeTies } from '../../../webroot/views/lab/ties.js';

const node = (id, name, op, data, grad) => ({ id, name, op, data, grad, children: [], start: 0, end: 0, h: 1e-6, difference: grad, error: 0, verdict: 'agrees' });
const answerOf = (a, b, y) => ({ nodes: [node(0, 'a', '', a, 2), node(1, '', '', b, 1), node(2, 'y', '*', y, 1)], output: 2, curve: null, contour: null, descent: null });

test('an answer’s numbers are read, those among them that are not finite', () => {
  const read = readAnswer({ ...answerOf('NaN', 1, '-Infinity'), curve: [1, 'Infinity'], contour: [['NaN', 2]] });
  assert.ok(Number.isNaN(read.nodes[0].data));
  assert.equal(read.nodes[2].data, -Infinity);
  assert.deepEqual(read.curve, [1, Infinity]);
  assert.deepEqual(read.contour, [[NaN, 2]]);
});

test('a node is called by its name, or by its text on one line', () => {
  assert.equal(titleOf('a*\n  3', { ...node(2, '', '*', 6, 1), start: 0, end: 6 }), 'a* 3');
  assert.equal(titleOf('y=a', node(2, 'y', '*', 6, 1)), 'y');
});

test('one number that was moved is told with the slope that it had, and the gradient', () => {
  const text = describeChange(answerOf(2, 3, 6), answerOf(2.5, 3, 7.5).nodes, 2);
  assert.equal(text, 'a: 2 → 2.5 (+0.5). y: 6 → 7.5 (+1.5). That is 3 for each unit; the gradient was 2.');
});

test('of several numbers that were moved only the result is told, of none what to do', () => {
  assert.equal(describeChange(answerOf(2, 3, 6), answerOf(1, 4, 4).nodes, 2), '2 numbers moved. y: 6 → 4 (−2).');
  assert.match(describeChange(answerOf(2, 3, 6), answerOf(2, 3, 6).nodes, 2), /^Move one number/);
});

test('leaves are the nodes that are made of nothing, with room around their values', () => {
  assert.deepEqual(
    leavesOf(answerOf(2, -30, 0).nodes).map(({ id, name, value, reach }) => [id, name, value, reach]),
    [[0, 'a', 2, 5], [1, '', -30, 50]],
  );
});

test('where a node lies on a kink, what its slope is taken as is told', () => {
  const tie = (op, a, b, children = [0, 1]) => describeTies('m', [node(0, 'a', '', a, 1), node(1, 'b', '', b, 1), { ...node(2, 'm', op, 0, 1), children }]);
  assert.match(tie('max', 2, 2), /^m: both are equal here, and each gets half of the gradient\. If one of them grows/);
  assert.match(tie('min', 2, 2), /each gets half of the gradient\. If one of them falls/);
  assert.match(tie('abs', 0, 1, [0]), /from −1 to 1\. It is taken as 0/);
  assert.match(tie('relu', 0, 1, [0]), /It is taken as 0\.$/);
  assert.match(tie('leaky_relu', 0, 1, [0]), /It is taken as 0\.01\.$/);
  assert.equal(tie('max', 2, 1) + tie('abs', 1, 0, [0]) + tie('+', 1, 1) + tie('max', 2, 1, [0, 0]), '');
});

test('a picture reaches as far as the further of its leaves', () => {
  assert.equal(reachOf([{ reach: 2 }, { reach: 50 }]), 50);
});

test('an example plots and tries numbers that it has', () => {
  for (const { text, along, tries = [] } of EXAMPLES) {
    for (const name of [...along, ...tries.map((one) => one.name)]) {
      assert.match(text, new RegExp(`(^|[;\\s])${name}=`), text);
    }
  }
});

/** What an inquiry hears, of a server that answers each question with `answer`. */
async function asked(t, answer) {
  const questions = [];
  t.mock.method(globalThis, 'fetch', async (_path, { body }) => {
    questions.push(JSON.parse(body));
    return { ok: true, status: 200, headers: new Map(), json: async () => answer(questions.at(-1)) };
  });
  const heard = { began: [], answered: [], refused: [], again: 0 };
  const server = inquiry({
    began: (it) => heard.began.push(it),
    answered: (it) => heard.answered.push(it),
    refused: (...it) => heard.refused.push(it),
    askAgain: () => heard.again++,
  });
  const until = async (done) => {
    while (!done()) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  return { server, heard, questions, until };
}

test('a picture that stays the same is asked for once, and shown with later numbers', async (t) => {
  const { server, heard, questions, until } = await asked(t, (question) => ({ ...answerOf(2, 3, 6), curve: question.curve ? [1, 2] : null }));
  server.open('y=a*3');
  await until(() => heard.began.length === 1);
  const leaves = leavesOf(heard.began[0].nodes);
  server.ask('y=a*3', leaves, [leaves[0]], 0.1);
  await until(() => heard.answered.length === 1);
  const moved = { ...leaves[0], value: 1 };
  server.ask('y=a*1', [moved, leaves[1]], [moved], 0.1);
  await until(() => heard.answered.length === 2);
  assert.deepEqual(questions.map(({ curve }) => curve?.points), [undefined, 201, undefined]);
  assert.deepEqual(questions[2].descent, { leaves: [0], learningRate: 0.1, steps: 100 });
  assert.deepEqual(heard.answered[1].answer.curve, [1, 2]);
});
