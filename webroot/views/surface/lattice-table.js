import { element, setRows } from '../../ui/dom.js';
import { formatShort, formatSigned } from '../../ui/format.js';

/** Rows and columns of the table. */
const SIDE = 5;

/** The surface as a table, for those who don't see the picture. */
export function latticeTable() {
  const head = element('tr');
  const body = element('tbody');
  const details = element(
    'details',
    { class: 'how' },
    element('summary', {}, 'The same as a table'),
    element(
      'div',
      { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Outputs as a table' },
      element('table', { class: 'numbers', 'aria-label': 'The output at some points' }, element('thead', {}, head), body),
    ),
  );

  return {
    element: details,
    isOpen: () => details.open,
    /**
     * @param {import('../../state/levels.js').SurfaceSnapshot | import('../../state/levels.js').SurfacesSnapshot} snapshot
     * @param {string[]} names of the data's columns
     * @param {import('../../state/classes.js').Classes | null} classes
     */
    draw(snapshot, names, classes) {
      if (!details.open) {
        return;
      }
      const { columns, rows, x, y, from, to } = snapshot;
      const cell = (/** @type {number} */ point) =>
        snapshot.type === 'surface' ? formatSigned(snapshot.values[point]) : (classes?.names[classes.of(snapshot.values.map((values) => values[point]))] ?? '–');
      const line = x === y;
      const across = places(columns);
      const up = line ? [0] : places(rows).reverse();
      const at = (/** @type {number} */ axis, /** @type {number} */ place, /** @type {number} */ count) =>
        formatShort(Number((from[axis] + ((to[axis] - from[axis]) * place) / (count - 1)).toPrecision(3)));
      const titles = [line ? names[x] : `${names[y]} \\ ${names[x]}`, ...across.map((place) => at(0, place, columns))];
      if (head.dataset.key !== titles.join()) {
        head.dataset.key = titles.join();
        head.replaceChildren(...titles.map((title) => element('th', { scope: 'col' }, title)));
      }
      setRows(
        body,
        up.map((row) => [
          { text: line ? 'output' : at(1, row, rows), header: true },
          ...across.map((column) => cell(row * columns + column)),
        ]),
      );
    },
  };
}

/** @param {number} count */
function places(count) {
  return Array.from({ length: SIDE }, (_, i) => Math.round((i * (count - 1)) / (SIDE - 1)));
}
