import { element, setText } from '../dom.js';
import { formatCount, formatShort } from '../format.js';
import { describeMoment, placeOf } from '../moments.js';
import { findingList } from './findings.js';
import { normChart, ratioChart } from './health-chart.js';
import { heatStrip } from './heat-strip.js';
import { histogram } from './histogram.js';

/** @type {import('../levels.js').Quantity[]} */
const QUANTITIES = ['parameters', 'gradients', 'activations'];

/** As many samples as have a bar. */
const MAX_BARS = 100;

/**
 * Whether the run is well: findings in words, then the figures by layer, over time, and by sample.
 * @param {HTMLElement} panel
 * @param {import('../views.js').Page} page
 * @returns {import('../views.js').View}
 */
export function health(panel, page) {
  const { store } = page;
  const findings = findingList(page);
  const note = element('p', { class: 'panel-note' });
  const layers = element('div', { class: 'health-layers' });
  const ratioCanvas = element('canvas', { role: 'img', 'aria-label': 'Update by parameters, log10, a line a layer' });
  const normCanvas = element('canvas', { role: 'img', 'aria-label': 'Norm of all gradients, log10' });
  const samples = element('ol', { class: 'sample-losses', 'aria-label': 'Loss by sample' });
  panel.append(
    ...findings.nodes,
    element('h3', {}, 'By layer'),
    note,
    layers,
    element('h3', {}, 'Update by parameters, log10 (usual: about -3)'),
    element('div', { class: 'chart-box chart-small' }, ratioCanvas),
    element('h3', {}, 'Norm of all gradients, log10'),
    element('div', { class: 'chart-box chart-small' }, normCanvas),
    element('h3', {}, 'Loss by sample'),
    samples,
  );
  /** @type {{ratio: ReturnType<typeof ratioChart>, norm: ReturnType<typeof normChart>} | null} */
  let charts = null;
  /** @type {ReturnType<typeof layerFigures>[]} */
  let figures = [];
  let drawn = '';

  function draw() {
    findings.draw();
    const { health: history, run, pointed } = store.state;
    const { steps, items: kept } = history;
    // The strips end at the moment that is shown.
    const moments = kept.slice(0, placeOf(steps, pointed.step) + 1);
    const now = moments.at(-1);
    // A chart made in a hidden panel would have no size.
    charts ??= { ratio: ratioChart(ratioCanvas), norm: normChart(normCanvas) };
    const key = `${run?.epoch} ${now?.step} ${history.latest?.step} ${kept.length} ${pointed.sample} ${pointed.step}`;
    if (key === drawn) {
      return;
    }
    drawn = key;
    setText(note, `${describeMoment(steps, pointed.step, formatCount)} The strips go up to there, from the left to the right.`);
    if (figures.length !== (now?.layers.length ?? 0)) {
      figures = (now?.layers ?? []).map((_, layer) => layerFigures(layer));
      layers.replaceChildren(...figures.map(({ box }) => box));
    }
    figures.forEach((it) => it.draw(moments));
    charts.ratio.draw(kept);
    charts.norm.draw(kept);
    drawSamples(now?.sampleLosses.slice(0, MAX_BARS) ?? [], pointed.sample);
  }

  /**
   * @param {number[]} losses
   * @param {number | null} lit
   */
  function drawSamples(losses, lit) {
    const most = Math.max(...losses, 1e-300);
    if (samples.children.length !== losses.length) {
      samples.replaceChildren(...losses.map((_, sample) => bar(sample)));
    }
    losses.forEach((loss, sample) => {
      const item = /** @type {HTMLElement} */ (samples.children[sample]);
      item.classList.toggle('lit', sample === lit);
      item.style.setProperty('--share', String(loss / most));
      item.dataset.value = String(loss);
      setText(/** @type {HTMLElement} */ (item.lastElementChild), formatShort(loss));
    });
  }

  /** @param {number} sample */
  function bar(sample) {
    const item = element('li', {}, element('span', {}, `sample ${sample}`), element('span', { class: 'bar', 'aria-hidden': 'true' }), element('span', { class: 'value' }));
    item.addEventListener('pointerenter', () => store.point({ sample }));
    item.addEventListener('pointerleave', () => store.point());
    return item;
  }

  return {
    topics: ['health'],
    draw,
    restyle: () => {
      drawn = '';
      charts?.ratio.restyle();
      charts?.norm.restyle();
      draw();
    },
  };
}

/**
 * One layer's histograms, now and over time, and its shares.
 * @param {number} layer
 */
function layerFigures(layer) {
  const title = `layer ${layer + 1}`;
  const shares = element('p', { class: 'panel-note' });
  const parts = QUANTITIES.map((quantity) => {
    const now = histogram(`${quantity} of ${title}`);
    const strip = heatStrip(`${quantity} of ${title}`);
    return { quantity, now, strip, box: element('div', {}, element('h5', {}, quantity), now.box, strip.canvas) };
  });
  const box = element('section', { class: 'health-layer' }, element('h4', {}, title), shares, element('div', { class: 'health-row' }, ...parts.map((part) => part.box)));

  /** @param {import('../levels.js').HealthMoment[]} moments */
  function draw(moments) {
    const data = moments.at(-1)?.layers[layer];
    if (!data) {
      return;
    }
    setText(shares, words(data));
    for (const { quantity, now, strip } of parts) {
      now.draw(data[quantity]);
      strip.draw(moments, layer, quantity);
    }
  }

  return { box, draw };
}

/** @param {import('../levels.js').LayerHealth} layer */
function words({ activation, dead, saturated, updateRatio }) {
  const percent = (/** @type {number} */ share) => `${Math.round(100 * share)}%`;
  const trouble = { relu: `${percent(dead)} of the neurons dead`, tanh: `${percent(saturated)} of the outputs saturated`, sigmoid: `${percent(saturated)} of the outputs saturated` }[activation];
  const ratio = Number.isFinite(updateRatio) ? `update 10^${updateRatio.toFixed(1)} of the parameters` : 'nothing moves';
  return [activation, trouble, ratio].filter(Boolean).join(', ');
}
