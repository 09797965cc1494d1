import { fitPair } from './outputs.js';

/** @typedef {import('./fields.js').Fields} Fields */

const ACTIVATIONS = ['tanh', 'relu', 'sigmoid', 'linear', 'leaky_relu', 'gelu'];

/** What each activation is called on the page. @type {[string, string][]} */
export const HIDDEN = ACTIVATIONS.map((name) => [name, nameOf(name)]);

/** @param {string} name */
export function nameOf(name) {
  return name === 'relu' ? 'ReLU' : name === 'leaky_relu' ? 'leaky ReLU' : name === 'gelu' ? 'GELU' : name.replaceAll('_', ' ');
}

/** @type {[string, string][]} */
const LOSSES = [
  ['squared_error', 'squared error'],
  ['hinge', 'hinge'],
  ['binary_cross_entropy', 'binary cross-entropy'],
  ['cross_entropy', 'cross-entropy (softmax)'],
];

/** @type {[string, string][]} */
const RULES = [
  ['sgd', 'SGD'],
  ['adam', 'Adam'],
  ['adamw', 'AdamW'],
  ['rmsprop', 'RMSprop'],
  ['adagrad', 'AdaGrad'],
];

/** @type {[string, string][]} */
const SCHEDULES = [
  ['constant', 'constant'],
  ['linear', 'linear'],
  ['cosine', 'cosine'],
  ['step', 'in steps'],
  ['exponential', 'exponential'],
];

/** The learning rate that is proposed for each rule, and those that are usual. @type {Record<string, {rate: number, usual: string}>} */
const RATES = {
  sgd: { rate: 0.3, usual: '0.03 to 1' },
  adam: { rate: 0.05, usual: '0.001 to 0.1' },
  adamw: { rate: 0.05, usual: '0.001 to 0.1' },
  rmsprop: { rate: 0.01, usual: '0.001 to 0.03' },
  adagrad: { rate: 0.3, usual: '0.03 to 1' },
};

/** The fields of each rule, with PyTorch's defaults. @type {Record<string, [string, string, string, any][]>} */
const OF_RULE = {
  sgd: [
    ['momentum', 'Momentum', 'How much of the last step goes into the next one: 0 for nothing, usually 0.9.', 0],
    ['nesterov', 'Nesterov', 'Lets the momentum look one step ahead.', false],
  ],
  adam: [
    ['beta1', 'Beta 1', 'How slowly the mean of the gradients forgets: usually 0.9.', 0.9],
    ['beta2', 'Beta 2', 'How slowly the mean of their squares forgets: usually 0.999.', 0.999],
    ['epsilon', 'Epsilon', 'Keeps a step finite where the gradient is nearly 0: usually 1e-8.', 1e-8],
  ],
  rmsprop: [
    ['decay', 'Decay', 'How slowly the mean of the gradients’ squares forgets: usually 0.99.', 0.99],
    ['momentum', 'Momentum', 'How much of the last step goes into the next one: usually 0, for nothing.', 0],
    ['epsilon', 'Epsilon', 'Keeps a step finite where the gradient is nearly 0: usually 1e-8.', 1e-8],
  ],
  adagrad: [['epsilon', 'Epsilon', 'Keeps a step finite where the gradient is nearly 0: usually 1e-10.', 1e-10]],
};
OF_RULE.adamw = OF_RULE.adam;

/** The fields of each schedule; `rate` is what it begins with. @type {Record<string, [string, string, string, (rate: number) => number][]>} */
const OF_SCHEDULE = {
  linear: [
    ['from', 'First rate', 'The learning rate of the first step.', (rate) => rate],
    ['to', 'Last rate', 'The rate at the end of the fall, and of all steps after it.', (rate) => rate / 10],
    ['steps', 'Steps of the fall', 'How many steps it takes from the first rate to the last.', () => 100],
  ],
  step: [
    ['from', 'First rate', 'The learning rate of the first step.', (rate) => rate],
    ['factor', 'Multiplied by', 'The rate is multiplied by this each time: usually 0.1 or 0.5.', () => 0.5],
    ['every', 'After steps', 'After how many steps the rate is multiplied again.', () => 100],
  ],
  exponential: [
    ['from', 'First rate', 'The learning rate of the first step.', (rate) => rate],
    ['factor', 'Multiplied by', 'The rate is multiplied by this after each step: a little below 1.', () => 0.99],
  ],
};
OF_SCHEDULE.cosine = OF_SCHEDULE.linear;

