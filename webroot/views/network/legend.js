import { element, setText } from '../../ui/dom.js';
import { formatShort } from '../../ui/format.js';

/** Says what the colours, the widths and the pictures in the network mean. */
export function networkLegend() {
  const key = (/** @type {string} */ sign) => element('span', {}, element('span', { class: `key key-${sign}` }), sign);
  const edges = element('p', { class: 'legend' });
  const neurons = element('p', { class: 'legend' });
  return {
    nodes: [element('p', { class: 'legend' }, key('negative'), ' ', key('positive')), edges, neurons],
    /**
     * @param {object} shown
     * @param {boolean} shown.gradients whether the edges are gradients
     * @param {boolean} shown.settable whether a weight can be dragged now
     * @param {boolean | null} shown.plane whether a neuron shows the plane of inputs; null where it shows nothing
     * @param {string[]} shown.inputNames
     * @param {number[]} shown.scales of each layer: the output that gets the full colour
     */
    draw({ gradients, settable, plane, inputNames, scales }) {
      setText(
        edges,
        `An edge is a ${gradients ? 'gradient' : 'weight'}: the wider, the larger. The dot at a corner is the neuron’s bias.${settable ? ' Drag an edge or a dot up or down to change it.' : ''}`,
      );
      const what = plane
        ? `A square is what the neuron puts out, with ${inputNames[0]} from left to right and ${inputNames[1]} upwards`
        : 'A square is what the neuron puts out, a stripe for each sample';
      const same = scales.every((scale) => scale === scales[0]);
      const full = (/** @type {number} */ scale) => `±${formatShort(scale, 2)}`;
      const colour = same ? full(scales[0]) : scales.map((scale, i) => `${full(scale)} in layer ${i + 1}`).join(', ');
      setText(neurons, plane === null ? '' : `${what}; full colour is ${colour}.`);
    },
  };
}
