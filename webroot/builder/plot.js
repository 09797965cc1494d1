import { axes } from '../charts/axes.js';
import { dot } from '../charts/lines.js';
import { alike, linear } from '../charts/scales.js';
import { classKey, drawClassMark } from '../ui/class-mark.js';
import { colours } from '../ui/colours.js';
import { byId, element, setText } from '../ui/dom.js';
import { formatCount, formatShort } from '../ui/format.js';

/** The most classes whose marks are explained; more would fill the page. */
const MAX_KEYS = 16;

/** Beyond this ratio of their extents one unit is not drawn at the same length on both axes: the shorter would be a line. */
const MAX_RATIO = 5;

/**
 * The samples of a spec in the plane of two of their columns, those that are kept for a test hollow.
 */
export class Plot {
  constructor() {
    this.canvas = byId('plot', HTMLCanvasElement);
    this.legend = byId('plot-legend', HTMLElement);
    this.note = byId('plot-note', HTMLElement);
    this.card = /** @type {HTMLElement} */ (this.canvas.closest('.card'));
    this.across = select('across');
    this.up = select('up');
    byId('plot-axes', HTMLElement).append(
      element('span', {}, element('label', { for: 'plot-across' }, 'across '), this.across),
      ' ',
      element('span', {}, element('label', { for: 'plot-up' }, 'up '), this.up),
    );
    /** @type {import('../state/specs-api.js').Preview | null} */
    this.preview = null;
    this.chart = axes(this.canvas, (drawn) => this.paint(drawn));
    this.across.addEventListener('change', () => this.draw());
    this.up.addEventListener('change', () => this.draw());
    new ResizeObserver(() => this.draw()).observe(/** @type {HTMLElement} */ (this.canvas.parentElement));
  }

  /** @param {import('../state/specs-api.js').Preview} preview */
  show(preview) {
    const columns = preview.columns;
    if (JSON.stringify(columns) !== JSON.stringify(this.preview?.columns)) {
      const names = [...columns, 'target'];
      const [first, second] = telling(preview);
      for (const [choice, place] of /** @type {[HTMLSelectElement, number][]} */ ([[this.across, first], [this.up, second]])) {
        choice.replaceChildren(...names.map((name, i) => element('option', { value: String(i) }, name)));
        choice.value = String(place);
      }
    }
    this.preview = preview;
    this.card.classList.remove('outdated');
    this.draw();
  }

  /** What the form says now can't be had: the picture is of what it said before. */
  outdate() {
    this.card.classList.add('outdated');
    if (this.preview !== null) {
      setText(this.note, 'The picture shows the data as they were before.');
    }
  }

  draw() {
    if (this.preview === null) {
      return;
    }
    const [xs, ys] = [this.values(this.across), this.values(this.up)];
    const [extentX, extentY] = [extent(xs), extent(ys)];
    this.chart.draw(linear(...extentX), linear(...extentY));
    if (this.isPlane() && isSimilar(extentX, extentY)) {
      const { width, height } = this.chart.places.area();
      this.chart.draw(...alike(extentX, extentY, width, height));
    }
    const { classes, samples, testSamples, points } = this.preview;
    this.legend.replaceChildren(
      ...(classes ?? []).slice(0, MAX_KEYS).map((name, i) => element('span', {}, classKey(i), ` ${name}`)),
      ...(classes !== null && classes.length > MAX_KEYS ? [element('span', {}, `and ${classes.length - MAX_KEYS} more`)] : []),
      ...(testSamples > 0 ? [element('span', {}, '○ hollow: kept for a test')] : []),
      ...(classes === null ? [element('span', {}, 'blue to orange: low to high target')] : []),
    );
    const told = `${formatCount(samples)} samples${testSamples > 0 ? `, ${formatCount(samples - testSamples)} to learn from and ${formatCount(testSamples)} for the test` : ''}${classes ? `, ${classes.length} classes` : ''}`;
    setText(this.note, `${told}.${points.inputs.length < samples ? ` The first ${formatCount(points.inputs.length)} are shown.` : ''}`);
    this.canvas.setAttribute('aria-label', `Samples: ${told}; across ${nameOf(this.across)} from ${range(xs)}, up ${nameOf(this.up)} from ${range(ys)}`);
  }

