import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Draft, firstDraft } from '../../../webroot/builder/draft.js';
import { Notes } from '../../../webroot/builder/notes.js';
import { fitOutputs, fitPair } from '../../../webroot/builder/outputs.js';
import { choose } from '../../../webroot/builder/plain-forms.js';
import { inWords } from '../../../webroot/builder/refusal-words.js';
import { formatFormula } from '../../../webroot/ui/format.js';

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

test('a refusal is a sentence that a student understands', () => {
  for (const [server, page] of [
    ['name: "" is not allowed; text of 1 to 100 characters in one line, without control characters and invisible ones, is', 'Something is missing here.'],
    ['seed: 1.0E30 is not allowed; a whole number from -9007199254740991 to 9007199254740991, without point and exponent, is', '1e30 is not allowed; allowed is a whole number from −9,007,199,254,740,991 to 9,007,199,254,740,991.'],
    ['data.generator.noise: -1 is not allowed; a finite number from 0 to 10 is', '−1 is not allowed; allowed is a number from 0 to 10.'],
    ['data.split.test: 0.001 of 200 samples is 0; 1 to 199 are allowed', '0.001 of 200 samples would keep 0 for the test; allowed are 1 to 199.'],
    ['data.features[2]: "x3*x1" is not allowed: column 1: there is no input \'x3\'; allowed are x1, x2', '"x3*x1" can’t be computed. Letter 1: there is no input \'x3\'; allowed are x1, x2.'],
    ['data.features[1]: log(x1) is NaN at sample 0; a finite number is allowed', '“log(x1)” has no value for sample 0.'],
    ['data.features[1]: 1/x1 is -Infinity at sample 0; a finite number is allowed', '“1/x1” is infinite for sample 0.'],
    ['data.standardize: x1 is 3.0 in every sample that is trained on, so that it has no deviation; leave it out or don\'t standardize', '“x1” is 3 in every sample, so that it has no deviation: leave it out, or don’t standardize.'],
    ['data.dataset: line 4, column a: "x" is not allowed; a finite number is; text needs the column in categorical', 'Line 4, column a: "x" is not a number. If the column holds words, choose “category” for it.'],
    ['data.dataset: line 5, column a: "" is not allowed; a finite number is; missing can be drop or mean', 'Line 5, column a: a value is missing. Choose at “Missing values” what becomes of such rows.'],
    ['data.inputs: [] is not allowed; a list of at least one is', 'Choose at least one.'],
    ['model.layers[1]: 3 is not allowed; 2, one for each class of the data, is', 'There must be 2 neurons here, one for each class of the data, not 3.'],
    ['model.layers[1]: 3 is not allowed; 1, which tells the data\'s 2 classes apart, is', 'There must be 1 neuron here, which tells the two classes of the data apart, not 3.'],
    ['model.layers: makes 2006001 parameters; at most 250000 are allowed', 'The network would have 2,006,001 parameters; at most 250,000 are allowed.'],
    ['optimizer.nesterov: true is not allowed; false, or true with a momentum above 0 is', 'This needs a momentum above 0.'],
    ['loss.name: binary_cross_entropy has no meaning for the target 3.0 of sample 0; allowed are targets from 0 to 1', 'Binary cross-entropy is for targets from 0 to 1; that of sample 0 is 3.0.'],
    ['the body is not YAML: something', 'The body is not YAML: something.'],
  ]) {
    assert.equal(inWords(server), page);
  }
});

test('a formula is shown as books print it', () => {
  assert.deepEqual(['x1**2', 'x1^12', 'x1*x2', 'sin(3*x1) + x2 ** 3', 'x1**0.5', 'x1'].map(formatFormula), ['x1²', 'x1¹²', 'x1·x2', 'sin(3·x1) + x2³', 'x1**0.5', 'x1']);
});
