import assert from 'node:assert/strict';
import { test } from 'node:test';
import { edgeAt, edgesOf, MAX_EDGES, strongest } from '../../../webroot/views/network/edges.js';
import { layout, MAX_SHOWN, neuronPlace, parameterPlace, parseName } from '../../../webroot/views/network/layout.js';
import { samplePlace, scaleOf } from '../../../webroot/views/network/outputs.js';
import { spotsOf } from '../../../webroot/views/network/spots.js';
import { describeNetwork, describeTroubles, omissions, troublesOf } from '../../../webroot/views/network/words.js';

/** The names as the server gives them: layer by layer, neuron by neuron, the bias last. */
function namesOf(widths) {
  return widths.slice(1).flatMap((count, before) =>
    Array.from({ length: count }, (_, neuron) => [
      ...Array.from({ length: widths[before] }, (_unused, i) => `w${i}`),
      'b',
    ].map((parameter) => `layer${before + 1}.neuron${neuron + 1}.${parameter}`)).flat(),
  );
}

test('a parameter stands where the server puts it', () => {
  const widths = [3, 4, 4, 1];
  const names = namesOf(widths);
  assert.equal(names.length, 41);
  names.forEach((name, place) => {
    const { layer, neuron, input } = parseName(name);
    assert.equal(parameterPlace(widths, layer, neuron, input ?? widths[layer - 1]), place, name);
  });
  assert.equal(neuronPlace(widths, 3, 0), 8);
  assert.deepEqual(parseName('layer2.neuron3'), { layer: 2, neuron: 2, input: null });
  assert.equal(parseName('w0'), null);
});

for (const widths of [[3, 4, 4, 1], [2, 16, 16, 1], [2, 64, 64, 1], [1, 1], [1000, 490, 490, 1], [2, ...Array(32).fill(8), 1]]) {
  for (const [room, tall] of [[330, 400], [366, 400], [1100, 700]]) {
    test(`no two nodes of ${widths.join('-').slice(0, 30)} overlap in ${room} pixels, and each can be hit`, () => {
      const { nodes, size, width, height } = layout(widths, room, tall);
      assert.ok(size >= 24);
      assert.ok(width >= room);
      assert.equal(nodes.length, widths.reduce((sum, count) => sum + Math.min(count, MAX_SHOWN), 0));
      for (const [i, a] of nodes.entries()) {
        assert.ok(a.x - size / 2 >= 0 && a.x + size / 2 <= width + 0.001);
        assert.ok(a.y - size / 2 >= 0 && a.y + size / 2 <= height);
        for (const b of nodes.slice(i + 1)) {
          assert.ok(Math.abs(a.x - b.x) >= size || Math.abs(a.y - b.y) >= size);
        }
      }
    });
  }
}

test('of very many edges the strongest are drawn, and those that are lit', () => {
  const widths = [2, 64, 64, 1];
  const edges = edgesOf(layout(widths, 400, 400).nodes, widths);
  assert.equal(edges.length, 2 * 64 + 64 * 64 + 64);
  const values = Float64Array.from({ length: namesOf(widths).length }, (_, i) => Math.sin(i));
  const weakest = edges.toSorted((a, b) => Math.abs(values[a.parameter]) - Math.abs(values[b.parameter]))[0];
  const drawn = strongest(edges, values, (edge) => edge === weakest);
  assert.equal(drawn.length, MAX_EDGES + 1);
  assert.ok(drawn.includes(weakest));
  const rest = edges.filter((edge) => !drawn.includes(edge));
  const least = Math.min(...drawn.filter((edge) => edge !== weakest).map((edge) => Math.abs(values[edge.parameter])));
  assert.ok(rest.every((edge) => Math.abs(values[edge.parameter]) <= least));
  const few = edgesOf(layout([3, 4, 1], 400, 400).nodes, [3, 4, 1]);
  assert.equal(strongest(few, values, () => false).length, few.length);
});

