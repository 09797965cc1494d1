import { parameterChart } from '../../charts/parameter-chart.js';
import { activationOf } from '../../state/activation.js';
import { gradientKnown } from '../../state/level-history.js';
import { element, setRows, setText } from '../../ui/dom.js';
import { formatCount, formatFormula, formatShort, formatSigned, signOf } from '../../ui/format.js';
import { pointingRows } from '../../ui/pointing.js';
import { neuronName, parameterPlace } from './layout.js';
import { weightEditor } from './weight-editor.js';

/** The most terms of a neuron's sum, and outputs by sample, that are written out. */
const MAX_TERMS = 6;
const MAX_OUTPUTS = 20;

/**
 * A neuron's numbers: what it computes, its parameters now and over time, its outputs.
 * @param {import('../../ui/view.js').Page} page
 * @param {(input: number) => void} choose one of the neuron's parameters was chosen, by its place
 */
export function details(page, choose) {
  const { store } = page;
  const title = element('h3', { id: 'neuron-title' });
  const formula = element('p', { class: 'neuron-formula' });
  const outputs = element('p', { class: 'panel-note' });
  const body = element('tbody');
  const editor = weightEditor(page);
  const valueCanvas = element('canvas', { role: 'img', 'aria-label': 'Value over steps' });
  const gradCanvas = element('canvas', { role: 'img', 'aria-label': 'Gradient over steps' });
  const valueTitle = element('h4', {});
  const gradTitle = element('h4', {});
  const section = element(
    'section',
    { class: 'neuron', 'aria-labelledby': 'neuron-title' },
    title,
    formula,
    outputs,
    editor.element,
    element(
      'div',
      { class: 'neuron-charts' },
      element('div', {}, valueTitle, element('div', { class: 'chart-box chart-small' }, valueCanvas)),
      element('div', {}, gradTitle, element('div', { class: 'chart-box chart-small' }, gradCanvas)),
    ),
    element(
      'div',
      { class: 'scroll neuron-parameters', tabindex: '0', role: 'region', 'aria-label': 'The neuron’s parameters' },
      element(
        'table',
        { class: 'numbers names', 'aria-label': 'Parameters of the neuron' },
        element('thead', {}, element('tr', {}, ...['Parameter', 'From', 'Value', 'Gradient'].map((text) => element('th', { scope: 'col' }, text)))),
        body,
      ),
    ),
  );
  /** @type {{value: ReturnType<typeof parameterChart>, grad: ReturnType<typeof parameterChart>} | null} */
  let charts = null;

  editor.choice.addEventListener('change', () => choose(Number(editor.choice.value)));
  body.addEventListener('click', (event) => {
    const row = event.target instanceof Element ? event.target.closest('tr') : null;
    if (row) {
      choose(row.sectionRowIndex);
    }
  });
  /** @type {string[]} */
  let names = [];
  const rows = pointingRows(store, body, (row) => ({ parameter: names[row] }));

  /**
   * @param {object} chosen
   * @param {number[]} chosen.widths the number of inputs, then of each layer's neurons
   * @param {number} chosen.layer from 1
   * @param {number} chosen.neuron from 0
   * @param {number} chosen.input which of its parameters; the number of inputs for the bias
   * @param {number} chosen.step how many steps were done then
   * @param {boolean} chosen.settable whether a parameter can be set: not in what was
   * @param {Float64Array} chosen.data of all parameters
   * @param {Float64Array} chosen.grad of all parameters
   * @param {Float64Array | null} chosen.output the neuron's, over the plane or by sample
   * @param {boolean} chosen.plane whether the output is over the plane
   */
  function draw({ widths, layer, neuron, input, step, settable, data, grad, output, plane }) {
    const { run, parameters: history, pointed } = store.state;
    if (run === null) {
      return;
    }
    charts ??= { value: parameterChart(valueCanvas, store), grad: parameterChart(gradCanvas, store) };
    const fanIn = widths[layer - 1];
    const first = parameterPlace(widths, layer, neuron, 0);
    const from = (/** @type {number} */ i) =>
      i === fanIn ? '1 (bias)' : layer === 1 ? formatFormula(run.inputNames[i]) : `neuron ${i + 1}`;
    const last = layer === widths.length - 1;
    const activation = activationOf(run.spec, layer);
    setText(title, `Neuron ${neuron + 1} of layer ${layer}${last ? ', an output' : ''}`);
    const weighed = sum(data, first, fanIn, layer, run.inputNames);
    setText(formula, formulaOf(activation, weighed, widths[layer]) + (layer === 1 && run.spec.data.standardize ? ', each input standardized' : ''));
    setText(outputs, describeOutput(output, plane));
    fillChoice(`${run.trajectory} ${layer} ${neuron}`, fanIn, from);
    editor.choice.value = String(input);
    const place = first + input;
    const name = run.parameterNames[place];
    editor.draw(name, data[place], settable);
    const gradient = (/** @type {number} */ i) => (gradientKnown(step, grad) ? formatSigned(grad[i]) : '–');
    setText(valueTitle, `Value ${formatSigned(data[place])}`);
    setText(gradTitle, `Gradient ${gradient(place)}`);
    charts.value.draw(history.steps, history.data, [place], null);
    const begin = gradientKnown(history.steps[0], history.grad[0]) ? 0 : 1;
    charts.grad.draw(history.steps.slice(begin), history.grad.slice(begin), [place], null);
    names = run.parameterNames.slice(first, first + fanIn + 1);
    setRows(
      body,
      names.map((text, i) => [
        { text, header: true },
        from(i),
        { text: formatSigned(data[first + i]), class: signOf(data[first + i]) },
        gradient(first + i),
      ]),
    );
    [...body.rows].forEach((row, i) => row.classList.toggle('chosen', i === input));
    rows.light(pointed.parameter === null ? -1 : names.indexOf(pointed.parameter));
  }

  /**
   * @param {string} key of the neuron
   * @param {number} fanIn
   * @param {(i: number) => string} from
   */
  function fillChoice(key, fanIn, from) {
    if (editor.choice.dataset.key !== key) {
      editor.choice.dataset.key = key;
      editor.choice.replaceChildren(
        ...Array.from({ length: fanIn + 1 }, (_, i) =>
          element('option', { value: String(i) }, i === fanIn ? 'bias' : `weight of ${from(i)}`),
        ),
      );
    }
  }

  return {
    element: section,
    draw,
    restyle: () => {
      charts?.value.restyle();
      charts?.grad.restyle();
    },
  };
}

