import { colours } from '../colours.js';
import { element, setText } from '../dom.js';
import { formatCount, formatSigned } from '../format.js';
import { news } from '../frame.js';
import { describeMoment, placeOf } from '../moments.js';
import { details } from '../network/details.js';
import { drawNetwork } from '../network/drawing.js';
import { edgeAt, edgesOf, MAX_EDGES, strongest } from '../network/edges.js';
import { gradientCheck } from '../network/gradient-check.js';
import { layout, MAX_SHOWN, neuronName, neuronPlace, parameterPlace, parseName } from '../network/layout.js';
import { neuronButtons } from '../network/neuron-buttons.js';
import { pointAt } from '../pointing.js';
import { timeSlider } from '../time-slider.js';

/** How near to an edge one has to point, in pixels. */
const REACH = 8;

/**
 * The network as a picture: edges are weights or gradients, neurons show what they put out.
 * @param {HTMLElement} panel
 * @param {import('../views.js').Page} page
 * @returns {import('../views.js').View}
 */
export function network(panel, page) {
  const { store, redraw } = page;
  const canvas = element('canvas', { role: 'img', id: 'network-picture', 'aria-label': 'The network: nothing yet' });
  const buttons = neuronButtons(store, select);
  const stage = element('div', { class: 'network-stage' }, canvas, buttons.element);
  const scroller = element('div', { class: 'network-scroll' }, stage);
  const weights = element('button', { type: 'button', 'aria-pressed': 'true' }, 'Weights');
  const gradients = element('button', { type: 'button', 'aria-pressed': 'false' }, 'Gradients');
  const note = element('p', { class: 'panel-note', id: 'network-note' });
  const legend = element('p', { class: 'legend' }, element('span', { class: 'key key-negative' }), 'negative ', element('span', { class: 'key key-positive' }), 'positive; the wider, the larger. The dot at a neuron’s corner is its bias.');
  const past = timeSlider(store, 'network-time');
  const numbers = details(page, (input) => select(chosen.layer, chosen.neuron, input));
  const check = gradientCheck(page);
  const switcher = element('div', { class: 'segments', role: 'group', 'aria-label': 'What the edges show' }, weights, gradients);
  panel.append(
    element(
      'div',
      { class: 'side-by-side' },
      element('div', {}, element('div', { class: 'view-tools' }, switcher, past.element), scroller, legend, note),
      element('div', {}, numbers.element, check.element),
    ),
  );

  const isNews = news();
  let showGradients = false;
  let shape = '';
  /** @type {number[]} the number of inputs, then of each layer's neurons */
  let widths = [];
  let chosen = { layer: 1, neuron: 0, input: 0 };
  /** @type {import('../network/edges.js').Edge[]} */
  let edges = [];
  /** @type {import('../network/edges.js').Edge[]} */
  let drawn = [];
  /** @type {import('../network/layout.js').Layout} */
  let placed = layout([1], 1, 1);
  let arranged = '';

  /**
   * @param {number} layer
   * @param {number} neuron
   * @param {number} [input]
   */
  function select(layer, neuron, input = 0) {
    chosen = { layer, neuron, input };
    redraw();
  }

  /** @param {boolean} wanted */
  function setMode(wanted) {
    showGradients = wanted;
    weights.setAttribute('aria-pressed', String(!wanted));
    gradients.setAttribute('aria-pressed', String(wanted));
    redraw();
  }

  weights.addEventListener('click', () => setMode(false));
  gradients.addEventListener('click', () => setMode(true));
  stage.addEventListener('pointermove', (event) => {
    const edge = edgeUnder(event);
    if (event.target === canvas) {
      canvas.style.cursor = edge ? 'pointer' : '';
      pointAt(store, { parameter: edge ? (store.state.run?.parameterNames[edge.parameter] ?? null) : null });
    }
  });
  canvas.addEventListener('pointerleave', () => pointAt(store));
  canvas.addEventListener('click', (event) => {
    const edge = edgeUnder(event);
    if (edge) {
      select(edge.to.layer, edge.to.place, edge.from.place);
    }
  });
  new ResizeObserver(redraw).observe(scroller);

  /** @param {MouseEvent} event */
  function edgeUnder(event) {
    const { left, top } = canvas.getBoundingClientRect();
    return edgeAt(drawn, event.clientX - left, event.clientY - top, REACH);
  }

  function draw() {
    const { run, parameters: history, pointed, neurons } = store.state;
    check.draw();
    if (run === null) {
      return;
    }
    arrange(run);
    const place = placeOf(history.steps, pointed.step);
    past.draw(history.steps, place);
    const data = history.data[place];
    const grad = history.grad[place];
    if (!data || !grad) {
      setText(note, 'Waiting for the first values.');
      return;
    }
    const moment = neurons.items[placeOf(neurons.steps, pointed.step)];
    const { status, live } = store.state;
    if (!isNews(data, grad, moment, pointed, chosen, placed, showGradients, colours(), status?.status, live, history.steps.length)) {
      return;
    }
    const values = showGradients ? grad : data;
    const lit = litEdges();
    drawn = strongest(edges, values, lit ?? (() => false));
    const output = (/** @type {import('../network/layout.js').Node} */ { layer, place: neuron }) => {
      const found = moment?.values[neuronPlace(widths, layer, neuron)];
      return found ? { values: found, columns: moment.columns ?? found.length, scale: scaleOf(run, layer, found) } : null;
    };
    drawNetwork(canvas, {
      layout: placed,
      edges: drawn,
      values,
      data,
      biasPlace: (node) => parameterPlace(widths, node.layer, node.place, widths[node.layer - 1]),
      output,
      label: (node) => run.inputNames[node.place],
      lit,
      litNode: (node) =>
        node.layer > 0 &&
        (neuronName(node.layer, node.place) === pointed.neuron || (node.layer === chosen.layer && node.place === chosen.neuron)),
      mark: mark(run, moment),
    });
    buttons.draw(placed, chosen);
    canvas.setAttribute('aria-label', describe(run, values));
    setText(note, [describeMoment(history.steps, pointed.step, formatCount), ...omissions(run, moment)].join(' '));
    numbers.draw({
      widths,
      ...chosen,
      data,
      grad,
      output: output({ layer: chosen.layer, place: chosen.neuron, x: 0, y: 0 })?.values ?? null,
      plane: moment?.columns !== undefined,
    });
  }

  /** @param {import('../protocol.js').Welcome} run */
  function arrange(run) {
    widths = [run.inputNames.length, ...run.spec.model.layers];
    if (widths.join() !== shape) {
      shape = widths.join();
      chosen = { layer: widths.length - 1, neuron: 0, input: 0 };
    }
    const room = Math.max(240, scroller.clientWidth);
    const wide = panel.closest('.wide') !== null;
    const tall = wide ? innerHeight * 0.7 : 400;
    const key = [shape, room, tall].join(' ');
    if (key !== arranged) {
      arranged = key;
      placed = layout(widths, room, tall);
      edges = edgesOf(placed.nodes, widths);
    }
  }

  /** Which edges are pointed at; null where none is. */
  function litEdges() {
    const { pointed, run } = store.state;
    if (pointed.parameter !== null) {
      const place = run?.parameterNames.indexOf(pointed.parameter);
      return (/** @type {import('../network/edges.js').Edge} */ edge) => edge.parameter === place;
    }
    const neuron = pointed.neuron === null ? null : parseName(pointed.neuron);
    if (neuron === null) {
      return null;
    }
    const isIt = (/** @type {import('../network/layout.js').Node} */ node) =>
      node.layer === neuron.layer && node.place === neuron.neuron;
    return (/** @type {import('../network/edges.js').Edge} */ edge) => isIt(edge.from) || isIt(edge.to);
  }

  /**
   * Where the pointed sample is in a neuron's picture, from 0 to 1.
   * @param {import('../protocol.js').Welcome} run
   * @param {import('../store.js').NeuronsMoment | undefined} moment
   */
  function mark(run, moment) {
    const { sample } = store.state.pointed;
    const inputs = sample === null ? undefined : run.inputs?.[sample];
    if (sample === null || inputs === undefined || moment === undefined) {
      return null;
    }
    if (moment.from === undefined || moment.to === undefined) {
      const count = moment.values[0].length;
      return sample < count ? { x: sample / count, y: 0 } : null;
    }
    const { from, to } = moment;
    const [x, y] = inputs.map((value, axis) => (value - from[axis]) / (to[axis] - from[axis]));
    return { x, y };
  }

  /**
   * @param {import('../protocol.js').Welcome} run
   * @param {import('../store.js').NeuronsMoment | undefined} moment
   */
  function omissions(run, moment) {
    const { parameters: history, pointed, neurons } = store.state;
    const said = [];
    const count = run.parameterNames.length - widths.slice(1).reduce((sum, neuronCount) => sum + neuronCount, 0);
    if (edges.length > MAX_EDGES || edges.length < count) {
      said.push(`Drawn are the ${formatCount(Math.min(edges.length, MAX_EDGES))} strongest of ${formatCount(count)} weights.`);
    }
    widths.forEach((width, layer) => {
      if (width > MAX_SHOWN) {
        said.push(`Of the ${formatCount(width)} ${layer === 0 ? 'inputs' : `neurons of layer ${layer}`} the first ${MAX_SHOWN} are shown.`);
      }
    });
    if (moment === undefined && history.steps.length > 1) {
      said.push('This network is too large to show what each neuron puts out.');
    } else if (pointed.step !== null && neurons.steps[0] > pointed.step) {
      said.push('The neurons’ pictures are the present ones.');
    }
    return said;
  }

  /**
   * @param {import('../protocol.js').Welcome} run
   * @param {Float64Array} values
   */
  function describe(run, values) {
    const place = values.reduce((most, value, i) => (Math.abs(value) > Math.abs(values[most]) ? i : most), 0);
    return `Network of ${widths.join('–')}, coloured by its ${showGradients ? 'gradients' : 'weights'}; the largest is ${run.parameterNames[place]}, ${formatSigned(values[place])}`;
  }

  return {
    topics: ['parameters', 'neurons'],
    draw,
    restyle: () => {
      numbers.restyle();
      draw();
    },
  };
}

/**
 * The output that gets the full colour: 1 where it can be no larger, else the neuron's own largest.
 * @param {import('../protocol.js').Welcome} run
 * @param {number} layer
 * @param {Float64Array} values
 */
function scaleOf(run, layer, values) {
  const { layers, hidden, output } = run.spec.model;
  const bounded = ['tanh', 'sigmoid'].includes(layer === layers.length ? output : hidden);
  return bounded ? 1 : values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
}
