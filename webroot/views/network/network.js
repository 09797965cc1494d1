import { describeSnapshot, placeOf } from '../../state/level-history.js';
import { findingsThen, momentOf } from '../../state/moment.js';
import { rawInputs } from '../../state/raw-inputs.js';
import { fontSize, heightInSight } from '../../ui/canvas.js';
import { colours } from '../../ui/colours.js';
import { element, setText } from '../../ui/dom.js';
import { formatFormula } from '../../ui/format.js';
import { changed } from '../../ui/frame.js';
import { timeSlider } from '../../ui/time-slider.js';
import { details } from './details.js';
import { drawNetwork } from './drawing.js';
import { edgeAt, edgesOf, strongest } from './edges.js';
import { gradientCheck } from './gradient-check.js';
import { layout, neuronName, neuronPlace, parameterPlace, parseName } from './layout.js';
import { networkLegend } from './legend.js';
import { neuronButtons } from './neuron-buttons.js';
import { samplePlace, scaleOf } from './outputs.js';
import { spotsOf } from './spots.js';
import { weightDrag } from './weight-drag.js';
import { describeNetwork, describeTroubles, omissions, troublesOf } from './words.js';

/** The greatest distance from an edge or a bias that points at it, in pixels: with a mouse, a finger. */
const REACH = 9;
const FINGER = 22;

