import { byId, element, setText } from '../ui/dom.js';
import { formatCount, formatFormula } from '../ui/format.js';
import { svg } from '../ui/svg.js';
import { addLayer, layersOf, removeLayer, widen, wordsOf } from './network-form.js';

/** The most neurons of a layer that are drawn; of more, a number says how many. */
const MOST = 8;

/** The most inputs whose names are drawn. */
const NAMED = 8;

/** In the picture's own units. */
const COLUMN = 96;
const NAMES = 56;
const ROW = 30;
const RADIUS = 9;

/**
 * The network that will be trained, before it is: layers are widened, added and taken away where they are drawn.
 * @param {import('./draft.js').Draft} draft
 */
export function picture(draft) {
  const root = byId('picture', HTMLElement);
  const note = byId('picture-note', HTMLElement);
  const heads = element('div', { class: 'picture-heads' });
  const drawing = svg('svg', { role: 'img' });
  root.append(heads, drawing);
  /** @type {string[]} */
  let inputs = [];
  let drawn = '';

  function draw() {
    const layers = layersOf(draft).map((width) => (Number.isInteger(width) && width > 0 ? width : 0));
    const words = layers.map((_, layer) => wordsOf(draft, layer));
    const key = JSON.stringify([inputs, layers, words]);
    if (key === drawn) {
      return;
    }
    drawn = key;
    const focused = document.activeElement?.id ?? '';
    heads.style.gridTemplateColumns = `${COLUMN + NAMES}px repeat(${layers.length}, ${COLUMN}px)`;
    heads.replaceChildren(
      element('div', { class: 'picture-head' }, element('strong', {}, `${inputs.length} ${inputs.length === 1 ? 'input' : 'inputs'}`), button('Add a hidden layer', 'add-layer', '+ layer', () => addLayer(draft))),
      ...layers.map((width, layer) => head(width, layer, layers.length)),
    );
    document.getElementById(focused)?.focus();
    paint(drawing, inputs, layers, words);
  }

  /**
   * @param {number} width
   * @param {number} layer
   * @param {number} count
   */
  function head(width, layer, count) {
    const last = layer === count - 1;
    const name = last ? 'output layer' : `layer ${layer + 1}`;
    const where = last ? 'in the output layer' : `in ${name}`;
    const fewer = button(`One neuron fewer ${where}`, `fewer-${layer}`, '−', () => widen(draft, layer, -1));
    const more = button(`One neuron more ${where}`, `more-${layer}`, '+', () => widen(draft, layer, 1));
    fewer.disabled = width <= 1;
    const parts = [element('div', { class: 'picture-count' }, fewer, element('strong', {}, String(width)), more), element('span', { class: 'help' }, wordsOf(draft, layer))];
    if (!last) {
      parts.push(button(`Remove ${name}`, `remove-${layer}`, 'Remove', () => removeLayer(draft, layer)));
    }
    return element('div', { class: 'picture-head' }, ...parts);
  }

  return {
    draw,
    /** @param {import('../state/specs-api.js').Preview} preview */
    show({ inputNames, parameters }) {
      inputs = inputNames;
      setText(note, `${formatCount(parameters)} ${parameters === 1 ? 'parameter' : 'parameters'} to learn.`);
      draw();
    },
  };
}

/**
 * @param {string} label
 * @param {string} id
 * @param {string} text
 * @param {() => void} press
 */
function button(label, id, text, press) {
  const one = element('button', { type: 'button', class: 'small', id: `picture-${id}`, 'aria-label': label, title: label }, text);
  one.addEventListener('click', press);
  return one;
}

/**
 * @param {SVGElement} drawing
 * @param {string[]} inputs
 * @param {number[]} layers
 * @param {string[]} words
 */
function paint(drawing, inputs, layers, words) {
  const widths = [inputs.length, ...layers];
  const rows = Math.min(MOST, Math.max(1, ...widths));
  const height = rows * ROW + ROW / 2;
  const extent = widths.length * COLUMN + NAMES;
  drawing.setAttribute('viewBox', `0 0 ${extent} ${height}`);
  drawing.setAttribute('width', String(extent));
  drawing.setAttribute('height', String(height));
  drawing.setAttribute('aria-label', `A network of ${inputs.length} ${inputs.length === 1 ? 'input' : 'inputs'} and ${layers.map((width, i) => `${width} ${words[i]}`).join(', then ')}`);
  const at = (/** @type {number} */ layer, /** @type {number} */ i) => {
    const count = Math.min(MOST, widths[layer]);
    return [NAMES + layer * COLUMN + COLUMN / 2, height / 2 + (i - (count - 1) / 2) * ROW];
  };
  /** @type {SVGElement[]} */
  const edges = [];
  /** @type {SVGElement[]} */
  const neurons = [];
  widths.forEach((neuronsHere, layer) => {
    const count = Math.min(MOST, neuronsHere);
    for (let i = 0; i < count; i++) {
      const [x, y] = at(layer, i);
      for (let j = 0; layer > 0 && j < Math.min(MOST, widths[layer - 1]); j++) {
        const [fromX, fromY] = at(layer - 1, j);
        edges.push(svg('line', { x1: fromX, y1: fromY, x2: x, y2: y, class: 'picture-edge' }));
      }
      neurons.push(svg('circle', { cx: x, cy: y, r: RADIUS, class: layer === 0 ? 'picture-input' : 'picture-neuron' }));
      if (neuronsHere > MOST && i === MOST - 1) {
        neurons.push(svg('text', { x, y: y + 4, class: 'picture-more' }, `+${neuronsHere - MOST + 1}`));
      } else if (layer === 0 && i < NAMED) {
        neurons.push(svg('text', { x: x - RADIUS - 4, y: y + 4, class: 'picture-name' }, shortName(formatFormula(inputs[i]))));
      }
    }
  });
  drawing.replaceChildren(...edges, ...neurons);
}

/** @param {string} name */
function shortName(name) {
  return name.length > 14 ? `${name.slice(0, 13)}…` : name;
}
