/**
 * What there is to learn of each sample: how many classes, or how many numbers.
 * @typedef {{classes: number} | {numbers: number}} Wanted
 */

/** What each generator gives; `blobs` as many classes as it has centers. @type {Record<string, Wanted>} */
const GENERATED = {
  moons: { classes: 2 },
  circles: { classes: 2 },
  xor: { classes: 2 },
  gaussians: { classes: 2 },
  ring: { classes: 2 },
  spiral: { classes: 2 },
  plane: { numbers: 1 },
  bumps: { numbers: 1 },
  sine: { numbers: 1 },
};

/**
 * What a generator gives to learn.
 * @param {{name: string, centers?: number}} generator
 * @returns {Wanted}
 */
export function generated({ name, centers = 3 }) {
  return GENERATED[name] ?? { classes: centers };
}

/**
 * Lets the output layer and the loss be those that are usual for what there is to learn, where those that stand can't be:
 * a probability for two classes, one for each of more, and a plain number for numbers.
 * @param {import('./draft.js').Tree} spec
 * @param {Wanted} wanted
 * @returns {string} what was changed, in a sentence; empty for nothing
 */
export function fitOutputs(spec, wanted) {
  const { name } = spec.loss;
  const outputs = spec.model.layers.at(-1);
  if ('numbers' in wanted) {
    const fits = outputs === wanted.numbers && name === 'squared_error' && spec.model.output !== 'softmax' && spec.model.output !== 'sigmoid';
    return fits ? '' : become(spec, wanted.numbers, 'linear', 'squared_error');
  }
  if (wanted.classes > 2) {
    return outputs === wanted.classes && name === 'cross_entropy' ? '' : become(spec, wanted.classes, 'softmax', 'cross_entropy');
  }
  const fits = name === 'cross_entropy' ? outputs === 2 : outputs === 1;
  return fits ? '' : become(spec, 1, 'sigmoid', 'binary_cross_entropy');
}

/**
 * @param {import('./draft.js').Tree} spec
 * @param {number} outputs
 * @param {string} activation
 * @param {string} loss
 */
function become(spec, outputs, activation, loss) {
  spec.model.layers = [...spec.model.layers.slice(0, -1), outputs];
  spec.model.output = activation;
  spec.loss = { ...spec.loss, name: loss };
  const learned = loss === 'squared_error' ? (outputs === 1 ? 'numbers' : `${outputs} numbers`) : outputs === 1 ? 'two classes' : `${outputs} classes`;
  return `To learn ${learned}, the network now ends in ${outputs} ${activation} ${outputs === 1 ? 'neuron' : 'neurons'}, and the loss is ${lossName(loss)}.`;
}

/** What the page calls a loss. @param {string} loss */
function lossName(loss) {
  return loss.replaceAll('_', ' ').replace('cross entropy', 'cross-entropy');
}

/**
 * Lets loss and output go together after one of them was chosen: a cross-entropy is computed from what goes into its
 * sigmoid or softmax.
 * @param {import('./draft.js').Tree} spec
 * @param {'loss' | 'output'} chosen
 * @returns {string} what was changed, in a sentence; empty for nothing
 */
export function fitPair(spec, chosen) {
  const { loss, model } = spec;
  const wanted = { binary_cross_entropy: 'sigmoid', cross_entropy: 'softmax' }[/** @type {string} */ (loss.name)];
  if (chosen === 'loss') {
    const output = wanted ?? (model.output === 'softmax' ? 'linear' : model.output);
    if (model.output !== output) {
      model.output = output;
      return wanted ? `The output activation is ${output} now, as this loss needs it.` : 'The output activation is linear now; softmax goes with cross-entropy only.';
    }
  } else if (model.output === 'softmax' && loss.name !== 'cross_entropy') {
    loss.name = 'cross_entropy';
    return 'The loss is cross-entropy now, as softmax needs it.';
  } else if (wanted !== undefined && model.output !== wanted) {
    const before = lossName(loss.name);
    loss.name = 'squared_error';
    return `The loss is squared error now; ${before} needs ${wanted} as output activation.`;
  }
  return '';
}
