import { element, setText } from '../../ui/dom.js';
import { formatShort, formatSigned } from '../../ui/format.js';
import { numberField } from '../../ui/number-field.js';
import { onGrid, reachFor, stepFor } from './range.js';

/**
 * A leaf as the sliders know it.
 * @typedef {import('./text.js').Leaf & {value: number, reach: number}} Leaf
 *
 * @typedef {{row: HTMLElement, slider: HTMLInputElement, typed: ReturnType<typeof numberField>, grad: HTMLElement}} Row
 */

/**
 * A slider and a field for each number of the expression. Numbers without a name come last.
 * @param {HTMLElement} host
 * @param {(id: number, value: number) => void} moved
 * @param {(id: number | null) => void} point
 */
export function leafSliders(host, moved, point) {
  /** @type {Map<number, Row>} */
  const rows = new Map();

  /**
   * Makes the rows again, those of the plotted leaves first: beside the picture that they move.
   * @param {Leaf[]} leaves
   * @param {Leaf[]} plotted
   */
  function show(leaves, plotted) {
    rows.clear();
    for (const leaf of leaves) {
      rows.set(leaf.id, makeRow(leaf));
    }
    const first = plotted.map(({ id }) => rowOf(id));
    first.forEach((row) => row.classList.add('plotted'));
    const rest = leaves.filter((leaf) => !plotted.includes(leaf));
    const named = rest.filter(({ name }) => name !== '').map(({ id }) => rowOf(id));
    const others = rest.filter(({ name }) => name === '').map(({ id }) => rowOf(id));
    host.replaceChildren(...first, ...named);
    if (others.length > 0) {
      const title = others.length === 1 ? 'A number without a name' : `${others.length} numbers without a name`;
      const more = element('details', { class: 'lab-constants' }, element('summary', {}, title), ...others);
      host.append(more);
    }
  }

  /** @param {number} id */
  function rowOf(id) {
    const found = rows.get(id);
    if (found === undefined) {
      throw new Error(`no row for leaf ${id}`);
    }
    return found.row;
  }

  /** @param {Leaf} leaf */
  function makeRow({ id, name, value }) {
    const title = name || `number ${formatShort(value)}`;
    const slider = element('input', { type: 'range', id: `lab-slider-${id}` });
    const field = element('input', { type: 'text', id: `lab-field-${id}`, 'aria-label': `${title}, typed` });
    const typed = numberField(field, {}, (number) => moved(id, number));
    const grad = element('output', { class: 'lab-grad', for: slider.id });
    const row = element(
      'div',
      { class: 'lab-leaf', 'data-id': String(id) },
      element('label', { for: slider.id }, title),
      slider,
      field,
      grad,
      typed.refused,
    );
    slider.addEventListener('input', () => moved(id, onGrid(slider.valueAsNumber, Number(slider.step))));
    row.addEventListener('pointerenter', () => point(id));
    row.addEventListener('pointerleave', () => point(null));
    row.addEventListener('focusin', () => point(id));
    row.addEventListener('focusout', () => point(null));
    return { row, slider, typed, grad };
  }

  /**
   * Writes where the leaves are.
   * @param {Leaf[]} leaves
   */
  function write(leaves) {
    for (const { id, value, reach } of leaves) {
      const row = rows.get(id);
      if (row) {
        row.slider.min = String(-reach);
        row.slider.max = String(reach);
        row.slider.step = String(stepFor(reach));
        row.slider.value = String(value);
        row.slider.setAttribute('aria-valuetext', formatShort(value));
        row.typed.write(String(value));
      }
    }
  }

  return {
    show,
    write,
    /** @param {import('./answer.js').Node[]} nodes */
    writeGradients(nodes) {
      for (const [id, { grad }] of rows) {
        const node = nodes[id];
        setText(grad, `grad ${formatSigned(node.grad)}`);
        grad.title = `If this grows by 1, the result grows by about ${formatShort(node.grad)}.`;
        grad.className = `lab-grad ${node.grad < 0 ? 'negative' : node.grad > 0 ? 'positive' : ''}`;
      }
    },
    /** @param {number | null} id */
    light(id) {
      for (const [leaf, { row }] of rows) {
        row.classList.toggle('lit', leaf === id);
      }
    },
    /** @param {number} id */
    focus: (id) => rows.get(id)?.slider.focus(),
  };
}

/**
 * The leaves of an expression that was just typed.
 * @param {import('./answer.js').Node[]} nodes
 * @returns {Leaf[]}
 */
export function leavesOf(nodes) {
  return nodes
    .filter(({ op }) => op === '')
    .map(({ id, name, start, end, data }) => ({ id, name, start, end, value: data, reach: reachFor(data) }));
}
