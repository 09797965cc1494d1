import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Draft, firstDraft } from '../../../webroot/builder/draft.js';
import { Notes } from '../../../webroot/builder/notes.js';
import { fitOutputs, fitPair } from '../../../webroot/builder/outputs.js';
import { choose } from '../../../webroot/builder/plain-forms.js';

test('what was fitted is said until the next change, what is about the data until they change', () => {
  const draft = new Draft(firstDraft());
  const notes = new Notes(draft);
  draft.onChange(() => notes.settle());
  notes.say('Points stay behind.', 'data');
  draft.change((spec) => notes.say(fitOutputs(spec, { numbers: 1 })));
  assert.equal(notes.text(), 'Points stay behind. To learn numbers, the network now ends in 1 linear neuron, and the loss is squared error.');
  draft.set('seed', 42);
  assert.match(notes.text(), /To learn numbers/);
  draft.set('seed', 43);
  assert.equal(notes.text(), 'Points stay behind.');
  draft.change((spec) => notes.say(fitPair(spec, 'loss')));
  assert.equal(notes.text(), 'Points stay behind.');
  draft.set('data.generator.noise', 0.3);
  assert.equal(notes.text(), '');
});

test('several numbers are not called classes', () => {
  assert.match(fitOutputs(firstDraft(), { numbers: 2 }), /^To learn 2 numbers, the network now ends in 2 linear neurons, /);
  assert.match(fitOutputs(firstDraft(), { classes: 3 }), /^To learn 3 classes, the network now ends in 3 softmax neurons, and the loss is cross-entropy\./);
});

test('another optimizer brings its usual rate, unless somebody set one', () => {
  const choice = (learningRate, name, before = 'adam') => {
    const spec = { optimizer: { name: before, learningRate, beta1: 0.5 } };
    const said = choose(spec, name);
    assert.deepEqual(Object.keys(spec.optimizer), ['name', 'learningRate']);
    return [spec.optimizer.learningRate, said];
  };
  assert.equal(firstDraft().optimizer.learningRate, 0.05);
  assert.deepEqual(choice(0.05, 'sgd'), [0.3, 'The learning rate is 0.3 now, as is usual for SGD.']);
  assert.deepEqual(choice(0.3, 'rmsprop', 'sgd')[0], 0.01);
  assert.deepEqual(choice(0.05, 'adamw'), [0.05, '']);
  assert.deepEqual(choice(0.02, 'sgd'), [0.02, 'The learning rate stays as you set it; usual for SGD is 0.03 to 1.']);
  const falling = { schedule: 'linear', from: 0.05, to: 0.005, steps: 700 };
  assert.deepEqual(choice(falling, 'sgd')[0], { ...falling, from: 0.3, to: 0.03 });
  assert.deepEqual(choice({ ...falling, to: 0.01 }, 'sgd')[0], { ...falling, to: 0.01 });
  assert.deepEqual(choice({ schedule: 'exponential', from: 0.05, factor: 0.9 }, 'sgd')[0], { schedule: 'exponential', from: 0.3, factor: 0.9 });
});