test('the edge under the pointer is the nearest one within reach', () => {
  const node = (x, y) => ({ layer: 0, place: 0, x, y });
  const flat = { from: node(0, 0), to: node(100, 0), parameter: 0 };
  const steep = { from: node(0, 0), to: node(100, 100), parameter: 1 };
  assert.equal(edgeAt([flat, steep], 50, 3, 8), flat);
  assert.equal(edgeAt([flat, steep], 50, 48, 8), steep);
  assert.equal(edgeAt([flat, steep], 50, 25, 8), null);
  assert.equal(edgeAt([flat], 120, 0, 8), null, 'beyond its end');
});

test('a weight is dragged on its edge between the layers, a bias at its neuron’s corner', () => {
  const widths = [2, 3, 1];
  const placed = layout(widths, 600, 400);
  const edges = edgesOf(placed.nodes, widths);
  const spots = spotsOf(placed, widths, namesOf(widths));
  const weight = spots.spotOf({ layer: 1, neuron: 2, input: 1 }, edges);
  const [from, to] = [placed.nodes[1], placed.nodes[4]];
  assert.equal(weight.name, 'layer1.neuron3.w1');
  assert.ok(from.x < weight.x && weight.x < to.x);
  assert.equal(edgeAt(edges, weight.x, weight.y, 0.001), edges.find((edge) => edge.parameter === weight.parameter));
  const bias = spots.spotOf({ layer: 2, neuron: 0, input: 3 }, edges);
  assert.equal(bias.name, 'layer2.neuron1.b');
  assert.deepEqual(spots.biasAt(bias.x + 3, bias.y, 5), bias);
  assert.equal(spots.biasAt(bias.x + 6, bias.y, 5), null);
  assert.equal(spots.spotOf({ layer: 1, neuron: 9, input: 0 }, edges), null);
});

test('full colour is 1 where the output can be no larger, else the layer’s largest', () => {
  const spec = { model: { layers: [2, 1], hidden: 'relu', output: 'tanh' } };
  const values = [[0, 3], [-4, 1], [0.5, 0.2]].map((row) => Float64Array.from(row));
  assert.equal(scaleOf({ spec }, 1, { values }), 4);
  assert.equal(scaleOf({ spec }, 2, { values }), 1);
  assert.equal(scaleOf({ spec }, 1, undefined), 1);
});

test('a sample is where its inputs are in the plane, or at its place among the samples', () => {
  const run = { rawInputNames: null, inputs: [[0, 5], [1, 10]] };
  const values = [new Float64Array(4)];
  assert.deepEqual(samplePlace(run, { values, from: [0, 0], to: [2, 10] }, 1), { x: 0.5, y: 1 });
  assert.deepEqual(samplePlace(run, { values }, 1), { x: 0.25, y: 0 });
  assert.equal(samplePlace(run, { values }, null), null);
});

test('a neuron that is dead or stuck has a word for it until that ends', () => {
  const finding = (kind, where, ended = null) => ({ kind, where, ended });
  const found = troublesOf([finding('dead', 'a'), finding('saturated', 'b'), finding('dead', 'c', 9), finding('slow', 'd')]);
  assert.deepEqual([...found], [['a', 'dead'], ['b', 'stuck']]);
  assert.match(describeTroubles(found).join(' '), /^A dead neuron .* A stuck neuron .* The tab Health says what to do\.$/);
  assert.deepEqual(describeTroubles(new Map()), []);
});

test('what a large network’s picture leaves out is said', () => {
  assert.deepEqual(omissions([3, 4, 1], 16), []);
  assert.deepEqual(omissions([2, 100, 1], 192), [
    'Drawn are the 192 strongest of 300 weights.',
    'Of the 100 neurons of layer 1 the first 64 are shown.',
  ]);
});

test('the picture is told by its shape and its largest number, whatever its sign', () => {
  assert.equal(
    describeNetwork([1, 1], 'gradients', ['w', 'b'], new Float64Array([0.5, -2])),
    'Network of 1–1, coloured by its gradients; the largest is b, −2.0000',
  );
});
