import { describe } from '../../graph-drawing/structure.js';
import { element, setRows } from '../../ui/dom.js';
import { formatSigned } from '../../ui/format.js';

const MAX_ROWS = 500;
const COLUMNS = ['#', 'Node', 'Made by', 'Data', 'Grad'];

/** The nodes as a table, which is drawn only while it is open. */
export function nodeTable() {
  const body = element('tbody');
  const details = element(
    'details',
    { class: 'graph-table' },
    element('summary', {}, 'The nodes as a table'),
    element(
      'div',
      { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': 'Nodes' },
      element(
        'table',
        { class: 'numbers', 'aria-label': 'Nodes' },
        element('thead', {}, element('tr', {}, ...COLUMNS.map((text) => element('th', { scope: 'col' }, text)))),
        body,
      ),
    ),
  );

  /**
   * @param {import('../../graph-drawing/structure.js').GraphNode[]} nodes
   * @param {{data: ArrayLike<number>, grad: ArrayLike<number>} | null} now
   */
  function draw(nodes, now) {
    if (!details.open || now === null) {
      return;
    }
    setRows(
      body,
      nodes.slice(0, MAX_ROWS).map((node) => [
        { text: String(node.id), header: true },
        describe(nodes, node.id),
        node.op === '' ? 'leaf' : `${node.op} of ${node.children.join(', ')}`,
        formatSigned(now.data[node.id]),
        formatSigned(now.grad[node.id]),
      ]),
    );
  }

  return { element: details, draw };
}
