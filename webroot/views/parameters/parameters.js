import { parameterChart } from '../../charts/parameter-chart.js';
import { describeSnapshot, gradientKnown, placeOf } from '../../state/level-history.js';
import { momentOf } from '../../state/moment.js';
import { colours } from '../../ui/colours.js';
import { element, setRows, setText } from '../../ui/dom.js';
import { formatSigned, signOf } from '../../ui/format.js';
import { changed } from '../../ui/frame.js';
import { pointingRows } from '../../ui/pointing.js';
import { rovingButtons } from '../../ui/roving.js';
import { timeSlider } from '../../ui/time-slider.js';

/** The most parameters of which the server tells what the optimizer remembers. */
const MAX_OPTIMIZED = 10_000;

/** The most lines in a chart. */
const MAX_LINES = 64;

/** What the page calls the arrays that an optimizer remembers. @type {Record<string, {label: string, help: string}>} */
const MEMORY = {
  velocity: { label: 'Velocity', help: 'momentum: the steps so far, fading out' },
  m: { label: 'm', help: 'the moving average of the gradient' },
  v: { label: 'v', help: 'the moving average of the gradient’s square' },
  sum: { label: 'Sum of g²', help: 'the squares of all gradients so far' },
};

/**
 * Each parameter's value and gradient over time: a layer's, or a single one's.
 * @param {HTMLElement} panel
 * @param {import('../../ui/view.js').Page} page
 * @returns {import('../../ui/view.js').View}
 */
