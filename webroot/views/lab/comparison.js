import { element, setText } from '../../ui/dom.js';
import { formatShort } from '../../ui/format.js';

/**
 * What a change does: the result before and after, and the one divided by the other. That is what a
 * gradient promises for a small change.
 * @param {HTMLElement} host
 * @param {object} actions
 * @param {(name: string, value: number) => void} actions.change one leaf, from where the others were
 * @param {() => void} actions.again compares with here from now on
 */
export function changeComparison(host, { change, again }) {
  const text = element('p', { id: 'lab-comparison', role: 'status' });
  const buttons = element('div', { class: 'lab-buttons' });
  host.append(text, buttons);
  /** @type {{nodes: import('./answer.js').Node[], output: number} | null} */
  let before = null;

  return {
    /**
     * Compares with this from now on.
     * @param {import('./answer.js').Answer} answer
     * @param {{name: string, value: number}[]} tries
     */
    begin(answer, tries) {
      before = answer;
      const compare = element('button', { type: 'button', class: 'small' }, 'Compare with here');
      compare.addEventListener('click', again);
      buttons.replaceChildren(
        ...tries.map(({ name, value }) => {
          const button = element('button', { type: 'button', class: 'small' }, `${name} = ${value}`);
          button.addEventListener('click', () => change(name, value));
          return button;
        }),
        compare,
      );
    },
    /** @param {import('./answer.js').Answer} answer */
    write({ nodes, output }) {
      if (before !== null && before.nodes.length === nodes.length) {
        setText(text, describeChange(before, nodes, output));
      }
    },
    /** Where the leaves were. */
    start: () => before?.nodes ?? [],
  };
}

/**
 * What was moved, and what that did to the result.
 * @param {{nodes: import('./answer.js').Node[], output: number}} before
 * @param {import('./answer.js').Node[]} nodes
 * @param {number} output the id of the result's node
 */
export function describeChange(before, nodes, output) {
  const moved = nodes.filter((node, i) => node.op === '' && node.data !== before.nodes[i].data);
  const from = before.nodes[output].data;
  const to = nodes[output].data;
  const result = nodes[output].name || 'the result';
  if (moved.length === 0) {
    return `Move one number, and read here what it does to ${result}.`;
  }
  const went = `${result}: ${formatShort(from)} → ${formatLong(to)} (${signed(to - from)})`;
  if (moved.length > 1) {
    return `${moved.length} numbers moved. ${went}.`;
  }
  const [leaf] = moved;
  const was = before.nodes[leaf.id];
  const step = leaf.data - was.data;
  return (
    `${leaf.name || 'The number'}: ${formatShort(was.data)} → ${formatLong(leaf.data)} (${signed(step)}). ${went}. ` +
    `That is ${formatShort((to - from) / step)} for each unit; the gradient was ${formatShort(was.grad)}.`
  );
}

/** In enough digits to show a small change. @param {number} value */
function formatLong(value) {
  return String(Number(value.toPrecision(9))).replace('-', '−');
}

/** @param {number} value */
function signed(value) {
  return (value < 0 ? '' : '+') + formatShort(value);
}