/**
 * The network as a picture: edges are weights or gradients, neurons show what they put out.
 * @param {HTMLElement} panel
 * @param {import('../../ui/view.js').Page} page
 * @returns {import('../../ui/view.js').View}
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
  const legend = networkLegend();
  const drag = weightDrag(page, stage, canvas, spotUnder, ({ layer, neuron, input }) => select(layer, neuron, input));
  const slider = timeSlider(store, 'network-time');
  const numbers = details(page, (input) => select(chosen.layer, chosen.neuron, input));
  const check = gradientCheck(page);
  const switcher = element('div', { class: 'segments', role: 'group', 'aria-label': 'What the edges show' }, weights, gradients);
  const tools = element('div', { class: 'view-tools' }, switcher, slider.element);
  panel.append(
    element(
      'div',
      { class: 'side-by-side' },
      element('div', {}, tools, scroller, ...legend.nodes, note),
      element('div', {}, numbers.element, check.element),
    ),
  );

  const hasChanged = changed();
  let showGradients = false;
  let shape = '';
  /** @type {number[]} the number of inputs, then of each layer's neurons */
  let widths = [];
  let chosen = { layer: 1, neuron: 0, input: 0 };
  /** @type {string | null} the page's choice, as far as it is known here */
  let known = null;
  /** @type {import('./edges.js').Edge[]} */
  let edges = [];
  /** @type {import('./edges.js').Edge[]} */
  let drawn = [];
  /** @type {import('./layout.js').Layout} */
  let placed = layout([1], 1, 1);
  let arranged = '';
  let spots = spotsOf(placed, widths, []);

  /**
   * @param {number} layer
   * @param {number} neuron
   * @param {number} [input]
   */
  function select(layer, neuron, input = 0) {
    chosen = { layer, neuron, input };
    known = store.state.run?.parameterNames[parameterPlace(widths, layer, neuron, input)] ?? null;
    store.chooseParameter(known);
    redraw();
  }

  /** Follows what was chosen in another view. */
  function follow() {
    const { parameter } = store.state;
    const there = parameter === null || parameter === known ? null : parseName(parameter);
    known = parameter;
    if (there !== null) {
      chosen = { layer: there.layer, neuron: there.neuron, input: there.input ?? widths[there.layer - 1] };
    }
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
  new ResizeObserver(redraw).observe(scroller);

  /** @param {MouseEvent} event */
  function spotUnder(event) {
    const { left, top } = canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - left, event.clientY - top];
    const reach = event instanceof PointerEvent && event.pointerType === 'touch' ? FINGER : REACH;
    const edge = event.target === canvas ? edgeAt(drawn, x, y, reach) : null;
    return spots.biasAt(x, y, REACH) ?? (edge && spots.edgeSpot(edge));
  }

  function draw() {
    const { run, parameters: history, pointed, neurons } = store.state;
    check.draw();
    if (run === null) {
      return;
    }
    arrange(run);
    follow();
    const moment = momentOf(store.state);
    const place = placeOf(history.steps, moment);
    slider.draw(history.steps, place);
    const now = moment === null;
    const data = history.data[place] && now ? drag.applied(history.data[place]) : history.data[place];
    const grad = history.grad[place];
    if (!data || !grad) {
      setText(note, 'Waiting for the first values.');
      return;
    }
    const snapshot = moment === null ? neurons.latest : neurons.items[neurons.steps.indexOf(history.steps[place])];
    const { status, live, findings, stepAxis } = store.state;
    if (!hasChanged(findings, data, grad, snapshot, pointed, chosen, placed, showGradients, colours(), status?.status, live, stepAxis, history.steps.length)) {
      return;
    }
    const values = showGradients ? grad : data;
    const lit = litEdges();
    drawn = strongest(edges, values, lit ?? (() => false));
    const settable = live && now && status?.status !== 'diverged';
    const troubles = troublesOf(findingsThen(store.state));
    const scales = widths.slice(1).map((_, before) => scaleOf(run, before + 1, snapshot));
    const output = (/** @type {import('./layout.js').Node} */ { layer, place: neuron }) => {
      const found = snapshot?.values[neuronPlace(widths, layer, neuron)];
      return found ? { values: found, columns: snapshot.columns ?? found.length, scale: scales[layer - 1] } : null;
    };
    drawNetwork(canvas, {
      layout: placed,
      edges: drawn,
      values,
      data,
      biasPlace: (node) => parameterPlace(widths, node.layer, node.place, widths[node.layer - 1]),
      output,
      label: (node) => formatFormula(run.inputNames[node.place]),
      trouble: ({ layer, place: neuron }) => troubles.get(neuronName(layer, neuron)) ?? troubles.get(`layer${layer}`) ?? '',
      font: fontSize(),
      lit,
      litNode: (node) =>
        node.layer > 0 &&
        (neuronName(node.layer, node.place) === pointed.neuron ||
          `${neuronName(node.layer, node.place)}.b` === pointed.parameter ||
          (node.layer === chosen.layer && node.place === chosen.neuron)),
      mark: samplePlace(run, snapshot, pointed.sample),
    });
    buttons.draw(placed, chosen);
    drag.draw(spots.spotOf(chosen, edges), settable, { step: history.steps[place], data, grad });
    legend.draw({ gradients: showGradients, settable, plane: snapshot ? snapshot.columns !== undefined : null, inputNames: rawInputs(run).names, scales });
    canvas.setAttribute('aria-label', describeNetwork(widths, showGradients ? 'gradients' : 'weights', run.parameterNames, values));
    setText(
      note,
      [describeSnapshot(history.steps.slice(0, place + 1), pointed.step), ...omissions(widths, edges.length), ...pictureRemarks(snapshot), ...describeTroubles(troubles)].join(' '),
    );
    numbers.draw({
      widths,
      ...chosen,
      step: history.steps[place],
      settable,
      data,
      grad,
      output: output({ layer: chosen.layer, place: chosen.neuron, x: 0, y: 0 })?.values ?? null,
      plane: snapshot?.columns !== undefined,
    });
  }

  /** @param {import('../../state/protocol.js').Welcome} run */
  function arrange(run) {
    widths = [run.inputNames.length, ...run.spec.model.layers];
    if (widths.join() !== shape) {
      shape = widths.join();
      chosen = { layer: widths.length - 1, neuron: 0, input: 0 };
    }
    const room = Math.max(240, scroller.clientWidth);
    const tall = heightInSight(panel, tools, Math.max(400, innerHeight * 0.45));
    const key = [shape, room, tall].join(' ');
    if (key !== arranged) {
      arranged = key;
      placed = layout(widths, room, tall);
      edges = edgesOf(placed.nodes, widths);
    }
    spots = spotsOf(placed, widths, run.parameterNames);
  }

  /** @param {object | undefined} snapshot of the neurons, as it is shown */
  function pictureRemarks(snapshot) {
    const { parameters: history, neurons } = store.state;
    if (snapshot !== undefined || history.steps.length < 2) {
      return [];
    }
    return [neurons.latest === undefined ? 'This network is too large to show what each neuron puts out.' : 'What each neuron put out then is not kept.'];
  }

  /** Which edges are pointed at; null where none is. */
  function litEdges() {
    const { pointed, run } = store.state;
    if (pointed.parameter !== null && !pointed.parameter.endsWith('.b')) {
      const place = run?.parameterNames.indexOf(pointed.parameter);
      return (/** @type {import('./edges.js').Edge} */ edge) => edge.parameter === place;
    }
    const neuron = pointed.neuron === null ? null : parseName(pointed.neuron);
    if (neuron === null) {
      return null;
    }
    const isIt = (/** @type {import('./layout.js').Node} */ node) =>
      node.layer === neuron.layer && node.place === neuron.neuron;
    return (/** @type {import('./edges.js').Edge} */ edge) => isIt(edge.from) || isIt(edge.to);
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
