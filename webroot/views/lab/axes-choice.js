import { element } from '../../ui/dom.js';
import { formatShort } from '../../ui/format.js';

/**
 * Which leaves are plotted: one for a curve, two for a contour.
 * @param {HTMLSelectElement} x
 * @param {HTMLSelectElement} y
 * @param {() => void} changed somebody has chosen
 */
export function axesChoice(x, y, changed) {
  /** @type {string[]} by name, so that they stay chosen while the text is being changed */
  let along = [];

  /** @param {import('./leaves.js').Leaf[]} leaves */
  function chosen(leaves) {
    const [first, second] = [x, y].map(({ value }) => leaves.find(({ id }) => String(id) === value));
    return [first, second === first ? undefined : second].filter((leaf) => leaf !== undefined);
  }

  for (const select of [x, y]) {
    select.addEventListener('change', changed);
  }

  return {
    chosen,
    /** Wishes for the leaves with these names. @param {string[]} names */
    wish(names) {
      along = names;
    },
    /**
     * Offers the leaves of another text.
     * @param {import('./leaves.js').Leaf[]} leaves
     */
    offer(leaves) {
      const options = leaves.map(({ id, name, value }) => ({ value: String(id), title: name || formatShort(value) }));
      const named = leaves.filter(({ name }) => name !== '');
      const wanted = along.map((name) => named.find((leaf) => leaf.name === name)).filter((leaf) => leaf !== undefined);
      x.replaceChildren(...options.map(({ value, title }) => element('option', { value }, title)));
      y.replaceChildren(
        element('option', { value: '' }, 'nothing else'),
        ...options.map(({ value, title }) => element('option', { value }, title)),
      );
      x.value = String((wanted[0] ?? named[0] ?? leaves[0])?.id ?? '');
      y.value = String(wanted[1]?.id ?? '');
    },
  };
}
