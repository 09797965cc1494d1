/**
 * The element with this id, which the page has.
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} type
 * @returns {T}
 */
export function byId(id, type) {
  const found = document.getElementById(id);
  if (!(found instanceof type)) {
    throw new Error(`the page has no ${type.name} #${id}`);
  }
  return found;
}

/**
 * A new element.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string>} [attributes]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function element(tag, attributes = {}, ...children) {
  const created = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    created.setAttribute(name, value);
  }
  created.append(...children);
  return created;
}

/**
 * A power of ten, as one writes it.
 * @param {number} exponent
 * @param {number} [digits] after the point
 */
export function power(exponent, digits = 0) {
  return element('span', { class: 'power' }, '10', element('sup', {}, exponent.toFixed(digits).replace('-', '−')));
}

/**
 * Sets an element's text if it is another one, so that nothing is announced or laid out twice.
 * @param {HTMLElement} target
 * @param {string} text
 */
export function setText(target, text) {
  if (target.textContent !== text) {
    target.textContent = text;
  }
}

/**
 * What a cell of a table holds: its text, or a button with that text and a name that says more.
 * @typedef {string | {text: string, class?: string, header?: boolean, label?: string, button?: string}} Cell
 */

/**
 * A table's body. Cells that say the same stay what they are, so that a focus inside them stays too.
 * @param {HTMLTableSectionElement} body
 * @param {Cell[][]} rows
 */
export function setRows(body, rows) {
  rows.forEach((cells, i) => {
    const row = body.rows[i] ?? body.insertRow();
    cells.forEach((cell, j) => {
      const key = JSON.stringify(cell);
      const old = row.cells[j];
      if (old?.dataset.key !== key) {
        const made = cellOf(cell);
        made.dataset.key = key;
        row.replaceChild(made, old ?? row.appendChild(element('td')));
      }
    });
    while (row.cells.length > cells.length) {
      row.deleteCell(-1);
    }
  });
  while (body.rows.length > rows.length) {
    body.deleteRow(-1);
  }
}

/** @param {Cell} cell */
function cellOf(cell) {
  const { text, header, label, button, ...rest } = typeof cell === 'string' ? { text: cell } : cell;
  const created = element(header ? 'th' : 'td', header ? { scope: 'row' } : {}, text);
  if (rest.class) {
    created.className = rest.class;
  }
  if (label) {
    created.replaceChildren(
      element('span', { 'aria-hidden': 'true' }, text),
      element('span', { class: 'visually-hidden' }, label),
    );
  }
  if (button) {
    created.replaceChildren(element('button', { type: 'button', class: 'row-button', 'aria-label': button }, text));
  }
  return created;
}
