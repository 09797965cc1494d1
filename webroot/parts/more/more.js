import { byId, element } from '../../ui/dom.js';
import { frozenLayers } from './frozen-layers.js';
import { hyperparameterField } from './hyperparameter-field.js';
import { noiseField } from './noise-field.js';
import { scheduleForm } from './schedule-form.js';
import { undo } from './undo.js';

/**
 * Sends a command; where it is refused, `refused` is told why, and nobody else.
 * @typedef {(message: import('../../state/protocol.js').ClientMessage, refused?: (why: string) => void) => boolean} Send
 *
 * What stands in the disclosure for one idea.
 * @typedef {object} Part
 * @property {HTMLElement} element
 * @property {(state: import('../../state/store.js').State) => void} draw shows what is in force
 */

const LEARNING_RATE = 'optimizer.learningRate';

/**
 * What is changed more seldom than the learning rate: a field for whatever the server tells that this run has.
 * @param {import('../../state/store.js').Store} store
 * @param {Send} send
 * @returns {() => void} draws it
 */
export function more(store, send) {
  const details = byId('more', HTMLDetailsElement);
  const body = byId('more-body', HTMLElement);
  let shown = '';
  /** @type {Part[]} */
  let parts = [];

  function build() {
    const names = Object.keys(store.state.status?.hyperparameters ?? {});
    const layers = names.filter((name) => name.endsWith('.frozen'));
    const numbers = names.filter((name) => name !== LEARNING_RATE && !layers.includes(name));
    const fields = numbers.map((name) => hyperparameterField(name, send));
    parts = [...fields, frozenLayers(layers, send), scheduleForm(send), noiseField(store, send), undo(store)];
    body.replaceChildren(
      element('p', { class: 'help' }, 'Each takes effect with the next step and marks the curve.'),
      ...parts.map((part) => part.element),
    );
  }

  details.addEventListener('toggle', draw);

  function draw() {
    const { status, run } = store.state;
    if (!details.open || status === null || run === null) {
      return;
    }
    const key = Object.keys(status.hyperparameters).join();
    if (key !== shown) {
      shown = key;
      build();
    }
    parts.forEach((part) => part.draw(store.state));
  }

  return draw;
}
