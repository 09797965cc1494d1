import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resultOf } from '../../../webroot/graph-drawing/geometry.js';
import { boxesOf, describe, groupTitle, innerGroups, neighbours, outputsOf, search, shortName } from '../../../webroot/graph-drawing/structure.js';
import { brief, pretty, withNumbers, workedOut } from '../../../webroot/views/graph/formula.js';
import { movesOf, stateAfter, stopsOf } from '../../../webroot/views/graph/moves.js';

const leaf = (id, name, group = '') => ({ id, name, op: '', formula: '', children: [], locals: [], group });
const made = (id, op, children, group = '', name = '') => ({
  id, name, op, formula: `a ${op} b`, children, locals: children.map(() => '1'), group,
});

// Two neurons on one input, and a loss: (w1 * x) + (w2 * x), whose name is loss.
const nodes = [
  leaf(0, 'x'),
  leaf(1, 'layer1.neuron1.w0', 'layer1.neuron1'),
  made(2, '*', [1, 0], 'layer1.neuron1'),
  leaf(3, 'layer1.neuron2.w0', 'layer1.neuron2'),
  made(4, '*', [3, 0], 'layer1.neuron2'),
  made(5, '+', [2, 4], 'loss', 'loss'),
];

const walk = {
  step: 7,
  sample: 0,
  data: [2, 3, 6, -1, -2, 4],
  grad: [2, 2, 1, 2, 1, 1],
  steps: [
    { node: 5, grad: 1, shares: [
      { child: 2, local: 1, amount: 1, before: 0, after: 1 },
      { child: 4, local: 1, amount: 1, before: 0, after: 1 },
    ] },
    { node: 4, grad: 1, shares: [
      { child: 3, local: 2, amount: 2, before: 0, after: 2 },
      { child: 0, local: -1, amount: -1, before: 0, after: -1 },
    ] },
    { node: 2, grad: 1, shares: [
      { child: 1, local: 2, amount: 2, before: 0, after: 2 },
      { child: 0, local: 3, amount: 3, before: -1, after: 2 },
    ] },
  ],
  training: {
    samples: 1, includesSample: true, share: 1, learningRate: 0.5, penalty: 0, lossBefore: 4, lossAfter: 2,
    parameters: [
      { name: 'layer1.neuron1.w0', data: 3, grad: 2, updated: 2 },
      { name: 'layer1.neuron2.w0', data: -1, grad: 2, updated: -2 },
    ],
  },
  note: null,
};

test('a node is shown by the outermost collapsed group around it', () => {
  const boxes = ['0', 'layer1.neuron1', '3', '4', 'loss'].map((id) => ({ id, x: 0, y: 0, width: 1, height: 1 }));
  assert.deepEqual(boxesOf({ nodes, layout: { boxes } }), ['0', 'layer1.neuron1', 'layer1.neuron1', '3', '4', 'loss']);
});

test('what leaves a group is what others use, and the last node of all', () => {
  assert.deepEqual(outputsOf(nodes, 'layer1').map((node) => node.id), [2, 4]);
  assert.deepEqual(outputsOf(nodes, 'layer1.neuron2').map((node) => node.id), [4]);
  assert.deepEqual(outputsOf(nodes, 'loss').map((node) => node.id), [5]);
});

test('groups are listed in their order and read like words', () => {
  const many = [12, 2, 1].map((i) => leaf(0, '', `layer1.neuron${i}`));
  assert.deepEqual(innerGroups(many, 'layer1'), ['layer1.neuron1', 'layer1.neuron2', 'layer1.neuron12']);
  assert.deepEqual(innerGroups(nodes, 'loss'), []);
  assert.equal(groupTitle('layer1.neuron12'), 'neuron 12');
  assert.equal(groupTitle('loss'), 'loss');
});

test('a node is described by its name, or by what it computes and where', () => {
  assert.equal(describe(nodes, 1), 'layer1.neuron1.w0');
  assert.equal(describe(nodes, 2), 'w0*x in layer1.neuron1');
  assert.equal(describe(nodes, 5), 'loss');
  assert.equal(describe([leaf(0, 'x'), made(1, '**2', [0])], 1), 'x**2');
  assert.equal(describe([leaf(0, 'x'), leaf(1, 'y'), made(2, 'max', [0, 1])], 2), 'max(x, y)');
});

test('inside its neuron a node is named by what it computes, a sum by its last addend', () => {
  const group = 'layer2.neuron1';
  const chain = [
    ...nodes,
    leaf(6, `${group}.b`, group),
    leaf(7, `${group}.w0`, group),
    made(8, '*', [7, 2], group),
    made(9, '+', [6, 8], group),
    leaf(10, `${group}.w1`, group),
    made(11, '*', [10, 4], group),
    made(12, '+', [9, 11], group),
    made(13, 'tanh', [12], group),
  ];
  const names = [6, 8, 9, 12, 13].map((id) => shortName(chain, id));
  assert.deepEqual(names, ['b', 'w0*neuron1', 'b + w0*neuron1', '… + w1*neuron2', 'tanh(…)']);
});

test('a walk by neurons stops where each neuron is done, and at every move without one', () => {
  const moves = movesOf(nodes, walk);
  assert.deepEqual(stopsOf(nodes, moves, 'node'), moves.map((_, i) => i));
  const kinds = (stride) => stopsOf(nodes, moves, stride).map((i) => [moves[i].kind, moves[i].node]);
  const rest = [['sum', null], ['update', null], ['after', null]];
  assert.deepEqual(kinds('neuron'), [['node', 2], ['node', 4], ['node', 5], ['zero', null], ['seed', 5], ['step', 5], ['step', 4], ['step', 2], ...rest]);
  assert.deepEqual(kinds('layer'), [['node', 4], ['node', 5], ['zero', null], ['seed', 5], ['step', 5], ['step', 2], ...rest]);
});

