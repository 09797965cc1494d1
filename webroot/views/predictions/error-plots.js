import { axes } from '../../charts/axes.js';
import { dot, inside } from '../../charts/lines.js';
import { linear } from '../../charts/scales.js';
import { colours } from '../../ui/colours.js';
import { element, setText } from '../../ui/dom.js';
import { pointAt } from '../../ui/pointing.js';
import { describeErrors, errorsOf } from './errors.js';

/** The greatest distance from a dot that still points at it, in pixels. */
const REACH = 16;

/**
 * A sample in a plot.
 * @typedef {{sample: number, x: number, y: number, error: number}} Dot
 */

/**
 * For targets that are numbers: the output against the target, and the error against the output.
 * @param {import('../../ui/view.js').Page} page
 */
export function errorPlots({ store, redraw }) {
  const choice = element('select', { id: 'error-output' });
  const choiceBox = element('p', { class: 'panel-choice' }, element('label', { for: choice.id }, 'Output'), ' ', choice);
  const summary = element('p', { class: 'answers-summary' });
  const fit = plot(store, 'Target', 'Output', drawDiagonal);
  const residuals = plot(store, 'Output', 'Error: output − target', drawZero);
  const box = element(
    'section',
    { 'aria-label': 'Errors', hidden: '' },
    choiceBox,
    summary,
    element('div', { class: 'charts' }, fit.element, residuals.element),
    element(
      'p',
      { class: 'legend' },
      element('span', {}, element('span', { class: 'key key-positive' }), 'output too high'),
      ' ',
      element('span', {}, element('span', { class: 'key key-negative' }), 'too low'),
      ' ',
      element('span', {}, element('span', { class: 'key key-right' }), 'output = target'),
    ),
  );
  choice.addEventListener('change', redraw);

  return {
    element: box,
    /** Which output is shown, from 0. */
    output: () => Math.max(0, Number(choice.value)),
    restyle() {
      fit.restyle();
      residuals.restyle();
    },
    /**
     * @param {number[][] | null} targets samples by outputs; null where there are classes
     * @param {number[][]} rows the outputs of the first samples
     * @param {number | null} lit the sample that is pointed at
     * @param {number | null} chosen null for none
     * @param {boolean} [test] whether the samples are those of the test
     */
    draw(targets, rows, lit, chosen, test = false) {
      box.hidden = targets === null;
      if (targets === null) {
        return;
      }
      const count = targets[0].length;
      choiceBox.hidden = count < 2;
      if (choice.options.length !== count) {
        choice.replaceChildren(...targets[0].map((_, i) => element('option', { value: String(i) }, `neuron ${i + 1}`)));
      }
      const which = this.output();
      const target = rows.map((_, i) => targets[i][which]);
      const output = rows.map((row) => row[which]);
      const said = describeErrors(errorsOf(target, output), target, output, test);
      setText(summary, said);
      const known = rows.map((_, i) => i).filter((i) => Number.isFinite(output[i]));
      const all = known.flatMap((i) => [target[i], output[i]]);
      const dots = known.map((i) => ({ sample: i, x: target[i], y: output[i], error: output[i] - target[i] }));
      const range = scale(all);
      fit.draw(dots, range, range, lit, chosen, test, `Output by target of ${said}`);
      const errors = dots.map((one) => ({ ...one, x: one.y, y: one.error }));
      residuals.draw(errors, scale(errors.map(({ x }) => x)), scale([0, ...errors.map(({ y }) => y)]), lit, chosen, test, `Error by output of ${said}`);
    },
  };
}

/** @param {number[]} values */
function scale(values) {
  const least = values.reduce((a, b) => Math.min(a, b), Infinity);
  const greatest = values.reduce((a, b) => Math.max(a, b), -Infinity);
  return least < greatest ? linear(least, greatest) : Number.isFinite(least) ? linear(least - 1, least + 1) : linear(0, 1);
}

