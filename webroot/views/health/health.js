import { describeSnapshot, placeOf } from '../../state/level-history.js';
import { momentOf } from '../../state/moment.js';
import { element, power, setText } from '../../ui/dom.js';
import { formatCount, formatCounted, formatPercent, formatShort } from '../../ui/format.js';
import { pointAt } from '../../ui/pointing.js';
import { rovingButtons } from '../../ui/roving.js';
import { sampleButton } from '../../ui/sample-button.js';
import { timeSlider } from '../../ui/time-slider.js';
import { GUIDE, normChart, ratioChart } from './charts.js';
import { findingList } from './findings.js';
import { heatStrip } from './heat-strip.js';
import { histogram } from './histogram.js';
import { formatShare, stillness } from './step-size.js';

/** @type {import('../../state/levels.js').Quantity[]} */
const QUANTITIES = ['parameters', 'gradients', 'activations'];

const TITLES = { parameters: 'Parameters', gradients: 'Gradients', activations: 'Outputs' };

/** The most samples that have a bar. */
const MAX_BARS = 100;

/**
 * Whether the run is well: findings in words, then the figures by layer, over time, and by sample.
 * @param {HTMLElement} panel
 * @param {import('../../ui/view.js').Page} page
 * @returns {import('../../ui/view.js').View}
 */
