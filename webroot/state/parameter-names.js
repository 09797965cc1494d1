/**
 * What the parameters are called, as the server calls them: layer by layer, neuron by neuron, the bias last.
 * @param {number} inputs
 * @param {number[]} layers their widths
 * @returns {string[]}
 */
export function parameterNamesOf(inputs, layers) {
  return layers.flatMap((width, layer) => {
    const fanIn = layer === 0 ? inputs : layers[layer - 1];
    const last = [...Array(fanIn).keys()].map((input) => `w${input}`).concat('b');
    return [...Array(width).keys()].flatMap((neuron) => last.map((name) => `layer${layer + 1}.neuron${neuron + 1}.${name}`));
  });
}