/**
 * Name, what it is about, and the seed of the first parameters.
 * @param {HTMLElement} root
 * @param {Fields} fields
 */
export function aboutForm(root, fields) {
  root.append(
    fields.add({ path: 'name', label: 'Name', kind: 'text', help: 'You find the run again by it.' }),
    fields.add({ path: 'seed', label: 'Seed', kind: 'whole', otherwise: 0, help: 'The same number gives the same first weights, and so the same run again; another number gives others.' }),
  );
}

/**
 * @param {HTMLElement} root
 * @param {Fields} fields
 * @param {import('./notes.js').Notes['say']} note
 */
export function lossForm(root, fields, note) {
  const { draft } = fields;
  root.append(
    fields.add({
      path: 'loss.name',
      label: 'Loss',
      kind: 'choice',
      choices: LOSSES,
      otherwise: 'squared_error',
      help: 'What training makes small: squared error for numbers, cross-entropy for classes, hinge for two classes with a margin between them.',
      chosen: (name) => draft.change((spec) => {
        spec.loss = { ...spec.loss, name };
        note(fitPair(spec, 'loss'));
      }),
    }),
    fields.add({
      path: 'loss.reduction',
      label: 'Of all samples',
      kind: 'choice',
      choices: [['mean', 'mean'], ['sum', 'sum']],
      otherwise: 'sum',
      help: 'The loss is the mean of all samples’ losses, or their sum. With the mean the same learning rate suits few samples and many.',
    }),
    fields.add({ path: 'loss.l2', label: 'L2 penalty', kind: 'number', otherwise: 0, help: 'Keeps weights small and curves smooth: 0 for none, usually 0.0001 to 0.1.' }),
    fields.add({ path: 'loss.l1', label: 'L1 penalty', kind: 'number', otherwise: 0, help: 'Draws weights that matter little close to 0: 0 for none, usually 0.0001 to 0.01.' }),
  );
}

/**
 * The rule by which parameters follow their gradients, and how far.
 * @param {HTMLElement} root
 * @param {Fields} fields
 * @param {import('./notes.js').Notes['say']} note
 */
export function optimizerForm(root, fields, note) {
  const { draft } = fields;
  const own = document.createElement('div');
  const rate = document.createElement('div');
  own.className = rate.className = 'fields';
  let drawn = '';
  root.append(
    fields.add({
      path: 'optimizer.name',
      label: 'Optimizer',
      kind: 'choice',
      choices: RULES,
      otherwise: 'sgd',
      help: 'The rule by which weights follow their gradients. SGD follows the gradient as it is; Adam gives each weight a step size of its own, and is a good first choice.',
      chosen: (name) => draft.change((spec) => note(choose(spec, name))),
    }),
    own,
    fields.add({ path: 'optimizer.weightDecay', label: 'Weight decay', kind: 'number', optional: true, help: 'Draws all weights towards 0 at each step. Empty for the usual: 0.01 with AdamW, else none.' }),
    fields.add({
      path: 'optimizer.learningRate.schedule',
      label: 'Schedule',
      kind: 'choice',
      choices: SCHEDULES,
      otherwise: 'constant',
      help: 'A rate that falls takes large steps first and settles at the end.',
      chosen: (schedule) => draft.set('optimizer.learningRate', scheduled(schedule, first(draft.get('optimizer.learningRate')))),
    }),
    rate,
  );

  return () => {
    const name = draft.get('optimizer.name') ?? 'sgd';
    const schedule = draft.get('optimizer.learningRate.schedule') ?? 'constant';
    if (drawn === `${name} ${schedule}`) {
      return;
    }
    drawn = `${name} ${schedule}`;
    own.replaceChildren(
      ...(OF_RULE[name] ?? []).map(([field, label, help, otherwise]) =>
        fields.add({ path: `optimizer.${field}`, label, help, otherwise, kind: typeof otherwise === 'boolean' ? 'flag' : 'number' }),
      ),
    );
    rate.replaceChildren(
      ...(schedule === 'constant'
        ? [fields.add({ path: 'optimizer.learningRate', label: 'Learning rate', kind: 'number', help: `How far each step goes. Usual for ${textOf(RULES, name)}: ${RATES[name]?.usual}.` })]
        : (OF_SCHEDULE[schedule] ?? []).map(([field, label, help]) =>
            fields.add({ path: `optimizer.learningRate.${field}`, label, help, kind: field === 'steps' || field === 'every' ? 'whole' : 'number' }),
          )),
    );
  };
}

