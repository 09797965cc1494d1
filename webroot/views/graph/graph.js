import { graphDrawing } from '../../graph-drawing/drawing.js';
import { innerGroups, isNode, liesIn, outputsOf, search } from '../../graph-drawing/structure.js';
import { layerOfSums } from '../../state/activation.js';
import { placeOf } from '../../state/level-history.js';
import { element, setText } from '../../ui/dom.js';
import { formatCount } from '../../ui/format.js';
import { pointAt } from '../../ui/pointing.js';
import { sampleButton } from '../../ui/sample-button.js';
import { timeSlider } from '../../ui/time-slider.js';
import { nodeTable } from './node-table.js';
import { describeBox, describePicture, remarksOn } from './sentences.js';
import { graphSource } from './source.js';
import { graphTools } from './tools.js';
import { graphWalk } from './walk.js';
import { zoomButtons } from './zoom-buttons.js';

/**
 * The graph of one sample's loss, live, and the walk through it.
 * @param {HTMLElement} panel
 * @param {import('../../ui/view.js').Page} page
 * @returns {import('../../ui/view.js').View}
 */
export function graph(panel, page) {
  const { store } = page;
  let chosen = '';
  let here = '';
  let lit = '';
  let searched = '';
  let watched = 0;

  const source = graphSource(store, { graph: show, change: page.redraw });
  const drawing = graphDrawing({
    asMap: true,
    label: 'The computation graph. Arrow keys go from node to node, Enter chooses or expands, Backspace collapses, 0 shows all.',
    onPoint: (box) => {
      here = box ?? '';
      pointAt(store, box === null ? {} : thingOf(box));
      page.redraw();
    },
    onChoose: (box) => {
      chosen = chosen === box ? '' : box;
      store.chooseParameter(chosen === '' ? null : (thingOf(chosen).parameter ?? store.state.parameter));
      page.redraw();
    },
    onToggle: toggle,
  });
  const tools = graphTools({
    choose: (sample) => store.choose(sample),
    show: (collapsed) => source.ask(collapsed),
    search: (text) => {
      find(text);
      page.redraw();
    },
    open,
  });
  const note = element('p', { class: 'panel-note', role: 'status' });
  const other = sampleButton(page);
  const slider = timeSlider(store, 'graph-time');
  const facts = element('p', { class: 'graph-facts' });
  const table = nodeTable();
  const walk = graphWalk(page, drawing, () => source.graph);
  panel.classList.add('graph-view');
  panel.append(
    element('div', { class: 'graph-tools' }, tools.sample, tools.levels, tools.search),
    element('div', { class: 'graph-note' }, note, other.element, walk.button),
    walk.controls,
    element('div', { class: 'graph-host' }, drawing.element, zoomButtons(drawing)),
    walk.element,
    slider.element,
    facts,
    table.element,
  );
  table.element.addEventListener('toggle', page.redraw);

  /**
   * @param {import('./source.js').RunGraph} next
   * @param {string} [anchor]
   */
  function show(next, anchor) {
    drawing.show(next, anchor);
    chosen = drawing.has(chosen) ? chosen : '';
    here = '';
    lit = '';
    tools.show(next);
    panel.classList.toggle('empty', next.nodes.length === 0);
    walk.restart();
    page.watch();
    page.redraw();
  }

  /** @param {string} group */
  function toggle(group) {
    if (source.graph === null) {
      return;
    }
    const { collapsed, nodes } = source.graph;
    const others = collapsed.filter((inner) => !liesIn(inner, group));
    const next = collapsed.includes(group) ? [...others, ...innerGroups(nodes, group)] : [...others, group];
    source.ask(next.join(), group);
  }

  /**
   * Marks what a search finds, and says how many nodes that are.
   * @param {string} text
   */
  function find(text) {
    const found = source.graph === null ? [] : search(source.graph.nodes, text);
    const boxes = found.map((node) => drawing.boxOf(node.id));
    drawing.find(boxes);
    const hidden = boxes[0] !== undefined && !isNode(boxes[0]) ? `, the first in ${boxes[0]}; Enter expands it` : '';
    searched = text.trim() === '' ? '' : `${formatCount(found.length)} found${hidden}.`;
  }

  /**
   * Expands the groups around the first node that a search finds, from the outermost on.
   * @param {string} text
   */
  async function open(text) {
    const [found] = source.graph === null ? [] : search(source.graph.nodes, text);
    while (found && source.graph && !isNode(drawing.boxOf(found.id))) {
      const group = drawing.boxOf(found.id);
      const { collapsed, nodes } = source.graph;
      const others = collapsed.filter((inner) => inner !== group);
      await source.ask([...others, ...innerGroups(nodes, group)].join(), group);
      if (drawing.boxOf(found.id) === group) {
        break; // it was refused
      }
    }
    find(text);
    page.redraw();
  }

  /**
   * The parameter or neuron that a box stands for, for the other views.
   * @param {string} box
   * @returns {Partial<import('../../state/store.js').Pointed>}
   */
  function thingOf(box) {
    const node = isNode(box) ? source.graph?.nodes[Number(box)] : undefined;
    if (node?.op === '' && node.name.startsWith(`${node.group}.`)) {
      return { parameter: node.name };
    }
    const group = node?.group ?? box;
    return group.includes('.') ? { neuron: group } : {};
  }

  /**
   * The box under the pointer; or those of what is pointed at elsewhere; or what was chosen, here or
   * elsewhere.
   * @param {import('../../graph-drawing/structure.js').GraphNode[]} nodes
   */
  function boxesToLight(nodes) {
    const { parameter, neuron } = store.state.pointed;
    if (here !== '') {
      return [here];
    }
    if (parameter !== null) {
      return nodes.filter(({ name }) => name === parameter).map((node) => drawing.boxOf(node.id));
    }
    if (neuron !== null) {
      return outputsOf(nodes, neuron).map((node) => drawing.boxOf(node.id));
    }
    if (chosen !== '') {
      return [chosen];
    }
    return nodes.filter(({ name }) => name !== '' && name === store.state.parameter).map((node) => drawing.boxOf(node.id));
  }

  function draw() {
    const { run, sample, pointed } = store.state;
    if (run === null) {
      return;
    }
    if (source.follow(run) || sample !== watched) {
      watched = sample;
      walk.restart();
      page.watch();
    }
    const { graph: shown, problem } = source;
    if (shown === null || shown.nodes.length === 0) {
      const why = problem || shown?.note;
      setText(note, why ? `No graph: ${why}.` : 'Waiting for the server to lay out the graph.');
      slider.draw([], 0);
      return;
    }
    const history = store.state.graphs.latest?.sample === sample ? store.state.graphs : null;
    const steps = history?.steps ?? [];
    const place = placeOf(steps, pointed.step);
    const now = history?.items[place] ?? null;
    panel.classList.toggle('walking', walk.open);
    tools.draw(run, sample);
    other.draw(pointed.sample === sample ? null : pointed.sample);
    slider.draw(steps, place);
    const what = walk.open ? walk.note : describePicture(shown, steps, pointed.step, remarksOn(run.spec));
    setText(note, problem === '' ? what : `${problem}.`);
    if (!walk.draw() && now !== null) {
      drawing.write(now.data, now.grad);
    }
    const boxes = boxesToLight(shown.nodes);
    if (boxes.join() !== lit) {
      lit = boxes.join();
      drawing.light(boxes);
    }
    setText(facts, boxes.length === 0 && searched !== '' ? searched : describeBox(shown.nodes, boxes[0], walk.open ? null : now, layerOfSums(run.spec)));
    table.draw(shown.nodes, now);
  }

  return {
    get topics() {
      const any = source.graph !== null && source.graph.nodes.length > 0;
      return any && !walk.open ? [`graph:${store.state.sample}`] : [];
    },
    draw,
  };
}
