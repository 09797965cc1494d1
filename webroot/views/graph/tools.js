import { innerGroups } from '../../graph-drawing/structure.js';
import { element, setText } from '../../ui/dom.js';
import { formatCount, formatFormula, formatShort } from '../../ui/format.js';
import { numberField } from '../../ui/number-field.js';

/** The words of `GET /api/graph` for how much is shown, and the buttons' titles. */
const LEVELS = [['layers', 'Layers'], ['neurons', 'Neurons'], ['', 'Every node']];

/**
 * What stands above the graph: which sample, how much is shown, a search.
 * @param {object} actions
 * @param {(sample: number) => void} actions.choose
 * @param {(collapsed: string) => void} actions.show
 * @param {(text: string) => void} actions.search
 * @param {(text: string) => void} actions.open what was searched for is to be shown
 */
export function graphTools(actions) {
  const sample = element('input', { type: 'text', id: 'graph-sample', inputmode: 'numeric' });
  const samples = { least: 0, greatest: 0, whole: true };
  const typed = numberField(sample, samples, actions.choose);
  const sampleText = element('span', { class: 'graph-sample-text' });
  const search = element('input', { type: 'search', id: 'graph-search', placeholder: 'Search: layer1.neuron2.w0', list: 'graph-names', autocomplete: 'off' });
  const names = element('datalist', { id: 'graph-names' });
  const levels = LEVELS.map(([collapsed, title]) => {
    const button = element('button', { type: 'button', 'aria-pressed': 'false', 'data-collapsed': collapsed }, title);
    button.addEventListener('click', () => actions.show(collapsed));
    return button;
  });

  search.addEventListener('input', () => actions.search(search.value));
  search.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') {
      actions.open(search.value);
    }
  });

  return {
    sample: element('div', { class: 'graph-sample' }, element('label', { for: 'graph-sample' }, 'Sample'), sample, sampleText, typed.refused),
    levels: element('div', { class: 'segments', role: 'group', 'aria-label': 'How much is shown' }, ...levels),
    search: element('p', { class: 'graph-search' }, element('label', { for: 'graph-search', class: 'visually-hidden' }, 'Search for a parameter'), search, names),
    /** Another graph. @param {import('./source.js').RunGraph} graph */
    show(graph) {
      samples.greatest = graph.samples - 1;
      names.replaceChildren(
        ...graph.nodes.filter(({ name }) => name !== '').map(({ name }) => element('option', { value: name })),
      );
      const now = graph.collapsed.join();
      for (const button of levels) {
        button.setAttribute('aria-pressed', String(now === groupsOf(graph, button.dataset.collapsed ?? '').join()));
      }
    },
    /**
     * @param {import('../../state/protocol.js').Welcome} run
     * @param {number} chosen
     */
    draw(run, chosen) {
      typed.write(String(chosen));
      setText(sampleText, describeSample(run, chosen, samples.greatest + 1));
    },
  };
}

/**
 * The groups that one of the words of `GET /api/graph` stands for.
 * @param {import('./source.js').RunGraph} graph
 * @param {string} word
 */
function groupsOf({ groups, nodes }, word) {
  if (word === 'layers') {
    return groups.filter((group) => !group.includes('.'));
  }
  return word === 'neurons' ? groups.filter((group) => innerGroups(nodes, group).length === 0) : [];
}

/**
 * @param {import('../../state/protocol.js').Welcome} run
 * @param {number} sample
 * @param {number} samples
 */
function describeSample({ inputs, targets, inputNames }, sample, samples) {
  if (!inputs?.[sample] || !targets) {
    return `of ${formatCount(samples)}`;
  }
  const short = (/** @type {number} */ value) => formatShort(value, 3);
  const values = inputs[sample].slice(0, 4).map((value, i) => `${formatFormula(inputNames[i])} ${short(value)}`);
  return `of ${formatCount(samples)}: ${values.join(', ')}; target ${targets[sample].map(short).join(', ')}`;
}