  /** Whether it shows the plane in which points were made or drawn, which has the same unit in both directions. */
  isPlane() {
    const { spec, columns } = /** @type {import('../state/specs-api.js').Preview} */ (this.preview);
    const places = [this.across, this.up].map(({ value }) => Number(value));
    return (spec.data.generator ?? spec.data.inline) !== undefined && columns.length === 2 && places.every((place) => place < 2);
  }

  /** @param {HTMLSelectElement} choice */
  values(choice) {
    const { points, columns } = /** @type {import('../state/specs-api.js').Preview} */ (this.preview);
    const place = Number(choice.value);
    return place < columns.length ? points.inputs.map((row) => row[place]) : points.targets;
  }

  /** @param {import('../charts/axes.js').Axes} axes */
  paint({ ctx, across, up }) {
    if (this.preview === null) {
      return;
    }
    const { points, classes } = this.preview;
    const [xs, ys] = [this.values(this.across), this.values(this.up)];
    const { surface, negative, positive } = colours();
    const [low, high] = extremes(points.targets);
    points.targets.forEach((target, i) => {
      const [x, y] = [across(xs[i]), up(ys[i])];
      if (classes === null) {
        ctx.globalAlpha = high > low ? 0.25 + 0.75 * Math.abs((2 * (target - low)) / (high - low) - 1) : 1;
        dot(ctx, x, y, 4, target > (low + high) / 2 ? positive : negative);
        ctx.globalAlpha = 1;
        if (points.test[i]) {
          dot(ctx, x, y, 2, surface);
        }
      } else {
        drawClassMark(ctx, target, x, y, 5, [], points.test[i] ? surface : null);
      }
    });
  }

  /** To be called after the colours have changed. */
  restyle() {
    this.chart.restyle();
    this.draw();
  }
}

/**
 * The two columns that tell most at first sight: those that are more than 0 and 1, and the target where there are no two.
 * @param {import('../state/specs-api.js').Preview} preview
 */
function telling({ columns, points }) {
  const places = columns.map((_, i) => i);
  const graded = places.filter((place) => new Set(points.inputs.map((row) => row[place])).size > 2);
  const [first = 0, second = places.find((place) => place !== first) ?? columns.length] = [...graded, ...(graded.length === 1 ? [columns.length] : [])];
  return [first, second];
}

/** @param {string} which */
function select(which) {
  return element('select', { id: `plot-${which}` });
}

/** @param {HTMLSelectElement} choice */
function nameOf(choice) {
  return choice.selectedOptions[0]?.textContent ?? '';
}

/** @param {number[]} values */
function extremes(values) {
  return [values.reduce((a, b) => Math.min(a, b), Infinity), values.reduce((a, b) => Math.max(a, b), -Infinity)];
}

/** @param {number[]} values */
function range(values) {
  const [low, high] = extremes(values);
  return values.length === 0 ? 'nothing' : `${formatShort(low)} to ${formatShort(high)}`;
}

/**
 * A little more than the values need.
 * @param {number[]} values
 * @returns {[number, number]}
 */
function extent(values) {
  const [low, high] = extremes(values);
  const margin = 0.06 * (high - low || 1);
  return values.length === 0 ? [0, 1] : [low - margin, high + margin];
}

/**
 * @param {number[]} one
 * @param {number[]} other
 */
function isSimilar(one, other) {
  const ratio = (one[1] - one[0]) / (other[1] - other[0]);
  return ratio < MAX_RATIO && ratio > 1 / MAX_RATIO;
}
