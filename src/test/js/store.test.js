import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Store } from '../../../webroot/state/store.js';
import { parameters, singleSteps, status, welcome } from './messages.js';

function storeOf(...messages) {
  const store = new Store();
  messages.forEach((message) => store.receive(message));
  return store;
}

const rate = (step, value, by = 'viewer 1') => ({ step, command: 'setLearningRate', value, by });
const journal = (...entries) => ({ type: 'journal', trajectory: 1, entries });

test('a welcome brings the run, its status and its journal', () => {
  const store = storeOf(welcome(1, { status: 'paused', step: 7, journal: [rate(3, 0.5)] }));
  assert.equal(store.state.run.spec.name, 'four-points');
  assert.equal(store.state.status.status, 'paused');
  assert.deepEqual(store.state.journal, [rate(3, 0.5)]);
});

test('every change is told to every listener', () => {
  const store = new Store();
  const heard = [];
  store.onChange(() => heard.push('a'));
  store.onChange(() => heard.push('b'));
  store.set({ notice: 'hello' });
  assert.deepEqual(heard, ['a', 'b']);
});

test('messages of a trajectory that has ended change nothing', () => {
  const store = storeOf(welcome(2), singleSteps(0, 2, () => 5, 2));
  const before = { ...store.state };
  store.receive(singleSteps(3, 9, () => 5, 1));
  store.receive(status({ trajectory: 1, status: 'diverged' }));
  store.receive(parameters(9, [1, 2], 1));
  store.receive({ type: 'predictions', trajectory: 1, step: 9, outputs: [[1]] });
  store.receive(journal(rate(3, 9)));
  assert.deepEqual(store.state, before);
  assert.equal(store.state.series.offset, 3);
  assert.deepEqual(store.state.parameters.steps, []);
});

test('a message before the first welcome belongs to no run', () => {
  const store = storeOf(singleSteps(0, 2), status());
  assert.equal(store.state.series.offset, 0);
  assert.equal(store.state.status, null);
});

test('the welcome of another trajectory begins with nothing', () => {
  const store = storeOf(
    welcome(1),
    singleSteps(0, 9),
    parameters(10),
    { type: 'predictions', trajectory: 1, step: 10, outputs: [[1]] },
    journal(rate(3, 0.5)),
    welcome(2),
  );
  assert.equal(store.state.series.offset, 0);
  assert.deepEqual(store.state.parameters.steps, []);
  assert.deepEqual(store.state.outputs.steps, []);
  assert.deepEqual(store.state.journal, []);
});

test('the welcome of the same trajectory leaves the curve and gives a position in it', () => {
  const store = storeOf(welcome(1), singleSteps(0, 9), welcome(1));
  assert.equal(store.state.series.offset, 10);
  assert.deepEqual(store.position(1), { trajectory: 1, offset: 10 });
  assert.equal(store.position(2), null);
});

test('without a step there is no position to come back with', () => {
  assert.equal(new Store().position(1), null);
  assert.equal(storeOf(welcome(1)).position(1), null);
});

test('a hole in the series is noticed', () => {
  const store = storeOf(welcome(1), singleSteps(0, 9));
  assert.equal(store.receive(singleSteps(11, 12)), false);
  assert.equal(store.receive(singleSteps(10, 12)), true);
});

test('the journal grows, and of several rates at one step keeps the last', () => {
  const pause = { step: 3, command: 'pause', value: null, by: 'viewer 1' };
  const store = storeOf(
    welcome(1),
    journal(rate(3, 0.1), rate(3, 0.2)),
    journal(rate(3, 0.3, 'viewer 2')),
    journal(pause, rate(3, 0.4), rate(4, 0.4)),
  );
  assert.deepEqual(store.state.journal, [rate(3, 0.3, 'viewer 2'), pause, rate(3, 0.4), rate(4, 0.4)]);
});

test('predictions and parameters are the latest', () => {
  const store = storeOf(
    welcome(1),
    parameters(1),
    { type: 'predictions', trajectory: 1, step: 1, outputs: [[0.5], ['NaN']] },
  );
  assert.deepEqual(store.state.parameters.steps, [1]);
  assert.deepEqual(store.state.outputs.steps, [1]);
  assert.deepEqual(store.state.outputs.latest, { train: [[0.5], [NaN]], test: null });
});

test('a refusal is shown in the server’s words until something is accepted', () => {
  const store = storeOf(welcome(1), { type: 'rejected', id: 1, reason: 'not that' });
  assert.equal(store.state.notice, 'not that');
  store.receive({ type: 'accepted', id: 2, step: 0, note: null });
  assert.equal(store.state.notice, null);
});

test('a message of a later server’s is ignored', () => {
  const store = storeOf(welcome(1));
  const before = { ...store.state };
  assert.equal(store.receive({ type: 'findings', trajectory: 1, findings: [] }), true);
  assert.deepEqual(store.state, before);
});

const set = (step, name, value) => ({ step, command: 'setParameter', name, value, by: 'viewer 1' });