/**
 * What a neuron computes from its weighted sum.
 * @param {string} activation
 * @param {string} weighed the sum
 * @param {number} width how many neurons its layer has
 */
function formulaOf(activation, weighed, width) {
  switch (activation) {
    case 'linear':
      return weighed;
    case 'softmax':
      return `exp(s) divided by the sum of exp(s) over all ${formatCount(width)} neurons of the layer; here s = ${weighed}`;
    default:
      return `${activation}(${weighed})`;
  }
}

/**
 * @param {Float64Array} data
 * @param {number} first
 * @param {number} fanIn
 * @param {number} layer
 * @param {string[]} inputNames
 */
function sum(data, first, fanIn, layer, inputNames) {
  const short = (/** @type {number} */ value) => formatShort(Number(value.toPrecision(3)));
  const terms = [short(data[first + fanIn])];
  for (let i = 0; i < Math.min(fanIn, MAX_TERMS); i++) {
    const weight = data[first + i];
    const signal = layer === 1 ? formatFormula(inputNames[i]) : `${neuronName(layer - 1, i)}`;
    terms.push(`${weight < 0 ? '−' : '+'} ${short(Math.abs(weight))}·${signal}`);
  }
  return terms.join(' ') + (fanIn > MAX_TERMS ? ` + … (${formatCount(fanIn - MAX_TERMS)} more)` : '');
}

/**
 * @param {Float64Array | null} output
 * @param {boolean} plane
 */
function describeOutput(output, plane) {
  if (output === null) {
    return '';
  }
  if (plane) {
    const least = output.reduce((a, b) => Math.min(a, b), Infinity);
    const greatest = output.reduce((a, b) => Math.max(a, b), -Infinity);
    if (least === greatest) {
      return `Puts out ${formatSigned(least)} everywhere on the plane of inputs.`;
    }
    return `Puts out ${formatSigned(least)} to ${formatSigned(greatest)} over the plane of inputs.`;
  }
  const shown = [...output].slice(0, MAX_OUTPUTS).map((value, sample) => `${formatSigned(value)} for sample ${sample}`);
  return `Puts out ${shown.join(', ')}${output.length > MAX_OUTPUTS ? ' …' : '.'}`;
}
