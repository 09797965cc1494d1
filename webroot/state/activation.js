/**
 * The activation of a layer: a spec names one for all hidden layers, or one for each.
 * @param {import('./protocol.js').Spec} spec
 * @param {number} layer from 1
 */
export function activationOf({ model: { layers, hidden, output } }, layer) {
  return layer === layers.length ? output : typeof hidden === 'string' ? hidden : hidden[layer - 1];
}

/**
 * The layer whose weighted sums a loss takes: a cross-entropy is computed from those of the last layer, before their
 * activation, since that is exact for large ones. Empty for losses that take the outputs.
 * @param {import('./protocol.js').Spec} spec
 */
export function layerOfSums({ model, loss }) {
  return loss.name.endsWith('cross_entropy') ? `layer${model.layers.length}` : '';
}

/**
 * Whether outputs lie between limits of which the largest is 1.
 * @param {string} activation
 */
export function isBounded(activation) {
  return ['tanh', 'sigmoid', 'softmax'].includes(activation);
}
