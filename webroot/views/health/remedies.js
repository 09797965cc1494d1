import { formatCount, formatShort } from '../../ui/format.js';

/**
 * What one could do about a finding: commands, journalled like any other.
 *
 * @typedef {{label: string, why: string, messages: import('../../state/protocol.js').ClientMessage[]}} Remedy
 *
 * @param {import('../../state/protocol.js').FindingFields} finding
 * @param {import('../../state/store.js').State} state
 * @returns {Remedy[]}
 */
export function remedies(finding, { run, status }) {
  if (run === null || status === null) {
    return [];
  }
  const { seed, spec } = run;
  const rate = status.learningRate;
  const diverged = status.status === 'diverged';
  const initial = typeof spec.optimizer.learningRate === 'number' ? spec.optimizer.learningRate : rate;

  const anotherSeed = remedy('Another seed', 'Begins again with other first parameters.', { type: 'reset', seed: seed + 1 });
  const draw = remedy('Drawn parameters in a new run', 'Neurons that begin differently learn different things.', { type: 'change', init: 'uniform' });
  const tenth = remedy('A tenth of the rate', `Goes on at a learning rate of ${formatShort(rate / 10, 3)}.`, { type: 'setLearningRate', value: rate / 10 });
  const tenTimes = remedy('Ten times the rate', `Goes on at a learning rate of ${formatShort(rate * 10 || 0.01, 3)}.`, {
    type: 'setLearningRate',
    value: Math.min(1e6, rate * 10 || 0.01),
  });
  const gently = remedy(
    'Begin again at a tenth of the rate',
    `From step 0, at a learning rate of ${formatShort(initial / 10, 3)}.`,
    { type: 'reset' },
    { type: 'setLearningRate', value: initial / 10 },
  );
  const good = diverged ? Math.floor(finding.step / 2) : finding.step;
  const back = good > 0
    ? [remedy(`Back to step ${formatCount(good)}`, 'Does all again as it was until there, and pauses.', { type: 'rewind', step: good })]
    : [];

  switch (finding.kind) {
    case 'dead':
      return [tanhInsteadOfRelu(spec.model), anotherSeed, ...back];
    case 'saturated':
      return [...(finding.step > 0 ? [gently] : []), anotherSeed, ...back];
    case 'vanishing':
      return [steeper(spec.model), anotherSeed];
    case 'oscillating':
      return [tenth, ...back];
    case 'diverged':
      return diverged ? [gently, ...back] : [tenth, gently, ...back];
    case 'slow':
      return [tenTimes];
    case 'symmetric':
      return [draw];
    default:
      return []; // a later server's
  }
}

/**
 * Hidden layers that let more of the gradient through.
 * @param {import('../../state/protocol.js').Spec['model']} model
 */
function steeper({ hidden }) {
  return hidden === 'tanh'
    ? remedy('ReLU instead of tanh in a new run', 'Its slope is 1 wherever it is not 0, in however many layers.', { type: 'change', hidden: 'relu' })
    : remedy('tanh instead of sigmoid in a new run', 'Its slope is up to 1. That of sigmoid is a quarter at most, in every layer again.', { type: 'change', hidden: 'tanh' });
}

/**
 * tanh wherever the model has ReLU; in the hidden layers where it has it nowhere.
 * @param {import('../../state/protocol.js').Spec['model']} model
 */
function tanhInsteadOfRelu(model) {
  const output = model.output === 'relu' ? { output: 'tanh' } : {};
  const hidden = model.hidden === 'relu' || !('output' in output) ? { hidden: 'tanh' } : {};
  return remedy('tanh instead of ReLU in a new run', 'Its slope is 0 nowhere, so a gradient passes.', {
    type: 'change',
    ...hidden,
    ...output,
  });
}

/**
 * @param {string} label
 * @param {string} why
 * @param {...import('../../state/protocol.js').ClientMessage} messages
 * @returns {Remedy}
 */
function remedy(label, why, ...messages) {
  return { label, why, messages };
}
