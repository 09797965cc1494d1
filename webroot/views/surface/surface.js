import { classesOf } from '../../state/classes.js';
import { describeSnapshot, placeOf } from '../../state/level-history.js';
import { momentOf } from '../../state/moment.js';
import { sameSlice, surfaceTopic } from '../../state/levels.js';
import { rawInputs } from '../../state/raw-inputs.js';
import { fit, fontSize, heightInSight } from '../../ui/canvas.js';
import { colours } from '../../ui/colours.js';
import { element, setText } from '../../ui/dom.js';
import { changed } from '../../ui/frame.js';
import { readNumber, refusal } from '../../ui/number-field.js';
import { pointAt } from '../../ui/pointing.js';
import { sampleButton } from '../../ui/sample-button.js';
import { pen } from '../../ui/pen.js';
import { timeSlider } from '../../ui/time-slider.js';
import { drawAxes } from './axes.js';
import { classPicture } from './class-picture.js';
import { drawPoints } from './draw-points.js';
import { latticeTable } from './lattice-table.js';
import { outputPicture } from './output-picture.js';
import { drawRing } from './plane.js';
import { pixel, valueAt } from './scale.js';
import { sliceChoice } from './slice.js';
import { remarks } from './words.js';

/** The greatest distance from a sample that still points at it, in pixels. */
const REACH = 16;

/**
 * What is shown: one output, or all as classes.
 * @typedef {object} Picture
 * @property {{x: number, y: number, number: number, test: boolean}[]} places where each sample stands, in values
 * @property {boolean} curve whether it is over one input
 * @property {string} nameY of the axis at the left
 * @property {(Node | string)[]} legend what colours, lines and marks mean
 * @property {string} name what it shows, for those who don't see it
 * @property {(sample: number | null, under: {x: number, y: number} | null) => string} describe what somebody points at
 * @property {(width: number, height: number, text: number) => Axes} axes
 * @property {(context: CanvasRenderingContext2D, axes: Axes) => void} ground below the samples
 * @property {(context: CanvasRenderingContext2D, axes: Axes, sample: number, radius: number, lit: boolean) => void} mark a sample
 * @property {(context: CanvasRenderingContext2D, axes: Axes, sample: number, radius: number, text: number) => void} label beside a sample
 * @typedef {import('./scale.js').Axes} Axes
 * @typedef {import('../../state/levels.js').SurfaceSnapshot} SurfaceSnapshot
 * @typedef {import('../../state/levels.js').SurfacesSnapshot} SurfacesSnapshot
 */

/**
 * The network's output over the data's inputs, and the samples.
 * @param {HTMLElement} panel
 * @param {import('../../ui/view.js').Page} page
 * @returns {import('../../ui/view.js').View}
 */
