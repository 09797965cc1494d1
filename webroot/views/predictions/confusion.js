import { confusionOf } from '../../state/classes.js';
import { classKey } from '../../ui/class-mark.js';
import { element, setRows, setText } from '../../ui/dom.js';
import { formatCount, formatCounted } from '../../ui/format.js';

/** How many samples of each class are told to be of each: a row for each class, a column for each that is told. */
export function confusionMatrix() {
  const summary = element('p', { class: 'answers-summary' });
  const told = element('th', { scope: 'colgroup' }, 'predicted by the network');
  const head = element('tr');
  const body = element('tbody');
  const table = element(
    'table',
    { class: 'numbers confusion', 'aria-label': 'Confusion matrix' },
    element('thead', {}, element('tr', {}, element('td'), told, element('td')), head),
    body,
  );
  const box = element('section', { 'aria-label': 'Classes', hidden: '' }, summary, element('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Confusion matrix' }, table));

  return {
    element: box,
    /**
     * @param {import('../../state/classes.js').Classes | null} classes null for none
     * @param {number[][]} targets samples by outputs
     * @param {number[][]} outputs of the first samples
     */
    draw(classes, targets, outputs) {
      box.hidden = classes === null;
      if (classes === null) {
        return;
      }
      const { names } = classes;
      const confusion = confusionOf(classes, targets, outputs);
      setText(summary, describeConfusion(names, confusion));
      if (head.dataset.key !== JSON.stringify(names)) {
        head.dataset.key = JSON.stringify(names);
        told.colSpan = names.length;
        head.replaceChildren(
          element('th', { scope: 'col' }, 'class'),
          ...names.map((name, i) => element('th', { scope: 'col' }, classKey(i), name)),
          element('th', { scope: 'col' }, 'right'),
        );
        // Of other classes: what stays of a row would keep another class's mark.
        body.replaceChildren();
      }
      setRows(
        body,
        confusion.counts.map((row, own) => [
          { text: names[own], header: true },
          ...row.map((count, i) => ({ text: formatCount(count), class: `${i === own ? 'told-right' : 'told-wrong'}${count === 0 ? ' none' : ''}` })),
          rightOf(row, own),
        ]),
      );
      confusion.counts.forEach((row, own) => {
        const header = body.rows[own].cells[0];
        if (header.querySelector('svg') === null) {
          header.prepend(classKey(own));
        }
        const all = row.reduce((sum, count) => sum + count, 0) || 1;
        row.forEach((count, i) => body.rows[own].cells[i + 1].style.setProperty('--share', (count / all).toFixed(3)));
      });
    },
  };
}

/**
 * @param {number[]} row
 * @param {number} own
 */
function rightOf(row, own) {
  const all = row.reduce((sum, count) => sum + count, 0);
  return all === 0 ? '–' : `${((100 * row[own]) / all).toFixed(0)}%`;
}

/**
 * The matrix in a sentence or two.
 * @param {string[]} names
 * @param {ReturnType<typeof confusionOf>} confusion
 */
export function describeConfusion(names, { counts, right, untold, samples }) {
  const known = samples - untold;
  const said = [`${formatCount(right)} of ${formatCounted(known, 'sample')} ${known === 1 ? 'is' : 'are'} classified correctly.`];
  const worst = { count: 0, own: 0, told: 0 };
  counts.forEach((row, own) =>
    row.forEach((count, told) => {
      if (own !== told && count > worst.count) {
        Object.assign(worst, { count, own, told });
      }
    }),
  );
  if (worst.count > 0 && names.length > 2) {
    said.push(`Most often mistaken: class ${names[worst.own]} for ${names[worst.told]}, ${worst.count === 1 ? 'once' : `${formatCount(worst.count)} times`}.`);
  }
  if (untold > 0) {
    said.push(`For ${formatCounted(untold, 'sample')} an output is not a number.`);
  }
  return said.join(' ');
}
