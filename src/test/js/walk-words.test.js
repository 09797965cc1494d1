import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layerOfSums } from '../../../webroot/state/activation.js';
import { describeBox, describeGradient, describePicture, remarksOn } from '../../../webroot/views/graph/sentences.js';
import { tell } from '../../../webroot/views/graph/walk-words.js';

// loss = relu(w * x), with x used twice: loss + x * x would need another node, so w * x and x * x.
const nodes = [
  { id: 0, name: 'x', op: '', formula: '', children: [], locals: [], group: '' },
  { id: 1, name: 'w', op: '', formula: '', children: [], locals: [], group: '' },
  { id: 2, name: '', op: '*', formula: 'a * b', children: [1, 0], locals: ['b', 'a'], group: '' },
  { id: 3, name: '', op: 'relu', formula: 'relu(a)', children: [2], locals: ['1 if a > 0 else 0'], group: '' },
  { id: 4, name: 'loss', op: '+', formula: 'a + b', children: [3, 0], locals: ['1', '1'], group: '' },
];
const share = (child, local, before, after) => ({ child, local, amount: after - before, before, after });
const walk = {
  sample: 2,
  data: [2, -3, -6, 0, 2],
  grad: [1, 0, 0, 1, 1],
  steps: [
    { node: 4, grad: 1, shares: [share(3, 1, 0, 1), share(0, 1, 0, 1)] },
    { node: 3, grad: 1, shares: [share(2, 0, 0, 0)] },
    { node: 2, grad: 0, shares: [share(1, 2, 0, 0), share(0, -3, 1, 1)] },
  ],
  training: {
    samples: 4, includesSample: true, share: 0.25, learningRate: 0.1, penalty: 0, lossBefore: 2, lossAfter: 1.5,
    parameters: [{ name: 'w', data: -3, grad: 0.5, updated: -3.05 }],
  },
};
const move = (kind, node = null, step = null) => ({ kind, node, step });
const backward = (i) => tell(nodes, walk, move('step', walk.steps[i].node, walk.steps[i]));
const withTraining = (fields) => ({ ...walk, training: { ...walk.training, ...fields } });

test('forward, a node is its formula, its numbers, and what comes out', () => {
  assert.deepEqual(tell(nodes, walk, move('node', 2)).lines, ['out = a · b = (−3) · 2 = −6']);
});

test('forward, a ReLU below 0 is said to be silent, and the last node to be the loss of one sample', () => {
  assert.match(tell(nodes, walk, move('node', 3)).remark, /silent for this sample/);
  assert.match(tell(nodes, walk, move('node', 4)).remark, /loss of sample 2 alone\. That of the step, over its 4 samples, is 2\.000000/);
});

test('backward, each child gets the local derivative times the gradient, added to what it had', () => {
  const { lines } = backward(2);
  assert.match(lines[1], /^a\.grad = 0 \+ 2 · 0 = 0$/);
  assert.match(lines[3], /^b\.grad = 1 \+ \(−3\) · 0 = 1$/);
});

test('backward, a flat ReLU passes nothing on, and a node that is used twice is a sum', () => {
  assert.match(backward(1).remark, /ReLU is flat here/);
  assert.match(backward(0).remark, /x is used 2 times.*this is the first\./);
  assert.match(backward(2).remark, /x is used 2 times.*this is the last\./);
});

test('what leaky ReLU and GELU do below 0 is told', () => {
  const with3 = (fields) => nodes.map((node) => (node.id === 3 ? { ...node, ...fields } : node));
  const leaky = with3({ op: 'leaky_relu', formula: 'a if a > 0, else 0.01 * a', locals: ['1 if a > 0, else 0.01'] });
  const data = [2, -3, -6, -0.06, 1.94];
  const forward = tell(leaky, { ...walk, data }, move('node', 3));
  assert.deepEqual(forward.lines, ['out = a if a > 0, else 0.01 · a: here a is −6, so −0.06']);
  assert.match(forward.remark, /a hundredth/);
  const step = { node: 3, grad: 1, shares: [share(2, 0.0001, 0, 0.0001)] };
  assert.match(tell(with3({ op: 'gelu' }), walk, move('step', 3, step)).remark, /gelu is almost flat here/);
});

