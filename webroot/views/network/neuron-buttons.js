import { element } from '../../ui/dom.js';
import { pointAt } from '../../ui/pointing.js';
import { neuronName } from './layout.js';

/**
 * A button over each neuron in the picture, all together one stop of the Tab key; arrow keys move
 * between them.
 * @param {import('../../state/store.js').Store} store
 * @param {(layer: number, neuron: number) => void} select
 */
export function neuronButtons(store, select) {
  const group = element('div', { class: 'network-neurons', role: 'group', 'aria-label': 'Neurons; arrow keys go from one to the next' });
  /** @type {Map<string, HTMLButtonElement>} by the neuron's name */
  const buttons = new Map();
  /** @type {import('./layout.js').Layout | null} */
  let shown = null;
  /** @type {object | null} */
  let pressed = null;

  /**
   * @param {KeyboardEvent} event
   * @param {import('./layout.js').Node} node
   */
  function move(event, node) {
    const steps = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[event.key];
    if (steps === undefined || shown === null) {
      return;
    }
    event.preventDefault();
    const layer = shown.nodes.filter((other) => other.layer === node.layer + steps[0] && other.layer > 0);
    const wanted = layer[Math.max(0, Math.min(layer.length - 1, node.place + steps[1]))];
    if (wanted) {
      buttons.get(neuronName(wanted.layer, wanted.place))?.focus();
    }
  }

  /** @param {import('./layout.js').Layout} layout */
  function build(layout) {
    shown = layout;
    buttons.clear();
    const { size } = layout;
    for (const node of layout.nodes.filter(({ layer }) => layer > 0)) {
      const name = neuronName(node.layer, node.place);
      const button = element('button', {
        type: 'button',
        class: 'network-neuron',
        'aria-label': `Neuron ${node.place + 1} of layer ${node.layer}`,
      });
      Object.assign(button.style, { left: `${node.x - size / 2}px`, top: `${node.y - size / 2}px`, width: `${size}px`, height: `${size}px` });
      button.addEventListener('click', () => select(node.layer, node.place));
      button.addEventListener('keydown', (event) => move(event, node));
      for (const event of ['pointerenter', 'focus']) {
        button.addEventListener(event, () => pointAt(store, { neuron: name }));
      }
      for (const event of ['pointerleave', 'blur']) {
        button.addEventListener(event, () => pointAt(store));
      }
      buttons.set(name, button);
    }
    group.replaceChildren(...buttons.values());
  }

  return {
    element: group,
    /**
     * @param {import('./layout.js').Layout} layout
     * @param {{layer: number, neuron: number}} chosen
     */
    draw(layout, chosen) {
      if (layout === shown && chosen === pressed) {
        return;
      }
      if (layout !== shown) {
        build(layout);
      }
      pressed = chosen;
      const name = neuronName(chosen.layer, chosen.neuron);
      for (const [other, button] of buttons) {
        button.tabIndex = other === name ? 0 : -1;
        button.setAttribute('aria-pressed', String(other === name));
      }
    },
  };
}