export function surface(panel, page) {
  const { store, redraw } = page;
  const canvas = element('canvas', { role: 'img', id: 'surface-picture', 'aria-label': 'The output: nothing yet' });
  const stage = element('div', { class: 'surface-stage' }, canvas);
  const slider = timeSlider(store, 'surface-time');
  const sampleField = element('input', { type: 'text', id: 'surface-sample', class: 'number', inputmode: 'numeric', placeholder: 'none', autocomplete: 'off' });
  const graph = sampleButton(page);
  const readout = element('p', { class: 'surface-readout', id: 'surface-readout', role: 'status' });
  const note = element('p', { class: 'panel-note', id: 'surface-note' });
  const legend = element('p', { class: 'legend' });
  const table = latticeTable();
  const choice = sliceChoice(() => {
    page.watch();
    redraw();
  });
  const drawing = drawPoints(page);
  const tools = element('div', { class: 'view-tools' }, choice.element, slider.element);
  panel.append(
    element(
      'div',
      { class: 'side-by-side' },
      element('div', {}, tools, stage, drawing.element),
      element(
        'div',
        {},
        legend,
        element('p', { class: 'surface-control' }, element('label', { for: 'surface-sample' }, 'Sample'), sampleField, graph.element),
        readout,
        note,
        table.element,
      ),
    ),
  );

  const hasChanged = changed();
  /** @type {import('./scale.js').Axes | null} */
  let axes = null;
  /** @type {Picture | null} */
  let picture = null;
  /** @type {{x: number, y: number} | null} what the pointer is at */
  let under = null;
  let watched = '';
  /** Why the sample that was typed is none. */
  let refused = '';

  const points = pen(
    canvas,
    (left, top) => {
      const { run } = store.state;
      const at = axes && valueAt(axes, left, top);
      if (run !== null && at !== null) {
        drawing.add(choice.of(run), at.x, at.y);
      }
    },
    redraw,
    drawing.isOn,
  );
  canvas.addEventListener('pointermove', (event) => {
    const { left, top } = canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - left, event.clientY - top];
    under = axes && valueAt(axes, x, y);
    const before = place();
    const found = nearest(x, y);
    pointAt(store, found === null ? {} : found.test ? { testSample: found.number } : { sample: found.number });
    if (found === null && before < 0) {
      redraw();
    }
  });
  canvas.addEventListener('pointerleave', () => {
    under = null;
    pointAt(store);
  });
  sampleField.addEventListener('input', () => {
    const count = store.state.run?.targets?.length ?? 0;
    refused = sampleField.value === '' ? '' : refusal(sampleField.value, { least: 0, greatest: count - 1, whole: true });
    pointAt(store, { sample: sampleField.value === '' || refused !== '' ? null : readNumber(sampleField.value) });
    redraw();
  });
  canvas.addEventListener('click', () => {
    if (store.state.pointed.sample !== null && !drawing.isOn()) {
      store.choose(store.state.pointed.sample);
    }
  });
  table.element.addEventListener('toggle', redraw);
  new ResizeObserver(redraw).observe(stage);

  /**
   * @param {number} x
   * @param {number} y
   */
  function nearest(x, y) {
    let least = REACH;
    /** @type {Picture['places'][0] | null} */
    let found = null;
    for (const sample of picture?.places ?? []) {
      const at = axes && pixel(axes, sample.x, sample.y);
      const distance = at ? Math.hypot(at.x - x, at.y - y) : Infinity;
      if (distance < least) {
        least = distance;
        found = sample;
      }
    }
    return found;
  }

  /** Where among all places the sample stands that is pointed at; -1 for none. */
  function place() {
    const { sample, testSample } = store.state.pointed;
    return (picture?.places ?? []).findIndex(({ number, test }) => number === (test ? testSample : sample));
  }

  function draw() {
    const { run, outputs, pointed } = store.state;
    if (run === null) {
      return;
    }
    graph.draw(pointed.sample ?? store.state.sample);
    const slice = choice.of(run);
    const moment = momentOf(store.state);
    drawing.draw(run, slice, moment === null);
    canvas.classList.toggle('drawn-on', drawing.isOn());
    const topic = surfaceTopic(slice);
    if (topic !== watched) {
      watched = topic;
      page.watch();
    }
    /** @type {import('../../state/level-history.js').LevelHistory<SurfaceSnapshot | SurfacesSnapshot>} */
    const history = store.history(topic);
    const shown = placeOf(history.steps, moment);
    slider.draw(history.steps, shown);
    const snapshot = history.items[shown];
    if (!snapshot || !sameSlice(snapshot, slice)) {
      setText(note, 'Waiting for the first values.');
      return;
    }
    // Crosses and errors only of the same moment; now both are sent together where nothing runs.
    const answers = moment === null ? outputs.latest : outputs.items[outputs.steps.indexOf(history.steps[shown])];
    const height = heightInSight(panel, tools, Math.max(460, innerHeight * 0.56));
    const on = drawing.isOn();
    canvas.setAttribute('role', on ? 'application' : 'img');
    canvas.tabIndex = on ? 0 : -1;
    if (!hasChanged(run, snapshot, answers, pointed, store.state.sample, under, stage.clientWidth, height, colours(), table.isOpen(), refused, on) && !on) {
      return;
    }
    const classes = classesOf(run);
    if (snapshot.type === 'surface') {
      picture = outputPicture(run, snapshot, answers);
    } else if (classes !== null) {
      picture = classPicture(run, classes, snapshot, answers);
    } else {
      return;
    }
    const { names } = rawInputs(run);
    drawPicture(picture, names[snapshot.x], height);
    table.draw(snapshot, names, classes);
    const sample = place();
    if (document.activeElement !== sampleField) {
      // Where nobody points at one, it is the one with the ring.
      const number = pointed.sample ?? (pointed.testSample === null ? store.state.sample : null);
      sampleField.value = number !== null && picture.places[number]?.test === false ? String(number) : '';
      refused = '';
    }
    setText(readout, refused || picture.describe(sample < 0 ? null : sample, under));
    setText(note, [describeSnapshot(history.steps.slice(0, shown + 1), pointed.step), ...remarks(run, slice, snapshot)].join(' '));
    const text = picture.legend.map((part) => (typeof part === 'string' ? part : part.textContent)).join(' ');
    if (legend.dataset.text !== text) {
      legend.dataset.text = text;
      legend.replaceChildren(...picture.legend.flatMap((part) => [part, ' ']));
    }
    canvas.setAttribute('aria-label', on ? `Plane to draw points in: arrow keys move the cross, Enter sets a point. ${picture.name}` : picture.name);
  }

  /**
   * @param {Picture} shown
   * @param {string} nameX
   * @param {number} height
   */
  function drawPicture(shown, nameX, height) {
    const width = Math.max(200, stage.clientWidth);
    const side = Math.min(width, height);
    const text = fontSize();
    const context = fit(canvas, shown.curve ? width : side, shown.curve ? Math.min(side, 360) : side);
    const size = { width: canvas.clientWidth, height: canvas.clientHeight };
    context.clearRect(0, 0, size.width, size.height);
    const { places } = shown;
    const radius = Math.max(3, Math.min(12, side / 60)) * (places.length > 150 ? 0.7 : 1);
    const drawn = shown.axes(size.width, size.height, text);
    axes = drawn;
    shown.ground(context, drawn);
    const { sample: chosen } = store.state;
    if (places[chosen]?.test === false) {
      drawRing(context, drawn, places[chosen], radius);
    }
    places.forEach((_, sample) => shown.mark(context, drawn, sample, radius, false));
    const lit = place();
    if (lit >= 0) {
      shown.mark(context, drawn, lit, radius, true);
      shown.label(context, drawn, lit, radius, text);
    }
    drawAxes(context, drawn, text, nameX, shown.nameY);
    points.draw(context, colours().strong);
  }

  return {
    get topics() {
      const { run } = store.state;
      return run === null ? ['predictions'] : ['predictions', surfaceTopic(choice.of(run))];
    },
    draw,
    restyle: draw,
  };
}
