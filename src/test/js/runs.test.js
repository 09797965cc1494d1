import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Deletions } from '../../../webroot/runs/deletions.js';
import { differences } from '../../../webroot/runs/differences.js';
import { stepsPerEpoch } from '../../../webroot/state/epochs.js';
import { merged, stretches } from '../../../webroot/runs/pages.js';
import { addressOf, selectionOf } from '../../../webroot/runs/selection.js';
import { pathOf } from '../../../webroot/runs/sparkline.js';

const runs = (letters) => [...letters].map((id) => ({ id }));
const idsOf = (list) => list.map(({ id }) => id).join('');

test('another page comes behind the one before it, and a told part replaces what was there', () => {
  assert.equal(idsOf(merged(runs('abc'), 'c', runs('de'), false)), 'abcde');
  assert.equal(idsOf(merged(runs('abcdef'), 'b', runs('de'), false)), 'abdef', 'c was deleted');
  assert.equal(idsOf(merged(runs('abcdef'), 'c', runs('d'), true)), 'abcd', 'nothing comes behind d');
  assert.equal(idsOf(merged(runs('abc'), 'x', runs('de'), false)), 'abc', 'behind a run that is not here');
});

test('new runs come in front, and what is known behind them stays', () => {
  assert.equal(idsOf(merged(runs('bcdef'), null, runs('abc'), false)), 'abcdef');
  assert.equal(idsOf(merged(runs('bcdef'), null, runs('xyz'), false)), 'xyz', 'so many are new that nothing known follows');
  assert.equal(idsOf(merged(runs('bcdef'), null, runs('abcd'), true)), 'abcd');
});

test('a part without curves leaves those that are known', () => {
  const [run] = merged([{ id: 'a', step: 1, curve: [[0, 1]] }], null, [{ id: 'a', step: 2 }], true);
  assert.deepEqual(run, { id: 'a', step: 2, curve: [[0, 1]] });
});

test('what is on the screen is asked for in as few parts as there are gaps', () => {
  const all = Array.from({ length: 100 }, (_, i) => ({ id: String(i) }));
  assert.deepEqual(stretches(all, new Set(['0', '1', '5', '40', '41'])), [
    { after: null, limit: 6 },
    { after: '39', limit: 2 },
  ]);
  assert.deepEqual(stretches(all, new Set()), []);
});

test('a small curve reaches from left to right, falls downwards, and leaves out what is no number', () => {
  assert.equal(pathOf([[0, 1], [5, 'NaN'], [10, 0.01]]), 'M2.0 2.0L118.0 30.0');
  assert.equal(pathOf([[0, 1], [5, 0.5], [10, 0]]), 'M2.0 2.0L60.0 16.0L118.0 30.0', 'with a zero, evenly');
  assert.equal(pathOf([[0, 2], [1, 2]]), 'M2.0 16.0L118.0 16.0');
  assert.equal(pathOf([[3, 2]]), '');
});

/** A server that notes what is deleted, and timers that end when the test wants. */
function deletions(failure) {
  const log = [];
  const timers = new Map();
  const made = new Deletions(
    async (id) => {
      log.push(id);
      if (failure) {
        throw failure;
      }
    },
    (id, why) => log.push([id, why]),
    { later: (action) => timers.set(timers.size + 1, action).size, cancel: (timer) => timers.delete(timer) },
  );
  return { made, log, end: () => [...timers.values()].forEach((action) => action()) };
}

test('a run is deleted when nobody has undone it, and not before', async () => {
  const { made, log, end } = deletions();
  made.add('a');
  made.add('b');
  made.undo('a');
  assert.ok(!made.has('a') && made.has('b'));
  assert.deepEqual(log, []);
  end();
  await new Promise(setImmediate);
  assert.deepEqual(log, ['b', ['b', null]]);
  assert.ok(!made.has('b'));
});

test('what waits is deleted at once when the page is left', async () => {
  const { made, log } = deletions();
  made.add('a');
  made.flush();
  assert.deepEqual(log, ['a']);
});