/**
 * Takes another rule, with its usual settings. A learning rate that is still the one that is proposed for the rule before
 * becomes that of this one; one that somebody set stays.
 * @param {import('./draft.js').Tree} spec
 * @param {string} name
 * @returns {string} what was changed beside, in a sentence; empty for nothing
 */
export function choose(spec, name) {
  const { name: before = 'sgd', learningRate } = spec.optimizer;
  const { schedule } = learningRate;
  const proposed = (/** @type {string} */ rule) => (schedule === undefined ? RATES[rule].rate : { ...learningRate, ...scheduledRates(schedule, RATES[rule].rate) });
  const untouched = RATES[before] !== undefined && JSON.stringify(proposed(before)) === JSON.stringify(learningRate);
  spec.optimizer = { name, learningRate: untouched ? proposed(name) : learningRate };
  if (RATES[before]?.rate === RATES[name].rate) {
    return '';
  }
  const rule = textOf(RULES, name);
  return untouched
    ? `The learning rate is ${first(spec.optimizer.learningRate)} now, as is usual for ${rule}.`
    : `The learning rate stays as you set it; usual for ${rule} is ${RATES[name].usual}.`;
}

/**
 * Where a schedule begins and ends for a rule's rate.
 * @param {string} schedule
 * @param {number} rate
 */
function scheduledRates(schedule, rate) {
  const { from, to } = /** @type {Record<string, any>} */ (scheduled(schedule, rate));
  return to === undefined ? { from } : { from, to };
}

/**
 * What a choice is called.
 * @param {[value: string, text: string][]} choices
 * @param {string} value
 */
function textOf(choices, value) {
  return choices.find(([one]) => one === value)?.[1] ?? value;
}

/**
 * @param {string} schedule
 * @param {number} rate
 */
function scheduled(schedule, rate) {
  const parts = OF_SCHEDULE[schedule];
  return parts ? { schedule, ...Object.fromEntries(parts.map(([field, , , value]) => [field, value(rate)])) } : rate;
}

/** @param {any} rate */
function first(rate) {
  return typeof rate === 'number' ? rate : (rate?.from ?? 0.1);
}

/**
 * @param {HTMLElement} root
 * @param {Fields} fields
 */
export function trainingForm(root, fields) {
  const { draft } = fields;
  const shuffle = fields.add({ path: 'training.batch.shuffle', label: 'Shuffled', kind: 'flag', otherwise: true, help: 'Each pass goes through the samples in another order.' });
  root.append(
    fields.add({ path: 'training.steps', label: 'Steps', kind: 'whole', optional: true, help: 'After how many steps it stops: empty for never.' }),
    fields.add({ path: 'training.stopAtLoss', label: 'Stop at loss', kind: 'number', optional: true, help: 'Stops as soon as the loss is not above this: empty for never.' }),
    fields.add({
      path: 'training.batch.size',
      label: 'Batch size',
      kind: 'whole',
      optional: true,
      help: 'How many samples each step sees: empty for all, usually 16 to 128. Small batches make steps quick, and the loss jump.',
      chosen: (size) => draft.change((spec) => {
        spec.training = { ...spec.training, batch: { ...spec.training?.batch, size } };
        if (size === undefined) {
          delete spec.training.batch;
        }
      }),
    }),
    shuffle,
  );
  return () => {
    shuffle.hidden = draft.get('training.batch.size') === undefined;
  };
}
