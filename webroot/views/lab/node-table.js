import { element, setRows, setText } from '../../ui/dom.js';
import { formatSigned } from '../../ui/format.js';
import { titleOf } from './answer.js';
import { describeTies } from './ties.js';

/** @type {Record<import('./answer.js').Verdict, string>} */
const VERDICTS = {
  agrees: 'agrees',
  kink: 'there is a kink within h, with a slope on each side of it, and the difference is a mean of both',
  outside: 'the output, or a number on the way to it, has no value at data + h or data − h',
  overflows: 'the gradient, or a number on the way to it, is too large for a computer’s numbers (beyond 1.8·10³⁰⁸)',
  bends: 'the output bends too much within h for its difference to be a slope',
};

/**
 * Every node with its numbers, and each gradient beside a central difference.
 * @param {HTMLElement} host
 * @param {(id: number | null) => void} point
 */
export function nodeTable(host, point) {
  const body = element('tbody');
  const heads = ['Node', 'data', 'grad', 'h', 'central difference', 'its error'];
  const table = element(
    'table',
    { class: 'numbers names lab-nodes', 'aria-label': 'Nodes of the expression' },
    element('thead', {}, element('tr', {}, ...heads.map((text) => element('th', { scope: 'col' }, text)))),
    body,
  );
  const verdict = element('p', { class: 'panel-note', id: 'lab-verdict', role: 'status' });
  const ties = element('p', { class: 'panel-note', id: 'lab-ties', role: 'status' });
  host.append(
    element('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Nodes' }, table),
    verdict,
    ties,
    element(
      'details',
      { class: 'how' },
      element('summary', {}, 'Why this h?'),
      element(
        'p',
        {},
        'The central difference is (f(x + h) − f(x − h)) / 2h: how much the output changes when this number goes a little up and a little down. It uses no rule of differentiation, so it can check those that do.',
      ),
      element(
        'p',
        {},
        'With a large h the curve bends on the way; that error shrinks as h². With a small h, f(x + h) and f(x − h) share nearly all of their digits, and of what is left much is rounding; that error grows as ε / h, where ε = 2⁻⁵² is the distance from 1 to the next number that a computer has. The sum of both is least near h = ∛ε ≈ 0.000006. Beyond |x| = 1 numbers lie further apart in proportion to x, so h = ∛ε · max(1, |x|).',
      ),
    ),
  );

  /** @param {Event} event */
  function idAt(event) {
    const row = event.target instanceof Element ? event.target.closest('tr') : null;
    return row?.parentElement === body ? [...body.children].indexOf(row) : null;
  }

  body.addEventListener('pointerover', (event) => point(idAt(event)));
  body.addEventListener('pointerleave', () => point(null));

  return {
    /**
     * @param {string} text
     * @param {import('./answer.js').Node[]} nodes
     */
    write(text, nodes) {
      setRows(
        body,
        nodes.map((node) => [
          { text: node.name && node.op ? `${node.name} = ${written(text, node)}` : titleOf(text, node), header: true },
          { text: formatSigned(node.data), class: sign(node.data) },
          { text: formatSigned(node.grad), class: sign(node.grad) },
          { text: node.h.toExponential(1).replace('e-', 'e−') },
          { text: Number.isFinite(node.difference) ? precise(node.difference) : '–' },
          node.verdict === 'agrees'
            ? { text: `${tiny(node.error)} ✓`, class: 'agrees', label: `${tiny(node.error)}, agrees` }
            : { text: `${tiny(node.error)} ✗`, class: 'disagrees', label: `${tiny(node.error)}: ${VERDICTS[node.verdict]}` },
        ]),
      );
      const odd = nodes.filter((node) => node.verdict !== 'agrees');
      setText(
        verdict,
        odd.length === 0
          ? `All ${nodes.length} gradients agree with their central differences.`
          : odd
              .slice(0, 3)
              .map((node) => `${titleOf(text, node)}: ${VERDICTS[node.verdict]}.`)
              .join(' '),
      );
      setText(ties, describeTies(text, nodes));
    },
    /** @param {number | null} id */
    light(id) {
      [...body.children].forEach((row, i) => row.classList.toggle('lit', i === id));
    },
  };
}

/**
 * @param {string} text
 * @param {import('./answer.js').Node} node
 */
function written(text, node) {
  return text.slice(node.start, node.end).replace(/\s+/g, ' ');
}

/** @param {number} value */
function sign(value) {
  return value < 0 ? 'negative' : value > 0 ? 'positive' : '';
}

/** In so many digits that one sees where it ends to agree. @param {number} value */
function precise(value) {
  const size = Math.abs(value);
  const text = size !== 0 && (size < 1e-3 || size >= 1e5) ? size.toExponential(8) : size.toFixed(10);
  return (value < 0 ? '−' : '+') + text;
}

/** @param {number} error */
function tiny(error) {
  if (!Number.isFinite(error)) {
    return '–';
  }
  return error === 0 ? '0' : error.toExponential(0).replace('e-', 'e−').replace(/^-/, '−');
}