test('a deletion that was refused is told, and the run is there again', async () => {
  const refusal = new Error('no');
  const { made, log, end } = deletions(refusal);
  made.add('a');
  end();
  await new Promise(setImmediate);
  assert.deepEqual(log, ['a', ['a', refusal]]);
  assert.ok(!made.has('a'));
});

const journal = [
  { step: 0, command: 'start', value: null, by: 'viewer 1' },
  { step: 40, command: 'setLearningRate', value: 0.3, by: 'viewer 1', gesture: 7 },
  { step: 42, command: 'setLearningRate', value: 0.5, by: 'viewer 1', gesture: 7 },
];
const specOf = (layers, inputs = [[1], [2]]) => ({ name: 'x', seed: 1, data: { inline: { inputs, targets: [[1], [-1]] } }, model: { layers, hidden: 'relu' }, training: {} });
const runOf = (layers, more = {}) => ({ seed: 1, spec: specOf(layers), journal: [], ...more });

test('of specs and journals only what differs is told, a movement as one change, and not when somebody paused', () => {
  assert.deepEqual(differences([runOf([4, 1]), runOf([8, 1], { seed: 2, journal }), runOf([4, 1])]), [
    { label: 'seed', texts: ['1', '2', '1'] },
    { label: 'model.layers', texts: ['4, 1', '8, 1', '4, 1'] },
    { label: 'from step 42', texts: ['–', 'learning rate 0.5', '–'] },
  ]);
  assert.deepEqual(differences([runOf([4, 1]), runOf([4, 1], { journal: journal.slice(0, 1) })]), []);
});

test('long values that differ look different, however alike they begin', () => {
  const rows = Array.from({ length: 50 }, (_, i) => [i]);
  const [{ texts }] = differences([runOf([1], { spec: specOf([1], rows) }), runOf([1], { spec: specOf([1], [...rows, [51]]) })]);
  assert.match(texts[0], /^A: \(0\), \(1\), .*…$/);
  assert.match(texts[1], /^B: \(0\), \(1\), .*…$/);
});

test('a comparison’s address says what is compared, hidden and pinned, and what it can’t mean is left out', () => {
  for (const selection of [{ ids: ['a', 'b-1'], hidden: [], baseline: null }, { ids: ['a', 'b-1'], hidden: ['a'], baseline: 'b-1' }]) {
    assert.deepEqual(selectionOf(addressOf(selection)), selection);
  }
  assert.equal(addressOf({ ids: ['a', 'b'], hidden: [], baseline: null }), '#compare=a,b');
  assert.equal(selectionOf(''), null);
  assert.deepEqual(selectionOf('#compare=a,a,<b>,../c&baseline=z&hidden=z'), { ids: ['a'], hidden: [], baseline: null });
  assert.equal(selectionOf(`#compare=${[...'abcdefghijkl'].join(',')}`).ids.length, 8);
});

test('an epoch ends with what is left of the samples, and without samples there is none', () => {
  assert.equal(stepsPerEpoch({ data: { generator: { samples: 100 } }, training: { batch: { size: 30 } } }), 4);
  assert.equal(stepsPerEpoch({ data: { inline: { inputs: [[1], [2]] } }, training: {} }), 1);
  assert.equal(stepsPerEpoch({ data: { generator: { samples: 100 } }, training: { batch: { size: 1000 } } }), 1);
  assert.equal(stepsPerEpoch({ data: { csv: { file: 'x.csv' } }, training: { batch: { size: 2 } } }), null);
  assert.equal(stepsPerEpoch({ data: { generator: { samples: 10 }, split: { test: 0.25 } }, training: { batch: { size: 2 } } }), 4);
  assert.equal(stepsPerEpoch({ data: { csv: { file: 'x.csv' } }, training: { batch: { size: 2 } } }, [], 7), 4);
  assert.equal(stepsPerEpoch({ data: { generator: { samples: 10 } }, training: { batch: { size: 2 } } }, [{ step: 3, command: 'set', name: 'training.batch.size', value: 5, by: 'me' }]), null);
});
