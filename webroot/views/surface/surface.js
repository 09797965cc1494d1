import { fit, fontSize } from '../../ui/canvas.js';
import { colours } from '../../ui/colours.js';
import { element, setText } from '../../ui/dom.js';
import { formatCount, formatShort, formatSigned } from '../../ui/format.js';
import { changed } from '../../ui/frame.js';
import { describeSnapshot, placeOf } from '../../state/level-history.js';
import { pointAt } from '../../ui/pointing.js';
import { sampleButton } from '../../ui/sample-button.js';
import { drawAxes } from './axes.js';
import { drawCurve, drawError } from './curve.js';
import { latticeTable } from './lattice-table.js';
import { drawLabel, drawPlane, drawRing, drawSample } from './plane.js';
import { describeSample, samplesOf } from './samples.js';
import { extent, makeAxes, pixel, valueAt } from './scale.js';
import { sliceChoice } from './slice.js';
import { sameSlice, surfaceTopic } from '../../state/levels.js';
import { timeSlider } from '../../ui/time-slider.js';

/** The greatest distance from a sample that still points at it, in pixels. */
const REACH = 16;

/** Where the output has no bounds: the colour is full at so many times the largest target. */
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
  const sampleField = element('input', { type: 'number', id: 'surface-sample', min: '0', step: '1', inputmode: 'numeric', placeholder: 'none' });
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
    const number = sampleField.valueAsNumber;
    pointAt(store, { sample: samples[number] ? number : null });
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
      const place = axes && pixel(axes, sample.x, isCurve() ? sample.target : sample.y);
      const distance = place ? Math.hypot(place.x - x, place.y - y) : Infinity;
      if (distance < least) {
        least = distance;
        found = sample.number;
      }
    }
    return found;
  }

  function isCurve() {
    return snapshot !== undefined && snapshot.x === snapshot.y;
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
    const place = placeOf(history.steps, pointed.step);
    slider.draw(history.steps, place);
    snapshot = history.items[place];
    if (!snapshot || !sameSlice(snapshot, slice)) {
      setText(note, 'Waiting for the first values.');
      return;
    }
    const early = pointed.step !== null && outputs.steps[0] > pointed.step;
    const answers = early ? undefined : outputs.items[placeOf(outputs.steps, pointed.step)];
    const wide = panel.closest('.wide') !== null;
    if (!hasChanged(snapshot, answers, pointed, store.state.sample, under, stage.clientWidth, wide, colours(), table.isOpen())) {
      return;
    }
    samples = samplesOf(run, answers, slice);
    const bounded = ['tanh', 'sigmoid'].includes(run.spec.model.output);
    const scale = bounded ? 1 : FULL * samples.reduce((most, { target }) => Math.max(most, Math.abs(target)), 0) || greatest(snapshot.values);
    drawPicture(run, snapshot, scale, wide);
    table.draw(snapshot, run.inputNames);
    const sample = pointed.sample === null ? undefined : samples[pointed.sample];
    if (document.activeElement !== sampleField) {
      sampleField.value = sample ? String(sample.number) : '';
    }
    sampleField.max = String(Math.max(0, samples.length - 1));
    setText(readout, sample ? describeSample(run, sample) : describePoint(run, snapshot));
    setText(note, [describeSnapshot(history.steps, pointed.step), ...remarks(run, slice, snapshot)].join(' '));
    setText(legend, isCurve() ? 'The line is the output; each sample stands at its target, its error in red; the ringed one is chosen.' : `Blue is negative, orange positive, full colour at ±${formatShort(Number(scale.toPrecision(3)))}. On the line the output is 0. A disc has its target’s colour; × where the sign is wrong; the ringed one is chosen.`);
    canvas.setAttribute('aria-label', describe(run, snapshot));
  }

  /**
   * @param {import('../../state/protocol.js').Welcome} run
   * @param {import('../../state/levels.js').SurfaceSnapshot} shown
   * @param {number} scale
   * @param {boolean} wide
   */
  function drawPicture(run, shown, scale, wide) {
    const width = Math.max(200, stage.clientWidth);
    const side = Math.min(width, wide ? innerHeight * 0.74 : Math.max(460, innerHeight * 0.56));
    const text = fontSize();
    const context = fit(canvas, isCurve() ? width : side, isCurve() ? Math.min(side, 360) : side);
    const size = { width: canvas.clientWidth, height: canvas.clientHeight };
    context.clearRect(0, 0, size.width, size.height);
    const { pointed } = store.state;
    const most = samples.reduce((max, { target }) => Math.max(max, Math.abs(target)), 0) || 1;
    const radius = Math.max(3, Math.min(12, side / 60)) * (samples.length > 150 ? 0.7 : 1);
    const one = isCurve();
    if (one) {
      const [low, high] = extent(shown.values, samples);
      axes = makeAxes(size.width, size.height, text, [shown.from[0], low], [shown.to[0], high]);
      drawCurve(context, axes, shown);
    } else {
      axes = makeAxes(size.width, size.height, text, shown.from, shown.to);
      drawPlane(context, axes, shown, scale);
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

  /**
   * @param {import('../../state/protocol.js').Welcome} run
   * @param {import('../../state/levels.js').SurfaceSnapshot} shown
   */
  function describePoint(run, shown) {
    if (under === null) {
      return 'Point at a sample for its error, at the picture for the output there.';
    }
    const { from, to, columns, rows, values } = shown;
    const column = Math.round(((under.x - from[0]) / (to[0] - from[0])) * (columns - 1));
    const row = isCurve() ? 0 : Math.round(((under.y - from[1]) / (to[1] - from[1])) * (rows - 1));
    const at = (/** @type {number} */ value) => formatShort(Number(value.toPrecision(3)));
    const second = isCurve() ? '' : `, ${run.inputNames[shown.y]} ${at(under.y)}`;
    return `At ${run.inputNames[shown.x]} ${at(under.x)}${second}: output ${formatSigned(values[row * columns + column])}.`;
  }

  /**
   * @param {import('../../state/protocol.js').Welcome} run
   * @param {import('../../state/levels.js').Slice} slice
   * @param {import('../../state/levels.js').SurfaceSnapshot} shown
   */
  function remarks(run, slice, shown) {
    const others = run.inputNames.filter((_, i) => i !== slice.x && i !== slice.y);
    const said = [];
    if (others.length > 0) {
      const names = others.length > 3 ? `The other ${others.length} inputs` : others.join(' and ');
      said.push(`${names} stand${others.length === 1 ? 's' : ''} at ${slice.sample === null ? `${others.length === 1 ? 'its mean' : 'their means'}` : `sample ${slice.sample}’s values`}; a sample’s own may differ, so it can lie on the other side of the line.`);
    }
    if (shown.values.every((value) => value === shown.values[0])) {
      said.push('The output is the same everywhere: the inputs no longer make a difference.');
    }
    if (run.inputs === null) {
      said.push('This run has too many samples to draw them.');
    }
    return said;
  }

  /**
   * @param {import('../../state/protocol.js').Welcome} run
   * @param {import('../../state/levels.js').SurfaceSnapshot} shown
   */
  function describe(run, shown) {
    const least = shown.values.reduce((a, b) => Math.min(a, b), Infinity);
    const most = shown.values.reduce((a, b) => Math.max(a, b), -Infinity);
    const positive = shown.values.filter((value) => value > 0).length / shown.values.length;
    const known = samples.filter((sample) => sample.output !== null);
    const right = known.filter((sample) => !sample.wrong).length;
    const over = isCurve() ? run.inputNames[shown.x] : `${run.inputNames[shown.x]} and ${run.inputNames[shown.y]}`;
    return (
      `Output over ${over}: from ${formatSigned(least)} to ${formatSigned(most)}, positive on ${Math.round(100 * positive)}% of it` +
      (known.length > 0 ? `; ${formatCount(right)} of ${formatCount(known.length)} samples have an output of their target’s sign` : '')
    );
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