export function health(panel, page) {
  const { store } = page;
  const findings = findingList(page);
  const note = element('p', { class: 'panel-note' });
  const layers = element('div', { class: 'health-layers' });
  const ratioCanvas = element('canvas', { role: 'img', 'aria-label': 'How much one step changes the parameters, a line a layer, in powers of ten' });
  const normCanvas = element('canvas', { role: 'img', 'aria-label': 'Norm of all gradients over steps, in powers of ten' });
  const ratioKeys = element('p', { class: 'legend' });
  const normNow = element('p', { class: 'legend' });
  const slider = timeSlider(store, 'health-time');
  const graph = sampleButton(page);
  const samples = element('ol', { class: 'sample-losses', 'aria-label': 'Loss by sample' });
  panel.append(
    ...findings.nodes,
    element('h3', {}, 'By layer'),
    slider.element,
    note,
    element(
      'p',
      { class: 'panel-note' },
      'In the bars, values go from the least on the left to the greatest on the right, and the higher a bar, the more of them there are; the thin line is 0. The strip below has the same over time: steps go to the right, values upwards, and the stronger a place, the more.',
    ),
    layers,
    element(
      'div',
      { class: 'charts' },
      element(
        'section',
        {},
        element('h3', {}, 'How much one step changes the parameters'),
        element('div', { class: 'chart-box chart-small' }, ratioCanvas),
        ratioKeys,
        element('p', { class: 'panel-note' }, 'The step’s size by the parameters’ size. Far above the guide learning is wild, far below it hardly moves.'),
      ),
      element(
        'section',
        {},
        element('h3', {}, 'How large the gradient is'),
        element('div', { class: 'chart-box chart-small' }, normCanvas),
        normNow,
        element('p', { class: 'panel-note' }, 'The norm of all gradients: the root of the sum of their squares. It goes to 0 in a valley of the loss, and wherever no gradient flows.'),
      ),
    ),
    element('h3', {}, 'Loss by sample'),
    element('p', { class: 'panel-note' }, 'Which samples the network still gets wrong: the longest bar is the greatest loss. The one that is chosen here is the one that other views show.'),
    element('p', { class: 'sample-choice' }, graph.element),
    samples,
  );
  const buttons = rovingButtons(samples);
  /** @type {{ratio: ReturnType<typeof ratioChart>, norm: ReturnType<typeof normChart>} | null} */
  let charts = null;
  /** @type {ReturnType<typeof layerFigures>[]} */
  let figures = [];
  let drawn = '';

  function draw() {
    findings.draw();
    const { health: history, run, pointed, sample } = store.state;
    const { steps, items: all } = history;
    const place = placeOf(steps, momentOf(store.state));
    // The strips end at the snapshot that is shown.
    const snapshots = all.slice(0, place + 1);
    const now = snapshots.at(-1);
    // A chart made in a hidden panel would have no size.
    charts ??= { ratio: ratioChart(ratioCanvas, store), norm: normChart(normCanvas, store) };
    const key = `${run?.trajectory} ${now?.step} ${history.latest?.step} ${all.length} ${pointed.sample} ${sample} ${pointed.step} ${store.state.stepAxis}`;
    if (key === drawn) {
      return;
    }
    drawn = key;
    slider.draw(steps, place);
    const from = now ? ` The strips and lines go back to step ${formatCount(steps[0])}.` : '';
    setText(note, describeSnapshot(steps, pointed.step) + from);
    if (figures.length !== (now?.layers.length ?? 0)) {
      figures = (now?.layers ?? []).map((_, layer) => layerFigures(layer));
      layers.replaceChildren(...figures.map(({ box }) => box));
    }
    figures.forEach((it) => it.draw(snapshots));
    charts.ratio.draw(all);
    charts.norm.draw(all);
    ratioKeys.replaceChildren(...(now?.layers ?? []).flatMap((layer, line) => [layerKey(layer, line), ' ']));
    setText(normNow, now ? `After ${formatCounted(now.step, 'step')} ${formatShort(now.gradientNorm, 3)}${now.gradientNorm === 0 ? ': no gradient flows' : Number.isFinite(now.gradientNorm) ? '' : ': no longer finite'}` : '');
    drawSamples(now?.sampleLosses.slice(0, MAX_BARS) ?? [], pointed.sample);
    buttons(sample);
    graph.draw(now ? sample : null);
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
      setText(/** @type {HTMLElement} */ (item.querySelector('.value')), formatShort(loss, 4));
    });
  }

  /** @param {number} sample */
  function bar(sample) {
    const button = element(
      'button',
      { type: 'button' },
      element('span', {}, `sample ${sample}`),
      element('span', { class: 'bar', 'aria-hidden': 'true' }),
      element('span', { class: 'value' }),
    );
    const item = element('li', {}, button);
    button.addEventListener('click', () => store.choose(sample));
    for (const event of ['pointerenter', 'focus']) {
      button.addEventListener(event, () => pointAt(store, { sample }));
    }
    for (const event of ['pointerleave', 'blur']) {
      button.addEventListener(event, () => pointAt(store));
    }
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
 * Which line is a layer's, and how much of its parameters the last step changed.
 * @param {import('../../state/levels.js').LayerHealth} layer
 * @param {number} place its number, from 0
 */
function layerKey(layer, place) {
  const key = element('span', { class: 'key key-layer' });
  key.style.background = `var(--line-${(place % 8) + 1})`;
  const size = Number.isFinite(layer.updateRatio) ? formatShare(layer.updateRatio) : stillness(layer);
  return element('span', {}, key, `layer ${place + 1}: ${size}`);
}

/**
 * One layer's histograms, now and over time, and its shares.
 * @param {number} layer
 */
function layerFigures(layer) {
  const title = `layer ${layer + 1}`;
  const name = element('h4', {});
  const shares = element('p', { class: 'panel-note' });
  const parts = QUANTITIES.map((quantity) => {
    const now = histogram(`${quantity} of ${title}`);
    const strip = heatStrip(`${quantity} of ${title}`);
    return { quantity, now, strip, box: element('div', {}, element('h5', {}, TITLES[quantity]), now.box, strip.canvas) };
  });
  const box = element('section', { class: 'health-layer' }, name, shares, element('div', { class: 'health-row' }, ...parts.map((part) => part.box)));

  /** @param {import('../../state/levels.js').HealthSnapshot[]} snapshots */
  function draw(snapshots) {
    const data = snapshots.at(-1)?.layers[layer];
    if (!data) {
      return;
    }
    setText(name, `Layer ${layer + 1}, ${data.activation}`);
    shares.replaceChildren(...words(data));
    for (const { quantity, now, strip } of parts) {
      now.draw(data[quantity]);
      strip.draw(snapshots, layer, quantity);
    }
  }

  return { box, draw };
}

/** @param {import('../../state/levels.js').LayerHealth} layer */
function words(layer) {
  const { activation, dead, saturated, updateRatio } = layer;
  const limits = { tanh: '−1 or 1', sigmoid: '0 or 1' }[activation];
  const trouble =
    activation === 'relu'
      ? `${formatPercent(dead)} of its neurons are dead: 0 for every sample. `
      : limits
        ? `${formatPercent(saturated)} of its outputs are saturated: within 1% of ${limits}. `
        : '';
  return Number.isFinite(updateRatio)
    ? [
        `${trouble}One step changes its parameters by about ${formatShare(updateRatio)}${updateRatio < 0 ? ' of' : ''} their size, `,
        power(updateRatio, 1),
        `; the usual guide is ${formatPercent(10 ** GUIDE)}, `,
        power(GUIDE),
        '.',
      ]
    : [`${trouble}One step changes its parameters by ${stillness(layer)}.`];
}
