import { Chart, LinearScale, LineController } from 'chart.js';
import { fontSize } from '../ui/canvas.js';
import { colours } from '../ui/colours.js';
import { linear } from './scales.js';

Chart.register(LinearScale, LineController);
Chart.defaults.font.family = 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';

/**
 * What is drawn with: where things stand, in pixels.
 * @typedef {object} Axes
 * @property {CanvasRenderingContext2D} ctx
 * @property {import('chart.js').ChartArea} chartArea what lies between the axes
 * @property {(value: number) => number} across the pixel of a value of the axis below
 * @property {(value: number) => number} up the pixel of a value of the axis at the left; NaN for one that isn't finite
 */

/**
 * Where places of the axes stand on the canvas, in pixels.
 * @typedef {object} Places
 * @property {() => import('chart.js').ChartArea} area what lies between the axes
 * @property {(x: number, y: number) => {x: number, y: number}} at the places at a pixel
 */

/**
 * What is written at the axes, below and at the left.
 * @typedef {{x: string, y: string}} Names
 */

/**
 * Axes in the page's colours, into which `paint` draws. Chart.js lays them out again only when they
 * have changed, since that takes longer than all the rest.
 * @param {HTMLCanvasElement} canvas
 * @param {(axes: Axes) => void} paint
 * @param {Names} [names] none where the page says it beside the picture
 */
export function axes(canvas, paint, names) {
  /** @type {Record<string, import('./scales.js').Scale>} */
  const scales = { x: linear(0, 1), y: linear(0, 1) };
  /** @param {string} id */
  const axis = (id) => ({
    type: /** @type {const} */ ('linear'),
    /** @param {import('chart.js').Scale} built */
    afterBuildTicks: (built) => (built.ticks = scales[id].ticks?.map(({ value }) => ({ value })) ?? built.ticks),
    ticks: {
      /**
       * @param {number | string} value
       * @param {number} place among the ticks
       */
      callback: (value, place) => scales[id].ticks?.[place].label ?? scales[id].format?.(Number(value)) ?? String(value),
    },
  });
  /**
   * @param {Pick<Chart, 'ctx' | 'chartArea' | 'scales'>} drawn
   * @returns {Axes}
   */
  const axesOf = ({ ctx, chartArea, scales: { x, y } }) => ({
    ctx,
    chartArea,
    across: (value) => x.getPixelForValue(scales.x.place(value)),
    up: (value) => (Number.isFinite(value) ? y.getPixelForValue(scales.y.place(value)) : NaN),
  });
  /** @type {Chart<'line'>} */
  const chart = new Chart(canvas, {
    type: 'line',
    data: { datasets: [] },
    plugins: [{ id: 'paint', afterDatasetsDraw: (drawn) => paint(axesOf(drawn)) }],
    options: {
      animation: false,
      events: [],
      maintainAspectRatio: false,
      scales: { x: axis('x'), y: axis('y') },
    },
  });
  let before = '';
  style(chart, names);
  return {
    /** In pixels. */
    width: () => chart.width,
    /** @type {Places} */
    places: {
      area: () => chart.chartArea,
      at: (x, y) => ({ x: chart.scales.x.getValueForPixel(x) ?? NaN, y: chart.scales.y.getValueForPixel(y) ?? NaN }),
    },
    /**
     * A copy of the picture, as it is.
     * @param {number} ratio its pixels for each of the page's
     */
    copy(ratio) {
      const usual = chart.options.devicePixelRatio;
      chart.options.devicePixelRatio = ratio;
      chart.resize();
      chart.draw();
      const made = document.createElement('canvas');
      [made.width, made.height] = [canvas.width, canvas.height];
      made.getContext('2d')?.drawImage(canvas, 0, 0);
      chart.options.devicePixelRatio = usual;
      chart.resize();
      chart.draw();
      return made;
    },
    /**
     * Functions of a scale count only when its numbers have changed.
     * @param {import('./scales.js').Scale} x
     * @param {import('./scales.js').Scale} y
     */
    draw(x, y) {
      Object.assign(scales, { x, y });
      const now = JSON.stringify([x, y]);
      if (now === before) {
        chart.draw();
        return;
      }
      before = now;
      setAxis(chart.options.scales?.x, x);
      setAxis(chart.options.scales?.y, y);
      chart.update('none');
    },
    /**
     * The value of the axis below at a pixel; NaN outside.
     * @param {number} pixel
     */
    valueAt(pixel) {
      const { left, right } = chart.chartArea;
      return pixel >= left && pixel <= right ? scales.x.value(chart.scales.x.getValueForPixel(pixel) ?? NaN) : NaN;
    },
    /** To be called after the colours have changed. */
    restyle() {
      style(chart, names);
      before = '';
    },
  };
}

/**
 * Gives axes and fonts the page's colours and size.
 * @param {Chart<'line'>} chart
 * @param {Names} [names]
 */
function style(chart, names) {
  // What is written at marks stands above the axes.
  chart.options.layout = { padding: { top: fontSize() + 8, right: 8 } };
  const { text, grid } = colours();
  const ticks = { color: text, font: { size: fontSize() }, maxRotation: 0, includeBounds: false };
  const common = { border: { display: false }, grid: { color: grid } };
  const title = (/** @type {string | undefined} */ said) => ({ title: { display: said !== undefined, text: said ?? '', color: text, font: { size: fontSize() } } });
  const { x, y } = chart.options.scales ?? {};
  Object.assign(x ?? {}, common, title(names?.x));
  Object.assign(y ?? {}, common, title(names?.y));
  Object.assign(x?.ticks ?? {}, { ...ticks, maxTicksLimit: 8 });
  Object.assign(y?.ticks ?? {}, { ...ticks, maxTicksLimit: 7 });
}

/**
 * @param {{ticks?: object} | undefined} axis
 * @param {import('./scales.js').Scale} scale
 */
function setAxis(axis, { min, max, loose, ticks, stepSize, whole }) {
  const ends = loose ? { min: undefined, max: undefined, suggestedMin: min, suggestedMax: max } : { min, max, suggestedMin: undefined, suggestedMax: undefined };
  Object.assign(axis ?? {}, ends);
  // Ticks that were chosen are all wanted.
  Object.assign(axis?.ticks ?? {}, { stepSize, precision: whole ? 0 : undefined, autoSkip: ticks === undefined });
}