test('of one parameter’s values in a row at one step only the last is kept, as the server does', () => {
  const store = storeOf(
    welcome(1),
    journal(set(3, 'layer1.neuron1.w0', 1)),
    journal(set(3, 'layer1.neuron1.w0', 2)),
    journal(set(3, 'layer1.neuron1.b', 3)),
    journal(rate(3, 0.5)),
    journal(set(3, 'layer1.neuron1.b', 4)),
  );
  assert.deepEqual(store.state.journal, [
    set(3, 'layer1.neuron1.w0', 2),
    set(3, 'layer1.neuron1.b', 3),
    rate(3, 0.5),
    set(3, 'layer1.neuron1.b', 4),
  ]);
});

const packed = { low: 0, high: 2, packed: 'AAD+/w==' };
const surface = (step, fields = {}) => ({
  type: 'surface', trajectory: 1, step, x: 0, y: 1, output: 0, sample: null, from: [0, 0], to: [1, 1], columns: 2, rows: 1, values: packed, ...fields,
});

test('surfaces of one slice are kept over time, and another slice begins anew', () => {
  const store = storeOf(welcome(1), surface(1), surface(2));
  assert.deepEqual(store.state.surface.steps, [1, 2]);
  assert.deepEqual([...store.state.surface.latest.values], [0, 2]);
  store.receive(surface(3, { sample: 1 }));
  assert.deepEqual(store.state.surface.steps, [3]);
  store.receive(welcome(2));
  assert.deepEqual(store.state.surface.steps, []);
});

test('neurons are unpacked one by one', () => {
  const store = storeOf(welcome(1), { type: 'neurons', trajectory: 1, step: 4, values: [packed, packed] });
  assert.deepEqual(store.state.neurons.latest.values.map((values) => [...values]), [[0, 2], [0, 2]]);
});

const graph = (step, sample) => ({ type: 'graph', trajectory: 1, step, sample, data: [1, 'NaN'], grad: [0, step] });

test('a sample’s nodes are kept over time, and another sample begins anew', () => {
  const store = storeOf(welcome(1), graph(1, 0), graph(4, 0));
  assert.deepEqual(store.state.graphs.steps, [1, 4]);
  assert.deepEqual(store.state.graphs.latest, { step: 4, sample: 0, data: [1, NaN], grad: [0, 4] });
  store.receive(graph(5, 3));
  assert.deepEqual(store.state.graphs.steps, [5]);
});

test('what was before is put before what is there, and what is there stays', () => {
  const store = storeOf(welcome(1), parameters(6, [6, 6]), parameters(9, [9, 9]));
  store.recall([parameters(0, [0, 0]), parameters(3, [3, 3]), parameters(6, [7, 7])]);
  assert.deepEqual(store.state.parameters.steps, [0, 3, 6, 9]);
  assert.deepEqual(store.state.parameters.data.map((data) => data[0]), [0, 3, 6, 9]);
  store.recall([]);
  assert.deepEqual(store.state.parameters.steps, [0, 3, 6, 9]);
});

test('a topic’s history is not that of another surface', () => {
  const store = storeOf(welcome(1), surface(2));
  assert.deepEqual(store.history('surface:0,1,0').steps, [2]);
  assert.deepEqual(store.history('surface:0,1,0,4').steps, []);
  assert.deepEqual(store.history('graph:0').steps, []);
});

test('a chosen sample stays through a reset, and goes with its samples', () => {
  const store = storeOf(welcome(1));
  store.choose(1);
  store.point({ sample: 0 });
  assert.equal(store.state.sample, 1);
  store.receive(welcome(2));
  assert.equal(store.state.sample, 1);
  store.receive(welcome(3, { inputNames: ['another'] }));
  assert.equal(store.state.sample, 0);
});

test('a pinned step is looked back to whenever no other is pointed at, and goes with its run', () => {
  const store = storeOf(welcome(1));
  store.pin(7);
  store.point({ step: 3 });
  assert.equal(store.state.pointed.step, 3);
  store.point();
  assert.equal(store.state.pointed.step, 7);
  store.point({ sample: 0 });
  assert.deepEqual([store.state.pointed.step, store.state.pointed.sample], [7, 0]);
  store.pin(null);
  assert.deepEqual([store.state.pointed.step, store.state.pointed.sample], [null, 0]);
  store.pin(5);
  store.receive(welcome(2));
  assert.deepEqual([store.state.pinned, store.state.pointed.step], [null, null]);
});

test('a chosen parameter stays through a reset, and goes with its network', () => {
  const store = storeOf(welcome(1));
  const [name] = store.state.run.parameterNames;
  store.chooseParameter(name);
  store.point({ neuron: 'layer1.neuron1' });
  assert.equal(store.state.parameter, name);
  store.receive(welcome(2));
  assert.equal(store.state.parameter, name);
  store.receive(welcome(3, { parameterNames: ['another'] }));
  assert.equal(store.state.parameter, null);
});

test('of a large network the page names the parameters as the server does', () => {
  const spec = { model: { layers: [2, 1] } };
  const { run } = storeOf(welcome(4, { parameterNames: null, inputNames: ['x1', 'x2'], spec })).state;
  assert.deepEqual(run.parameterNames.slice(0, 4), ['layer1.neuron1.w0', 'layer1.neuron1.w1', 'layer1.neuron1.b', 'layer1.neuron2.w0']);
  assert.deepEqual(run.parameterNames.slice(6), ['layer2.neuron1.w0', 'layer2.neuron1.w1', 'layer2.neuron1.b']);
});