test('a search finds an exact name alone, else every name that contains it', () => {
  assert.deepEqual(search(nodes, 'x').map((node) => node.id), [0]);
  assert.deepEqual(search(nodes, 'W0').map((node) => node.id), [1, 3]);
  assert.deepEqual(search(nodes, '*').map((node) => node.id), [2, 4]);
  assert.deepEqual(search(nodes, ' '), []);
});

test('neighbours are those with a link, in both directions', () => {
  const layout = { boxes: ['a', 'b', 'c'].map((id) => ({ id })), links: [{ from: 'a', to: 'b' }] };
  const near = neighbours(layout);
  assert.deepEqual([...near.get('a')], ['a', 'b']);
  assert.deepEqual([...near.get('b')], ['b', 'a']);
  assert.deepEqual([...near.get('c')], ['c']);
});

test('a step is walked forward, zeroed, backward, and updated', () => {
  const moves = movesOf(nodes, walk);
  assert.deepEqual(
    moves.map(({ kind, node }) => [kind, node]),
    [
      ['node', 2], ['node', 4], ['node', 5],
      ['zero', null],
      ['seed', 5], ['step', 5], ['step', 4], ['step', 2],
      ['sum', null], ['update', null], ['after', null],
    ],
  );
  assert.equal(movesOf(nodes, { ...walk, training: null }).length, moves.length - 3);
});

test('after each move the graph shows what is known by then, and running sums', () => {
  const moves = movesOf(nodes, walk);
  const after = (at) => stateAfter(nodes, walk, moves, at);
  assert.deepEqual(after(0).data, [2, 3, 6, -1, null, null]);
  assert.deepEqual(after(2).data, walk.data);
  assert.deepEqual(after(2).grad, [null, null, null, null, null, null]);
  assert.deepEqual(after(3).grad, [0, 0, 0, 0, 0, 0]);
  assert.deepEqual(after(4).grad, [0, 0, 0, 0, 0, 1]);
  assert.deepEqual(after(6).grad, [-1, 0, 1, 2, 1, 1]);
  assert.deepEqual(after(6).done, [5, 5]);
  assert.deepEqual(after(7).grad, walk.grad);
  assert.deepEqual(after(8).data, walk.data);
  assert.deepEqual(after(9).data, [2, 2, 6, -2, -2, 4]);
});

test('formulas are written for people, with numbers in brackets where they are negative', () => {
  assert.equal(pretty('1 - out ** 2'), '1 − out²');
  assert.equal(pretty('2 * a ** (2 - 1)'), '2 · a');
  assert.equal(pretty('3 * a ** (3 - 1)'), '3 · a²');
  assert.equal(pretty('4 * a ** (4 - 1)'), '4 · a³');
  assert.equal(pretty('a ** 25'), 'a^25');
  assert.equal(pretty('a ** 2.5'), 'a^2.5');
  assert.equal(withNumbers('1 - out ** 2', { out: -0.5 }), '1 − (−0.5)²');
  assert.equal(withNumbers('b', { b: -2 }), '−2');
  assert.equal(withNumbers('a * b', { a: 2, b: 1 / 3 }), '2 · 0.3333');
  assert.equal(withNumbers('tanh(a)', { a: 1e-9 }), 'tanh(1.00e−9)');
  assert.deepEqual([-Infinity, NaN, 0, -0.5, 100, 2e5, -1 / 3].map(brief), ['−∞', 'NaN', '0', '−0.5', '100', '2.00e5', '−0.3333']);
});

test('a number below 0 that stands alone in a call needs no brackets', () => {
  assert.equal(withNumbers('max(0, a)', { a: -6 }), 'max(0, −6)');
  assert.equal(withNumbers('max(a, b)', { a: -6, b: -1 }), 'max(−6, −1)');
  assert.equal(withNumbers('abs(a)', { a: -6 }), '|−6|');
  assert.equal(withNumbers('log(1 + exp(a))', { a: -6 }), 'log(1 + exp(−6))');
  assert.equal(withNumbers('sigmoid(a - b)', { a: -6, b: -1 }), 'sigmoid((−6) − (−1))');
});

test('a formula is worked out in one line, and one with words is told with what is given', () => {
  assert.equal(workedOut('cos(a)', { a: 0 }, 1), 'cos(a) = cos(0) = 1');
  assert.equal(workedOut('1', {}, 1), '1');
  assert.equal(workedOut('1 if a > 0, -1 if a < 0, else 0', { a: -3 }, -1), '1 if a > 0, −1 if a < 0, else 0: here a is −3, so −1');
  assert.equal(
    workedOut('1 if b > a, 1/2 if a = b, else 0', { a: 2, b: 2 }, 0.5),
    '1 if b > a, ½ if a = b, else 0: here b is 2 and a is 2, so 0.5',
  );
  assert.equal(
    workedOut('(1 + t + a * (1 - t ** 2) * sqrt(2 / pi) * (1 + 0.134145 * a ** 2)) / 2, where t = tanh(sqrt(2 / pi) * (a + 0.044715 * a ** 3))', { a: 0 }, 0.5),
    '(1 + t + a · (1 − t²) · √(2/π) · (1 + 0.134145 · a²)) / 2, where t = tanh(√(2/π) · (a + 0.044715 · a³)): here a is 0, so 0.5',
  );
});

test('the picture begins at the box that all links lead to, whatever order the boxes come in', () => {
  const at = (id, x) => ({ id, x, y: 0, width: 10, height: 5 });
  assert.equal(resultOf([at('layer1', 20), at('loss', 60), at('0', 0)])?.id, 'loss');
  assert.equal(resultOf([]), undefined);
});
