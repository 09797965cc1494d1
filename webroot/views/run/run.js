import { changesIn, sentenceOf } from '../../state/commands.js';
import { python, readShown } from '../../state/runs-api.js';
import { branchFrom, changeShown } from '../../ui/branch.js';
import { copy } from '../../ui/clipboard.js';
import { element, setText } from '../../ui/dom.js';
import { formatCount, formatCounted } from '../../ui/format.js';

/** The most commands that are shown, the latest ones. */
const MAX_COMMANDS = 100;

/**
 * What determines this run: its spec, and the journal of commands.
 * @param {HTMLElement} panel
 * @param {import('../../ui/view.js').Page} page
 * @returns {import('../../ui/view.js').View}
 */
export function runView(panel, { store }) {
  const description = element('p', { class: 'panel-note' });
  const facts = element('dl', { class: 'facts' });
  const journal = element('ol', { class: 'changes', 'aria-labelledby': 'journal-title' });
  const changeButton = element('button', { type: 'button', class: 'small' }, 'Change this one');
  changeButton.addEventListener('click', () => changeShown(store));
  const pythonButton = element('button', { type: 'button', class: 'small', title: 'A program for plain Python that trains this run again, with what was changed in it' }, 'Copy as Python');
  const copied = element('p', { class: 'panel-note', role: 'status' });
  pythonButton.addEventListener('click', async () => {
    try {
      const { id } = await readShown();
      await copy(await python(id));
      setText(copied, 'Copied as Python.');
    } catch (error) {
      setText(copied, error instanceof Error ? error.message : String(error));
    }
  });
  panel.append(
    description,
    facts,
    element('div', { class: 'view-tools' }, changeButton, pythonButton),
    copied,
    element('h3', { id: 'journal-title' }, 'Journal'),
    element('p', { class: 'panel-note' }, 'Spec and journal together give this run again, bit for bit.'),
    journal,
  );
  let shown = '';

  function draw() {
    const { run, journal: entries } = store.state;
    const key = `${run?.trajectory} ${entries.length} ${JSON.stringify(entries.at(-1))}`;
    if (run === null || key === shown) {
      return;
    }
    shown = key;
    const { spec } = run;
    description.textContent = spec.description ?? '';
    facts.replaceChildren(
      ...fact('Data', describeData(spec.data)),
      ...fact('Network', [run.inputNames.length, ...spec.model.layers].join('–')),
      ...fact('Parameters', formatCount(run.parameterNames.length)),
      ...fact('Hidden', [spec.model.hidden].flat().join(', ')),
      ...fact('Output', spec.model.output),
      ...fact('First values', describeSettings(spec.model.init)),
      ...fact('Loss', describeLoss(spec.loss)),
      ...fact('Optimizer', describeOptimizer(spec.optimizer)),
      ...fact('Learning rate', describeRate(spec.optimizer.learningRate)),
      ...(spec.training.batch ? fact('Batch', describeSettings(spec.training.batch)) : []),
      ...fact('Seed', String(run.seed)),
      ...(spec.training.stopAtLoss === undefined ? [] : fact('Stops at', `a loss of ${spec.training.stopAtLoss}`)),
      ...fact('Steps', spec.training.steps ? formatCount(spec.training.steps) : 'until paused'),
    );
    journal.replaceChildren(
      ...entries
        .slice(-MAX_COMMANDS)
        .map((entry) => element('li', {}, `step ${formatCount(entry.step)}: ${sentenceOf(entry)}, by ${entry.by}`, ...undoOf(entry))),
    );
  }

  /**
   * A way back to before a change of the run's numbers.
   * @param {import('../../state/protocol.js').JournalEntry} entry
   */
  function undoOf(entry) {
    const [change] = changesIn([entry]);
    if (change === undefined) {
      return [];
    }
    const button = element(
      'button',
      { type: 'button', class: 'small', title: 'Makes another run that goes on from this step without it; this one stays as it is', 'aria-label': `Undo ${sentenceOf(entry)} in a branch from step ${formatCount(entry.step)}` },
      'Undo',
    );
    button.addEventListener('click', () => branchFrom(store, entry.step));
    return [' ', button];
  }

  return { topics: [], draw };
}

/** @param {import('../../state/protocol.js').Spec['data']} data */
function describeData({ inline, csv, generator, dataset, inputs, targets, ...more }) {
  const source = inline
    ? `${formatCounted(inline.targets.length, 'sample')} in the spec`
    : generator
      ? describeSettings(generator)
      : describeSettings(csv ?? { dataset: `${String(dataset).slice(0, 12)}…`, inputs, targets });
  return Object.keys(more).length === 0 ? source : `${source}; ${describeSettings(more)}`;
}

/** @param {number | {schedule: string}} rate */
function describeRate(rate) {
  return typeof rate === 'number' ? String(rate) : describeSettings(rate);
}

/**
 * What is set, in a row: a name by itself, everything else behind its field.
 * @param {object} settings
 * @returns {string}
 */
function describeSettings(settings) {
  return Object.entries(settings)
    .map(([field, value]) => {
      const text = Array.isArray(value) ? value.join(', ') : value !== null && typeof value === 'object' ? `(${describeSettings(value)})` : String(value);
      return ['name', 'schedule'].includes(field) ? text : value === true ? field : `${field} ${text}`;
    })
    .join(Object.values(settings).some(Array.isArray) ? '; ' : ', ');
}

/** @param {import('../../state/protocol.js').Spec['loss']} loss */
function describeLoss({ name, reduction, l1, l2 }) {
  const penalties = [l1 ? ` + ${l1} · Σ|p|` : '', l2 ? ` + ${l2} · Σp²` : ''].join('');
  return `${reduction} of ${name.replaceAll('_', ' ')}${penalties}`;
}

/** @param {import('../../state/protocol.js').Spec['optimizer']} optimizer */
function describeOptimizer(optimizer) {
  return describeSettings(Object.fromEntries(Object.entries(optimizer).filter(([field]) => field !== 'learningRate')));
}

/**
 * @param {string} term
 * @param {string} text
 */
function fact(term, text) {
  return [element('dt', {}, term), element('dd', {}, text)];
}
