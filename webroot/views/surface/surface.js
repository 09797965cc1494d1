import { isBounded } from '../../state/activation.js';
import { describeSnapshot, placeOf } from '../../state/level-history.js';
import { momentOf } from '../../state/moment.js';
import { sameSlice, surfaceTopic } from '../../state/levels.js';
import { fit, fontSize } from '../../ui/canvas.js';
import { colours } from '../../ui/colours.js';
import { element, setText } from '../../ui/dom.js';
import { changed } from '../../ui/frame.js';
import { readNumber, refusal } from '../../ui/number-field.js';
import { pointAt } from '../../ui/pointing.js';
import { sampleButton } from '../../ui/sample-button.js';
import { timeSlider } from '../../ui/time-slider.js';
import { drawAxes } from './axes.js';
import { drawCurve, drawError } from './curve.js';
import { latticeTable } from './lattice-table.js';
import { drawLabel, drawPlane, drawRing, drawSample } from './plane.js';
import { samplesOf } from './samples.js';
import { extent, makeAxes, pixel, valueAt } from './scale.js';
import { sliceChoice } from './slice.js';
import { describeLegend, describePoint, describeSample, describeSurface, isCurve, remarks } from './words.js';

/** The greatest distance from a sample that still points at it, in pixels. */
const REACH = 16;

/** Where the output has no bounds, colours are full at this multiple of the largest target. */
const FULL = 2;

/**
 * The network's output over its inputs, and the samples.
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
  panel.append(
    element(
      'div',
      { class: 'side-by-side' },
      element('div', {}, element('div', { class: 'view-tools' }, choice.element, slider.element), stage),
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
  /** @type {import('./samples.js').Sample[]} */
  let samples = [];
  /** @type {import('../../state/levels.js').SurfaceSnapshot | undefined} */
  let snapshot;
  /** @type {{x: number, y: number} | null} what the pointer is at */
  let under = null;
  let watched = '';
  /** Why the sample that was typed is none. */
  let refused = '';

  canvas.addEventListener('pointermove', (event) => {
    const { left, top } = canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - left, event.clientY - top];
    under = axes && valueAt(axes, x, y);
    const before = store.state.pointed.sample;
    const number = nearest(x, y);
    pointAt(store, { sample: number });
    if (number === null && before === null) {
      redraw();
    }
  });
  canvas.addEventListener('pointerleave', () => {
    under = null;
    pointAt(store);
  });
  sampleField.addEventListener('input', () => {
    const count = store.state.run?.targets?.length ?? samples.length;
    refused = sampleField.value === '' ? '' : refusal(sampleField.value, { least: 0, greatest: count - 1, whole: true });
    pointAt(store, { sample: sampleField.value === '' || refused !== '' ? null : readNumber(sampleField.value) });
    redraw();
  });
  canvas.addEventListener('click', () => {
    if (store.state.pointed.sample !== null) {
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
    let found = null;
    for (const sample of samples) {
      const place = axes && pixel(axes, sample.x, snapshot && isCurve(snapshot) ? sample.target : sample.y);
      const distance = place ? Math.hypot(place.x - x, place.y - y) : Infinity;
      if (distance < least) {
        least = distance;
        found = sample.number;
      }
    }
    return found;
  }

  function draw() {
    const { run, surface: history, outputs, pointed } = store.state;
    if (run === null) {
      return;
    }
    graph.draw(pointed.sample ?? store.state.sample);
    const slice = choice.of(run);
    if (surfaceTopic(slice) !== watched) {
      watched = surfaceTopic(slice);
      page.watch();
    }
    const moment = momentOf(store.state);
    const place = placeOf(history.steps, moment);
    slider.draw(history.steps, place);
    snapshot = history.items[place];
    if (!snapshot || !sameSlice(snapshot, slice)) {
      setText(note, 'Waiting for the first values.');
      return;
    }
    // Crosses and errors only of the same moment; now both are sent together where nothing runs.
    const answers = moment === null ? outputs.latest : outputs.items[outputs.steps.indexOf(history.steps[place])];
    const wide = panel.closest('.wide') !== null;
    if (!hasChanged(snapshot, answers, pointed, store.state.sample, under, stage.clientWidth, wide, colours(), table.isOpen(), refused)) {
      return;
    }
    samples = samplesOf(run, answers, slice);
    const bounded = isBounded(run.spec.model.output);
    const scale = bounded ? 1 : FULL * samples.reduce((most, { target }) => Math.max(most, Math.abs(target)), 0) || greatest(snapshot.values);
    drawPicture(run, snapshot, scale, wide);
    table.draw(snapshot, run.inputNames);
    const sample = pointed.sample === null ? undefined : samples[pointed.sample];
    if (document.activeElement !== sampleField) {
      sampleField.value = sample ? String(sample.number) : '';
      refused = '';
    }
    setText(readout, refused || (sample ? describeSample(run, sample) : describePoint(run, snapshot, under)));
    setText(note, [describeSnapshot(history.steps.slice(0, place + 1), pointed.step), ...remarks(run, slice, snapshot)].join(' '));
    setText(legend, describeLegend(run, snapshot, scale));
    canvas.setAttribute('aria-label', describeSurface(run, snapshot, samples));
  }

  /**
   * @param {import('../../state/protocol.js').Welcome} run
   * @param {import('../../state/levels.js').SurfaceSnapshot} shown
   * @param {number} scale
   * @param {boolean} wide
   */
  function drawPicture(run, shown, scale, wide) {
    const width = Math.max(200, stage.clientWidth);
    const side = Math.min(width, wide ? innerHeight * 0.62 : Math.max(460, innerHeight * 0.56));
    const text = fontSize();
    const one = isCurve(shown);
    const context = fit(canvas, one ? width : side, one ? Math.min(side, 360) : side);
    const size = { width: canvas.clientWidth, height: canvas.clientHeight };
    context.clearRect(0, 0, size.width, size.height);
    const { pointed } = store.state;
    const most = samples.reduce((max, { target }) => Math.max(max, Math.abs(target)), 0) || 1;
    const radius = Math.max(3, Math.min(12, side / 60)) * (samples.length > 150 ? 0.7 : 1);
    if (one) {
      const [low, high] = extent(shown.values, samples);
      axes = makeAxes(size.width, size.height, text, [shown.from[0], low], [shown.to[0], high]);
      drawCurve(context, axes, shown, run.boundary);
    } else {
      axes = makeAxes(size.width, size.height, text, shown.from, shown.to);
      drawPlane(context, axes, shown, scale, run.boundary);
    }
    const lit = samples.find(({ number }) => number === pointed.sample);
    const chosen = samples.find(({ number }) => number === store.state.sample);
    if (chosen) {
      drawRing(context, axes, chosen, one ? chosen.target : chosen.y, radius);
    }
    const drawOne = one ? drawError : drawSample;
    for (const sample of samples) {
      drawOne(context, axes, sample, most, radius, false);
    }
    if (lit) {
      drawOne(context, axes, lit, most, radius, true);
      drawLabel(context, axes, lit, one ? lit.target : lit.y, radius, text);
    }
    drawAxes(context, axes, text, run.inputNames[shown.x], one ? 'output' : run.inputNames[shown.y]);
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

/** @param {Float64Array} values */
function greatest(values) {
  return values.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 0) || 1;
}
