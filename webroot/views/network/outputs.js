import { activationOf, isBounded } from '../../state/activation.js';
import { rawInputs } from '../../state/raw-inputs.js';
import { neuronPlace } from './layout.js';

/**
 * The output that gets the full colour: 1 where it can be no larger, else the layer's largest.
 * @param {import('../../state/protocol.js').Welcome} run
 * @param {number} layer from 1
 * @param {import('../../state/levels.js').NeuronsSnapshot | undefined} snapshot
 */
export function scaleOf({ spec }, layer, snapshot) {
  const { layers } = spec.model;
  if (isBounded(activationOf(spec, layer))) {
    return 1;
  }
  const first = neuronPlace([0, ...layers], layer, 0);
  const outputs = snapshot?.values.slice(first, first + layers[layer - 1]) ?? [];
  const size = (/** @type {Float64Array} */ values) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return outputs.reduce((most, values) => Math.max(most, size(values)), 0) || 1;
}

/**
 * Where a sample is in every neuron's picture, from 0 to 1; null where it is not in it.
 * @param {import('../../state/protocol.js').Welcome} run
 * @param {import('../../state/levels.js').NeuronsSnapshot | undefined} snapshot
 * @param {number | null} sample
 */
export function samplePlace(run, snapshot, sample) {
  const inputs = sample === null ? undefined : rawInputs(run).rows?.[sample];
  if (sample === null || inputs === undefined || snapshot === undefined) {
    return null;
  }
  if (snapshot.from === undefined || snapshot.to === undefined) {
    const count = snapshot.values[0].length;
    return sample < count ? { x: sample / count, y: 0 } : null;
  }
  const { from, to } = snapshot;
  const [x, y] = inputs.map((value, axis) => (value - from[axis]) / (to[axis] - from[axis]));
  return { x, y };
}
