import { layerOf } from '../../state/hyperparameters.js';
import { element } from '../../ui/dom.js';

/**
 * A button for each layer, pressed while its parameters stand still.
 * @param {string[]} names as the server has them, the first layer first
 * @param {import('./more.js').Send} send
 * @returns {import('./more.js').Part}
 */
export function frozenLayers(names, send) {
  const buttons = names.map((name) => {
    const layer = layerOf(name);
    const button = element('button', { type: 'button', 'aria-pressed': 'false', 'aria-label': `Freeze layer ${layer}` }, String(layer));
    button.addEventListener('click', () => send({ type: 'set', name, value: button.getAttribute('aria-pressed') !== 'true' }));
    return button;
  });
  return {
    element: element(
      'div',
      { class: 'knob' },
      element(
        'div',
        { class: 'knob-head wraps' },
        element('span', { class: 'label', id: 'frozen-label' }, 'Freeze layers'),
        element('div', { class: 'layer-buttons', role: 'group', 'aria-labelledby': 'frozen-label' }, ...buttons),
      ),
      element('p', { class: 'help' }, 'A frozen layer keeps its weights as they are while the others go on learning.'),
    ),
    draw({ live, status }) {
      buttons.forEach((button, i) => {
        button.disabled = !live || status?.status === 'diverged';
        button.setAttribute('aria-pressed', String(status?.hyperparameters[names[i]] === true));
      });
    },
  };
}