test('the update has every parameter before and after, and the loss is measured again', () => {
  assert.deepEqual(
    tell(nodes, walk, move('update')).table.rows.map((row) => row.map((cell) => cell.text)),
    [['w', '−3.0000', '+0.5000', '−3.0500']],
  );
  assert.match(tell(nodes, walk, move('after')).text, /fell from 2\.000000 to 1\.500000/);
});

test('a loss that rises or stays is explained', () => {
  assert.match(tell(nodes, withTraining({ lossAfter: 3 }), move('after')).text, /rose from .* too far/);
  const still = { lossAfter: 2, parameters: [{ name: 'w', data: 1, grad: 0, updated: 1 }] };
  assert.match(tell(nodes, withTraining(still), move('after')).text, /as before\. Every gradient is 0/);
  assert.match(tell(nodes, withTraining({ lossAfter: 2, learningRate: 0 }), move('after')).text, /learning rate is 0/);
});

test('the rule of the update is told, and of an optimizer that remembers only what is so', () => {
  assert.match(tell(nodes, walk, move('update')).text, /parameter −= learning rate · grad/);
  const adam = { parameters: [{ name: 'w', data: -3, grad: 0.5, updated: -2.9 }] };
  assert.match(tell(nodes, withTraining(adam), move('update')).text, /by the rule of the run’s optimizer, .* 0\.1\.$/);
});

test('a gradient is told by what a little more of the node does to the loss', () => {
  assert.equal(describeGradient(-2), '0.01 more of it makes the loss about 0.02 smaller.');
  assert.match(describeGradient(0), /changes nothing/);
  assert.equal(describeGradient(NaN), '');
});

test('a box is told with its formula, and with its numbers where they are not told elsewhere', () => {
  assert.match(describeBox(nodes, '2', walk, ''), /^w\*x: out = a · b; data −6\.0000, grad 0\. /);
  assert.equal(describeBox(nodes, '1', null, ''), 'w: a leaf.');
  assert.match(describeBox(nodes, undefined, null, ''), /^Point at a box/);
});

test('a neuron whose activation the loss leaves out is told by its weighted sum, and of several outputs the first is told', () => {
  const leaf = { op: '', formula: '', children: [], locals: [] };
  const sum = { op: '+', formula: 'a + b', children: [0, 0], locals: ['1', '1'], name: '' };
  const two = [{ ...leaf, id: 0, name: 'x', group: '' }, { ...sum, id: 1, group: 'layer1.neuron1' }, { ...sum, id: 2, group: 'layer1.neuron2' }, { ...sum, id: 3, children: [1, 2], name: 'loss', group: 'loss' }];
  assert.equal(describeBox(two, 'layer1.neuron1', null, 'layer1'), 'layer1.neuron1, its weighted sum: out = a + b.');
  assert.equal(describeBox(two, 'layer1.neuron1', null, ''), 'layer1.neuron1, its output: out = a + b.');
  assert.equal(describeBox(two, 'layer1', null, ''), 'layer1, the first of its 2 outputs: out = a + b.');
  assert.equal(layerOfSums({ model: { layers: [8, 3] }, loss: { name: 'cross_entropy' } }), 'layer2');
  assert.equal(layerOfSums({ model: { layers: [8, 1] }, loss: { name: 'hinge' } }), '');
});

test('the picture is told by its step, its size and the server’s note', () => {
  assert.equal(describePicture({ nodes, note: null }, [], null, []), 'Waiting for the numbers of this sample.');
  assert.match(describePicture({ nodes, note: 'Cut.' }, [5], null, []), /^After 5 steps\. 5 nodes; [^.]*\. Cut\.$/);
  const model = { layers: [8, 3] };
  assert.deepEqual(remarksOn({ data: {}, model, loss: { name: 'hinge' } }), []);
  const [standardized, sums] = remarksOn({ data: { standardize: true }, model, loss: { name: 'cross_entropy' } });
  assert.match(standardized, /^Inputs are standardized here: /);
  assert.match(sums, /^The neurons of layer 2 end in their weighted sums here: /);
  assert.match(describePicture({ nodes, note: null }, [5], null, [sums]), / alone\. The neurons of layer 2 end /);
});