export function parameters(panel, { store, watch }) {
  const choice = element('select', { id: 'parameter-choice' });
  const slider = timeSlider(store, 'parameters-time');
  const note = element('p', { class: 'panel-note' });
  const valueCanvas = element('canvas', { role: 'img', 'aria-label': 'Values over steps; the table has them now' });
  const gradCanvas = element('canvas', { role: 'img', 'aria-label': 'Gradients over steps; the table has them now' });
  const body = element('tbody', { class: 'choosable' });
  const heads = element('tr');
  const remembered = element('p', { class: 'help' });
  panel.append(
    element('div', { class: 'view-tools' }, element('p', { class: 'panel-choice' }, element('label', { for: 'parameter-choice' }, 'Show '), choice), slider.element),
    note,
    element(
      'div',
      { class: 'charts' },
      element('section', {}, element('h3', {}, 'Value'), element('div', { class: 'chart-box chart-small' }, valueCanvas)),
      element('section', {}, element('h3', {}, 'Gradient'), element('div', { class: 'chart-box chart-small' }, gradCanvas)),
    ),
    element(
      'div',
      { class: 'scroll' },
      element(
        'table',
        { class: 'numbers names', 'aria-label': 'Parameters now' },
        element('thead', {}, heads),
        body,
      ),
    ),
    remembered,
  );
  /** @type {{values: ReturnType<typeof parameterChart>, gradients: ReturnType<typeof parameterChart>} | null} */
  let charts = null;
  /** @type {string[]} */
  let names = [];
  /** Whether there are so many that the server tells their values and gradients alone. */
  let isLarge = false;
  const hasChanged = changed();
  const rows = pointingRows(store, body, (row) => ({ parameter: names[places()[row]] }));
  const buttons = rovingButtons(body);

  function draw() {
    // A chart made in a hidden panel would have no size.
    charts ??= { values: parameterChart(valueCanvas, store), gradients: parameterChart(gradCanvas, store) };
    const { run, pointed, parameter } = store.state;
    if (run !== null && isLarge !== run.parameterNames.length > MAX_OPTIMIZED) {
      isLarge = !isLarge;
      watch();
    }
    const { optimizer } = store.state;
    const history = isLarge ? store.state.parameters : optimizer;
    if (!hasChanged(run, history, history.latest, history.steps[0], pointed, parameter, choice.value, store.state.stepAxis, colours())) {
      return;
    }
    if (run && run.parameterNames !== names) {
      fillChoice(run.parameterNames);
    }
    const chosen = places().slice(0, MAX_LINES);
    const snapshot = placeOf(history.steps, momentOf(store.state));
    slider.draw(history.steps, snapshot);
    const { data, grad } = history.items[snapshot] ?? {};
    const known = gradientKnown(history.steps[snapshot], grad);
    const found = names.indexOf(pointed.parameter ?? parameter ?? '');
    const lit = found < 0 ? null : found;
    setText(
      note,
      `${describeSnapshot(history.steps, pointed.step)} ${parameter === null ? 'Point at a row to find its line, press it to choose it in all views.' : `Chosen is ${parameter}; press its row to let it go.`}${known ? '' : ' The first step computes the first gradients.'}`,
    );
    const items = /** @type {import('../../state/levels.js').ParameterSnapshot[]} */ (history.items);
    charts.values.draw(history.steps, items.map((item) => item.data), chosen, lit);
    const first = gradientKnown(history.steps[0], items[0]?.grad) ? 0 : 1;
    charts.gradients.draw(history.steps.slice(first), items.slice(first).map((item) => item.grad), chosen, lit);
    const columns = columnsOf(isLarge ? undefined : optimizer.items[snapshot]);
    setRows(
      body,
      data && grad
        ? chosen.map((place) => [
            { text: names[place], header: true, button: names[place] },
            { text: formatSigned(data[place]), class: signOf(data[place]) },
            known ? formatSigned(grad[place]) : '–',
            ...columns.map((values) => (values === null || Number.isNaN(values[place]) ? '–' : formatSigned(values[place]))),
          ])
        : [],
    );
    rows.light(lit === null ? -1 : chosen.indexOf(lit));
    buttons(chosen.findIndex((place) => names[place] === parameter));
  }

  /**
   * What the optimizer did and remembers, as columns of the table, whose heads are written.
   * @param {import('../../state/levels.js').OptimizerSnapshot | undefined} told undefined for nothing
   * @returns {(Float64Array | null)[]} null where it isn't known
   */
  function columnsOf(told) {
    const kinds = Object.keys(told?.memory ?? {});
    const labels = ['Parameter', 'Value', 'Gradient', ...(told ? ['Last step'] : []), ...kinds.map((kind) => MEMORY[kind]?.label ?? kind)];
    if (heads.textContent !== labels.join('')) {
      heads.replaceChildren(...labels.map((text) => element('th', { scope: 'col' }, text)));
    }
    const words = kinds.map((kind) => `${MEMORY[kind]?.label ?? kind} is ${MEMORY[kind]?.help ?? 'what the optimizer remembers'}.`);
    setText(remembered, told ? ['Last step is by how much the last update moved it.', ...words].join(' ') : '');
    return told ? [told.lastStep, ...Object.values(told.memory)] : [];
  }

  /** @param {string[]} parameterNames */
  function fillChoice(parameterNames) {
    names = parameterNames;
    const layers = [...new Set(names.map((name) => name.split('.')[0]))];
    choice.replaceChildren(
      ...(names.length <= MAX_LINES
        ? [element('option', { value: '' }, `all layers (${names.length})`)]
        : []),
      ...layers.map((layer) =>
        element('option', { value: `${layer}.` }, `layer ${layer.slice(5)} (${places(`${layer}.`).length})`),
      ),
      ...(names.length <= 2000 ? names.map((name) => element('option', { value: name }, name)) : []),
    );
  }

  function places(prefix = choice.value) {
    return names.flatMap((name, place) =>
      name === prefix || prefix === '' || (prefix.endsWith('.') && name.startsWith(prefix))
        ? [place]
        : [],
    );
  }

  choice.addEventListener('change', draw);
  body.addEventListener('click', ({ target }) => {
    const row = target instanceof Element ? target.closest('tr') : null;
    const name = row === null ? null : names[places()[row.sectionRowIndex]];
    store.chooseParameter(name === store.state.parameter ? null : name);
  });
  return {
    get topics() {
      return [isLarge ? 'parameters' : 'optimizer'];
    },
    draw,
    restyle: () => {
      charts?.values.restyle();
      charts?.gradients.restyle();
      draw();
    },
  };
}