/**
 * Dots that point at their samples.
 * @param {import('../../state/store.js').Store} store
 * @param {string} nameX
 * @param {string} nameY
 * @param {(axes: import('../../charts/axes.js').Axes) => void} drawRight the line of those without an error
 */
function plot(store, nameX, nameY, drawRight) {
  const canvas = element('canvas', { role: 'img', 'aria-label': `${nameY} by ${nameX}: nothing yet` });
  /** @type {Dot[]} */
  let dots = [];
  /** @type {(dot: Dot) => {x: number, y: number}} */
  let placeOf = () => ({ x: NaN, y: NaN });
  /** @type {number | null} */
  let lit = null;
  /** @type {number | null} */
  let chosen = null;
  let isTest = false;
  const chart = axes(
    canvas,
    (drawn) => {
      const { accent, positive, negative, strong, surface } = colours();
      const { ctx, chartArea, across, up } = drawn;
      placeOf = ({ x, y }) => ({ x: across(x), y: up(y) });
      inside(ctx, chartArea, () => {
        drawRight(drawn);
        const radius = dots.length > 300 ? 3 : 4;
        const mark = (/** @type {Dot} */ one, /** @type {number} */ size) =>
          dot(ctx, across(one.x), up(one.y), size, one.error > 0 ? positive : one.error < 0 ? negative : strong);
        for (const one of dots) {
          dot(ctx, across(one.x), up(one.y), radius + 1, surface);
          mark(one, radius);
        }
        for (const one of dots.filter(({ sample }) => sample === lit || sample === chosen)) {
          dot(ctx, across(one.x), up(one.y), radius + 5, accent);
          dot(ctx, across(one.x), up(one.y), radius + 2, surface);
          mark(one, one.sample === lit ? radius + 2 : radius);
        }
      });
    },
    { x: nameX, y: nameY },
  );

  /** @param {MouseEvent} event */
  function nearest({ clientX, clientY }) {
    const { left, top } = canvas.getBoundingClientRect();
    let least = REACH;
    let found = null;
    for (const one of dots) {
      const at = placeOf(one);
      const distance = Math.hypot(at.x - (clientX - left), at.y - (clientY - top));
      if (distance < least) {
        least = distance;
        found = one.sample;
      }
    }
    return found;
  }

  canvas.addEventListener('pointermove', (event) => pointAt(store, { [isTest ? 'testSample' : 'sample']: nearest(event) }));
  canvas.addEventListener('pointerleave', () => pointAt(store));
  canvas.addEventListener('click', (event) => {
    const sample = nearest(event);
    if (sample !== null && !isTest) {
      store.choose(sample);
    }
  });

  return {
    element: element('div', { class: 'chart-box error-plot' }, canvas),
    restyle: chart.restyle,
    /**
     * @param {Dot[]} shown
     * @param {import('../../charts/scales.js').Scale} x
     * @param {import('../../charts/scales.js').Scale} y
     * @param {number | null} pointed
     * @param {number | null} selected
     * @param {boolean} test
     * @param {string} name
     */
    draw(shown, x, y, pointed, selected, test, name) {
      [dots, lit, chosen, isTest] = [shown, pointed, selected, test];
      canvas.setAttribute('aria-label', name);
      chart.draw(x, y);
    },
  };
}

/** @param {import('../../charts/axes.js').Axes} axes */
function drawDiagonal({ ctx, chartArea: { left, right, top, bottom } }) {
  // Both axes have the same ends.
  line(ctx, left, bottom, right, top);
}

/** @param {import('../../charts/axes.js').Axes} axes */
function drawZero({ ctx, chartArea: { left, right }, up }) {
  line(ctx, left, up(0), right, up(0));
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {number} x0
 * @param {number} y0
 * @param {number} x1
 * @param {number} y1
 */
function line(ctx, x0, y0, x1, y1) {
  ctx.strokeStyle = colours().strong;
  ctx.lineWidth = 1.5;
  ctx.beginPath();
  ctx.moveTo(x0, y0);
  ctx.lineTo(x1, y1);
  ctx.stroke();
}
