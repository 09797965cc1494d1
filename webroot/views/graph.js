import { element, setText } from '../dom.js';
import { formatCount, formatShort, formatSigned } from '../format.js';
import { graphDrawing } from '../graph/drawing.js';
import { pretty } from '../graph/formula.js';
import { describe, innerGroups, isNode, liesIn, outputsOf, search } from '../graph/structure.js';
import { decodeNumber } from '../protocol.js';
import { nodeTable } from './graph-table.js';
import { graphWalk } from './graph-walk.js';

const RETRY_MILLIS = 3000;

/**
 * What `GET /api/graph` answers; `data` and `grad` are decoded.
 * @typedef {import('../graph/structure.js').Graph & {
 *   epoch: number, step: number, sample: number, samples: number,
 *   note: string | null, groups: string[], collapsed: string[], data: number[], grad: number[]
 * }} RunGraph
 */

/**
 * The graph of one sample's loss, live, and the walk through it.
 * @param {HTMLElement} panel
 * @param {import('../views.js').Page} page
 * @returns {import('../views.js').View}
 */
export function graph(panel, page) {
  const { store } = page;
  /** @type {RunGraph | null} */
  let shown = null;
  let sample = 0;
  let wanted = '';
  let chosen = '';
  let here = '';
  let lit = '';
  let epochAsked = -1;
  let shape = '';
  let problem = '';

  const drawing = graphDrawing({
    label: 'The computation graph. Arrow keys go from node to node, Enter chooses or expands, Backspace collapses, 0 shows all.',
    onPoint: (box) => {
      here = box ?? '';
      store.point(box === null ? {} : pointedBy(box));
      page.redraw();
    },
    onChoose: (box) => {
      chosen = chosen === box ? '' : box;
      page.redraw();
    },
    onToggle: toggle,
  });
  const sampleField = element('input', { type: 'number', id: 'graph-sample', min: '0', step: '1', value: '0', inputmode: 'numeric' });
  const sampleText = element('span', { class: 'graph-sample-text' });
  const searchField = element('input', { type: 'search', id: 'graph-search', placeholder: 'layer1.neuron2.w0', list: 'graph-names', autocomplete: 'off' });
  const names = element('datalist', { id: 'graph-names' });
  const levels = /** @type {const} */ ([['layers', 'Layers'], ['neurons', 'Neurons'], ['', 'Every node']]).map(
    ([collapsed, title]) => {
      const button = element('button', { type: 'button', 'aria-pressed': 'false', 'data-collapsed': collapsed }, title);
      button.addEventListener('click', () => ask(collapsed));
      return button;
    },
  );
  const note = element('p', { class: 'panel-note', role: 'status' });
  const facts = element('p', { class: 'graph-facts' });
  const table = nodeTable();
  const walk = graphWalk(page, drawing, () => (shown ? { graph: shown, sample } : null));
  panel.classList.add('graph-view');
  panel.append(
    element(
      'div',
      { class: 'graph-tools' },
      element('label', { for: 'graph-sample' }, 'Sample'),
      sampleField,
      sampleText,
      element('div', { class: 'segments', role: 'group', 'aria-label': 'How much is shown' }, ...levels),
      element('label', { for: 'graph-search', class: 'visually-hidden' }, 'Search for a parameter'),
      searchField,
      names,
      element(
        'div',
        { class: 'segments', role: 'group', 'aria-label': 'Zoom' },
        tool('−', 'Zoom out', () => drawing.zoom(0.7)),
        tool('+', 'Zoom in', () => drawing.zoom(1 / 0.7)),
        tool('Fit', 'Fit: show all of it', () => drawing.fit()),
      ),
      walk.button,
    ),
    note,
    element('div', { class: 'graph-host' }, drawing.element),
    walk.element,
    facts,
    table.element,
  );

  /**
   * Asks for the graph of the present run.
   * @param {string | null} collapsed as in `GET /api/graph`; null leaves it to the server
   * @param {string} [anchor] a group that stays where it is on the screen
   */
  async function ask(collapsed, anchor) {
    const query = new URLSearchParams({ sample: String(sample), ...(collapsed === null ? {} : { collapsed }) });
    wanted = String(query);
    const asked = `${store.state.run?.epoch} ${wanted}`;
    try {
      const response = await fetch(`/api/graph?${query}`);
      const answer = await response.json();
      if (asked !== `${store.state.run?.epoch} ${wanted}`) {
        return; // something else has been asked for since
      }
      if (!response.ok) {
        throw new Error(answer.error);
      }
      problem = '';
      show({ ...answer, data: answer.data.map(decodeNumber), grad: answer.grad.map(decodeNumber) }, anchor);
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error);
      if (shown === null) {
        setTimeout(() => {
          epochAsked = -1;
          page.redraw();
        }, RETRY_MILLIS);
      }
      page.redraw();
    }
  }

  /**
   * @param {RunGraph} next
   * @param {string} [anchor]
   */
  function show(next, anchor) {
    shown = next;
    drawing.show(next, anchor);
    chosen = drawing.has(chosen) ? chosen : '';
    here = '';
    lit = '';
    sampleField.max = String(next.samples - 1);
    names.replaceChildren(
      ...next.nodes.filter(({ name }) => name !== '').map(({ name }) => element('option', { value: name })),
    );
    const now = next.collapsed.join();
    for (const button of levels) {
      button.setAttribute('aria-pressed', String(now === groupsOf(next, button.dataset.collapsed ?? '').join()));
    }
    panel.classList.toggle('empty', next.nodes.length === 0);
    walk.restart();
    page.watch();
    page.redraw();
  }

  /** @param {string} group */
  function toggle(group) {
    if (shown === null) {
      return;
    }
    const { collapsed, nodes } = shown;
    const others = collapsed.filter((other) => !liesIn(other, group));
    const next = collapsed.includes(group) ? [...others, ...innerGroups(nodes, group)] : [...others, group];
    ask(next.join(), group);
  }

  /**
   * What a box has to do with the rest of the page.
   * @param {string} box
   */
  function pointedBy(box) {
    if (!isNode(box)) {
      return box.includes('.') ? { neuron: box } : {};
    }
    const node = shown?.nodes[Number(box)];
    if (!node) {
      return {};
    }
    return node.op === '' && node.name.startsWith(`${node.group}.`)
      ? { parameter: node.name }
      : node.group.includes('.')
        ? { neuron: node.group }
        : {};
  }

  /** The box under the pointer; or those of what is pointed at elsewhere; or the chosen one. */
  function boxesToLight() {
    const { parameter, neuron } = store.state.pointed;
    if (shown === null || here !== '') {
      return here === '' ? [] : [here];
    }
    const { nodes } = shown;
    if (parameter !== null) {
      return nodes.filter(({ name }) => name === parameter).map((node) => drawing.boxOf(node.id));
    }
    if (neuron !== null) {
      return outputsOf(nodes, neuron).map((node) => drawing.boxOf(node.id));
    }
    return chosen === '' ? [] : [chosen];
  }

  /**
   * Another run: where its graph is the same, only the numbers are others.
   * @param {import('../protocol.js').Welcome} run
   */
  function begin(run) {
    epochAsked = run.epoch;
    const { spec, inputNames, targets } = run;
    const same = shape;
    shape = JSON.stringify([spec.model, spec.loss, inputNames, targets?.length]);
    if (shown && shape === same) {
      walk.restart();
      return;
    }
    shown = null;
    walk.restart();
    sample = 0;
    sampleField.value = '0';
    ask(null);
  }

  /** @param {RunGraph} graphShown */
  function latest(graphShown) {
    const level = store.state.graphs.latest;
    return level?.sample === sample ? level : graphShown;
  }

  function words() {
    if (problem !== '' || shown?.nodes.length === 0) {
      return `No graph: ${problem || shown?.note}.`;
    }
    if (shown === null) {
      return 'Waiting for the graph.';
    }
    return walk.open
      ? `A walk through step ${formatCount(walk.step)}, with the parameters as they were after ${formatCount(walk.step)} steps.`
      : `${formatCount(shown.nodes.length)} nodes, after ${formatCount(latest(shown).step)} steps. Gradients of this sample’s loss alone: a step adds up those of all its samples.${shown.note === null ? '' : ` ${shown.note}`}${pointedElsewhere()}`;
  }

  /** What is pointed at in another view and can't be shown by this one as it stands. */
  function pointedElsewhere() {
    const { sample: other, step } = store.state.pointed;
    return [
      other !== null && other !== Number(sampleField.value) ? ` Sample ${other} is pointed at; choose it above to see its graph.` : '',
      step !== null ? ` Earlier steps’ nodes are not kept: the graph shows now, not step ${formatCount(step)}.` : '',
    ].join('');
  }

  function draw() {
    const { run } = store.state;
    if (run === null) {
      return;
    }
    if (epochAsked !== run.epoch && store.state.live) {
      begin(run);
    }
    setText(note, words());
    if (shown === null || shown.nodes.length === 0) {
      return;
    }
    panel.classList.toggle('walking', walk.open);
    const now = latest(shown);
    setText(sampleText, describeSample(run, sample, shown.samples));
    if (!walk.draw()) {
      drawing.write(now.data, now.grad);
    }
    const boxes = boxesToLight();
    if (boxes.join() !== lit) {
      lit = boxes.join();
      drawing.light(boxes);
    }
    setText(facts, describeBox(boxes[0], now));
    table.draw(shown.nodes, now);
  }

  /**
   * @param {string | undefined} box
   * @param {{data: number[], grad: number[]}} now
   */
  function describeBox(box, now) {
    if (shown === null || box === undefined) {
      return 'Point at a node to see its neighbours; press a frame’s name to collapse it, a collapsed box to expand it.';
    }
    const node = isNode(box) ? shown.nodes[Number(box)] : outputsOf(shown.nodes, box)[0];
    const what = isNode(box) ? describe(shown.nodes, node.id) : `${box}, its output`;
    const made = node.formula === '' ? 'a leaf' : `out = ${pretty(node.formula)}`;
    return walk.open
      ? `${what}: ${made}`
      : `${what}: ${made}; data ${formatSigned(now.data[node.id])}, grad ${formatSigned(now.grad[node.id])}`;
  }

  function searched() {
    if (shown === null) {
      return;
    }
    const found = search(shown.nodes, searchField.value);
    const boxes = found.map((node) => drawing.boxOf(node.id));
    drawing.find(boxes);
    const hidden = boxes[0] !== undefined && !isNode(boxes[0]) ? boxes[0] : '';
    setText(
      facts,
      searchField.value.trim() === ''
        ? ''
        : `${formatCount(found.length)} found${hidden === '' ? '.' : `, the first in ${hidden}; Enter expands it.`}`,
    );
    return hidden;
  }

  searchField.addEventListener('input', searched);
  searchField.addEventListener('keydown', async (event) => {
    if (event.key === 'Enter' && shown) {
      const [found] = search(shown.nodes, searchField.value);
      // Layer by layer, until the node itself can be seen.
      while (found && shown && !isNode(drawing.boxOf(found.id))) {
        const group = drawing.boxOf(found.id);
        const others = shown.collapsed.filter((other) => other !== group);
        await ask([...others, ...innerGroups(shown.nodes, group)].join(), group);
        if (drawing.boxOf(found.id) === group) {
          break; // it was refused
        }
      }
      searched();
    }
  });
  sampleField.addEventListener('change', () => {
    const next = Math.min(Number(sampleField.max), Math.max(0, Math.round(Number(sampleField.value) || 0)));
    sampleField.value = String(next);
    sample = next;
    if (shown) {
      ask(shown.collapsed.join());
    }
  });
  for (const event of /** @type {const} */ (['pointerenter', 'focus'])) {
    sampleField.addEventListener(event, () => store.point({ sample }));
  }
  for (const event of /** @type {const} */ (['pointerleave', 'blur'])) {
    sampleField.addEventListener(event, () => store.point());
  }
  table.element.addEventListener('toggle', () => page.redraw());

  return {
    get topics() {
      return shown && shown.nodes.length > 0 && !walk.open ? [`graph:${sample}`] : [];
    },
    draw,
  };
}

/**
 * @param {string} text
 * @param {string} label
 * @param {() => void} press
 */
function tool(text, label, press) {
  const button = element('button', { type: 'button', 'aria-label': label, title: label }, text);
  button.addEventListener('click', press);
  return button;
}

/**
 * The groups that one of the words of `GET /api/graph` stands for.
 * @param {RunGraph} graph
 * @param {string} word
 */
function groupsOf({ groups, nodes }, word) {
  if (word === 'layers') {
    return groups.filter((group) => !group.includes('.'));
  }
  return word === 'neurons' ? groups.filter((group) => innerGroups(nodes, group).length === 0) : [];
}

/**
 * @param {import('../protocol.js').Welcome} run
 * @param {number} sample
 * @param {number} samples
 */
function describeSample({ inputs, targets, inputNames }, sample, samples) {
  if (!inputs?.[sample] || !targets) {
    return `of ${formatCount(samples)}`;
  }
  const values = inputs[sample].slice(0, 4).map((value, i) => `${inputNames[i]} ${formatShort(value)}`);
  return `of ${formatCount(samples)}: ${values.join(', ')}; target ${targets[sample].map((value) => formatShort(value)).join(', ')}`;
}
