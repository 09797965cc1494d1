import { cellsOf, MAX_CELLS, nameOf, newTag, own } from '../state/grid.js';
import { create } from '../state/specs-api.js';
import { element, setText } from '../ui/dom.js';
import { readNumber } from '../ui/number-field.js';

/** @type {[string, string][]} */
const RULES = [['sgd', 'SGD'], ['adam', 'Adam'], ['adamw', 'AdamW'], ['rmsprop', 'RMSprop'], ['adagrad', 'AdaGrad']];

/** The steps of a run that has no end of its own. */
const STEPS = 500;

/**
 * Many runs at once that differ in rate, seed and optimizer, side by side.
 * @param {HTMLElement} root
 * @param {import('./draft.js').Draft} draft
 */
export function gridForm(root, draft) {
  const rates = element('input', { type: 'text', id: 'grid-rates', autocomplete: 'off' });
  const seeds = element('input', { type: 'text', id: 'grid-seeds', autocomplete: 'off' });
  rates.value = '0.01, 0.03, 0.1, 0.3';
  seeds.value = '1, 2, 3';
  const boxes = RULES.map(([rule]) => {
    const box = element('input', { type: 'checkbox', value: rule });
    box.checked = rule === 'sgd' || rule === 'adam';
    return box;
  });
  const said = element('p', { class: 'panel-note', role: 'status' });
  const train = element('button', { type: 'button' }, 'Train the grid');
  const rules = element('fieldset', { class: 'features' }, element('legend', {}, 'Optimizers'), element('div', { class: 'feature-choices' }, ...boxes.map((box, i) => element('label', { class: 'feature' }, box, RULES[i][1]))));
  root.append(
    element('div', { class: 'field' }, element('label', { for: 'grid-rates' }, 'Rates'), rates, element('p', { class: 'help' }, 'Each of these learning rates; put blanks or commas between them.')),
    element('div', { class: 'field' }, element('label', { for: 'grid-seeds' }, 'Seeds'), seeds, element('p', { class: 'help' }, 'Each with these seeds, so with other first weights: what is good with one of them alone was luck.')),
    rules,
    train,
    said,
  );

  train.addEventListener('click', async () => {
    train.disabled = true;
    try {
      const cells = cellsOf(boxes.filter((box) => box.checked).map((box) => box.value), numbers(rates, 'Rates'), numbers(seeds, 'Seeds'));
      if (cells.length === 0 || cells.length > MAX_CELLS) {
        throw new Error(`That is ${cells.length} runs; 1 to ${MAX_CELLS} are allowed.`);
      }
      const tag = newTag();
      const steps = draft.get('training.steps') ?? STEPS;
      for (const [i, cell] of cells.entries()) {
        setText(said, `Making run ${i + 1} of ${cells.length}.`);
        await create(specOf(draft.tree, tag, cell, steps));
      }
      own(tag);
      location.assign(`runs.html#grid=${tag}&steps=${steps}`);
    } catch (error) {
      setText(said, error instanceof Error ? error.message : String(error));
      train.disabled = false;
    }
  });
}

/**
 * The spec of one run: another rule has its usual settings, and the rate stays as it is all the way.
 * @param {import('./draft.js').Tree} tree
 * @param {string} tag
 * @param {import('../state/grid.js').Cell} cell
 * @param {number} steps
 */
function specOf(tree, tag, cell, steps) {
  const same = (tree.optimizer.name ?? 'sgd') === cell.rule;
  return {
    ...tree,
    name: nameOf(tree.name, tag, cell),
    seed: cell.seed,
    optimizer: { ...(same ? tree.optimizer : { name: cell.rule }), learningRate: cell.rate },
    training: { ...tree.training, steps },
  };
}

/**
 * @param {HTMLInputElement} input
 * @param {string} name
 */
function numbers(input, name) {
  const texts = input.value.split(/[,;\s]+/).filter((text) => text !== '');
  return [...new Set(texts.map((text) => {
    const number = readNumber(text);
    if (number === null) {
      throw new Error(`${name}: “${text}” is not a number.`);
    }
    return number;
  }))];
}
