import { element } from '../ui/dom.js';
import { fitPair } from './outputs.js';
import { HIDDEN, nameOf } from './plain-forms.js';

/** @type {[string, string][]} */
const INITIALISERS = [
  ['uniform', 'uniform, −1 to 1'],
  ['xavier_uniform', 'Xavier, uniform'],
  ['xavier_normal', 'Xavier, normal'],
  ['he_uniform', 'He, uniform'],
  ['he_normal', 'He, normal'],
  ['zero', 'zero'],
];

/** The layers, one line each, and how their weights begin. */
export class NetworkForm {
  /**
   * @param {HTMLElement} root
   * @param {import('./fields.js').Fields} fields
   * @param {import('./notes.js').Notes['say']} note
   */
  constructor(root, fields, note) {
    this.fields = fields;
    this.list = element('ol', { class: 'layers', 'aria-label': 'Layers' });
    this.drawn = '';
    const add = element('button', { type: 'button', class: 'small' }, 'Add a hidden layer');
    add.addEventListener('click', () => addLayer(fields.draft));
    root.append(
      this.list,
      add,
      fields.add({
        path: 'model.output',
        label: 'Output activation',
        kind: 'choice',
        choices: [...HIDDEN, ['softmax', 'softmax']],
        otherwise: 'tanh',
        help: 'Sigmoid for the probability of one class, softmax for several, linear for numbers, tanh for −1 and 1.',
        chosen: (output) =>
          fields.draft.change((spec) => {
            spec.model.output = output;
            note(fitPair(spec, 'output'));
          }),
      }),
      fields.add({
        path: 'model.init.weights',
        label: 'First weights',
        kind: 'choice',
        choices: INITIALISERS,
        otherwise: 'uniform',
        help: 'How the weights are drawn before the first step. Xavier suits tanh and sigmoid, He suits ReLU; the tutorials take −1 to 1. With zero all neurons of a layer stay alike.',
      }),
      fields.add({ path: 'model.init.biases', label: 'First biases', kind: 'choice', choices: INITIALISERS, otherwise: 'uniform', help: 'Usually zero.' }),
    );
  }

  draw() {
    const { draft } = this.fields;
    const layers = layersOf(draft);
    if (this.drawn === String(layers.length)) {
      return;
    }
    this.drawn = String(layers.length);
    this.list.replaceChildren(...layers.map((_, layer) => this.item(layer, layers.length)));
  }

  /**
   * @param {number} layer
   * @param {number} count
   */
  item(layer, count) {
    const { fields } = this;
    const { draft } = fields;
    const last = layer === count - 1;
    const name = last ? 'Output layer' : `Layer ${layer + 1}`;
    const width = fields.add({ path: `model.layers.${layer}`, label: name, kind: 'whole', help: last ? 'One for two classes or for a number; of more classes, one for each.' : 'More neurons can bend the picture more.' });
    width.querySelector('input')?.setAttribute('aria-label', `${name} neurons`);
    if (last) {
      return element('li', { class: 'layer' }, width);
    }
    const remove = element('button', { type: 'button', class: 'quiet', 'aria-label': `Remove layer ${layer + 1}` }, '×');
    remove.addEventListener('click', () => removeLayer(draft, layer));
    const activation = fields.add({
      path: `model.hidden.${layer}`,
      label: 'Activation',
      kind: 'choice',
      choices: HIDDEN,
      otherwise: 'tanh',
      help: '',
      chosen: (value) => setActivation(draft, layer, value),
    });
    const select = /** @type {HTMLSelectElement} */ (activation.querySelector('select'));
    select.setAttribute('aria-label', `Activation of layer ${layer + 1}`);
    const show = () => {
      select.value = activationsOf(draft)[layer] ?? 'tanh';
    };
    this.fields.all.forEach((field) => {
      if (field.input === select) {
        field.draw = show;
      }
    });
    show();
    return element('li', { class: 'layer' }, width, activation, remove);
  }
}

/** @param {import('./draft.js').Draft} draft @returns {number[]} */
export function layersOf(draft) {
  const layers = draft.get('model.layers');
  return Array.isArray(layers) && layers.length > 0 ? layers : [1];
}

/**
 * The activation of each hidden layer.
 * @param {import('./draft.js').Draft} draft
 * @returns {string[]}
 */
export function activationsOf(draft) {
  const hidden = draft.get('model.hidden') ?? 'tanh';
  return layersOf(draft)
    .slice(0, -1)
    .map((_, layer) => (Array.isArray(hidden) ? hidden[layer] : hidden) ?? 'tanh');
}

/**
 * @param {import('./draft.js').Draft} draft
 * @param {number} layer
 * @param {string} activation
 */
function setActivation(draft, layer, activation) {
  draft.change((spec) => {
    spec.model.hidden = short(activationsOf(draft).map((one, i) => (i === layer ? activation : one)));
  });
}

/** One word where all are the same. @param {string[]} activations */
function short(activations) {
  return new Set(activations).size === 1 ? activations[0] : activations.length === 0 ? 'tanh' : activations;
}

/** A layer as wide as the one before it. @param {import('./draft.js').Draft} draft */
export function addLayer(draft) {
  draft.change((spec) => {
    const layers = layersOf(draft);
    const activations = activationsOf(draft);
    spec.model.hidden = short([...activations, activations.at(-1) ?? 'tanh']);
    spec.model.layers = [...layers.slice(0, -1), layers.at(-2) ?? 4, ...layers.slice(-1)];
  });
}

/**
 * @param {import('./draft.js').Draft} draft
 * @param {number} layer
 */
export function removeLayer(draft, layer) {
  draft.change((spec) => {
    spec.model.hidden = short(activationsOf(draft).filter((_, i) => i !== layer));
    spec.model.layers = layersOf(draft).filter((_, i) => i !== layer);
  });
}

/**
 * @param {import('./draft.js').Draft} draft
 * @param {number} layer
 * @param {number} by
 */
export function widen(draft, layer, by) {
  draft.set(`model.layers.${layer}`, Math.max(1, Number(layersOf(draft)[layer]) + by));
}

/**
 * What a layer is, in words.
 * @param {import('./draft.js').Draft} draft
 * @param {number} layer
 */
export function wordsOf(draft, layer) {
  const layers = layersOf(draft);
  return layer === layers.length - 1 ? nameOf(draft.get('model.output') ?? 'tanh') : nameOf(activationsOf(draft)[layer]);
}
