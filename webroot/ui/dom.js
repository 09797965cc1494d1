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
 * A power of ten with its exponent raised.
 * @param {number} exponent
 * @param {number} [digits] after the point
 */
export function power(exponent, digits = 0) {
  return element('span', { class: 'power' }, '10', element('sup', {}, exponent.toFixed(digits).replace('-', '−')));
}

/**
 * Sets an element's text only if it differs, so that nothing is announced or laid out twice.
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
 * What each cell was made from.
 * @type {WeakMap<HTMLTableCellElement, {form: string, text: string}>}
 */
const made = new WeakMap();

/**
 * Fills a table's body. A cell whose text alone differs is not replaced, so that a focus inside it
 * stays.
 * @param {HTMLTableSectionElement} body
 * @param {Cell[][]} rows
 */
export function setRows(body, rows) {
  rows.forEach((cells, i) => {
    const row = body.rows[i] ?? body.insertRow();
    cells.forEach((cell, j) => setCell(row, j, typeof cell === 'string' ? { text: cell } : cell));
    while (row.cells.length > cells.length) {
      row.deleteCell(-1);
    }
  });
  while (body.rows.length > rows.length) {
    body.deleteRow(-1);
  }
}

/**
 * @param {HTMLTableRowElement} row
 * @param {number} place
 * @param {Exclude<Cell, string>} cell
 */
function setCell(row, place, { text, ...form }) {
  const key = JSON.stringify(form);
  const old = row.cells[place];
  const before = old && made.get(old);
  if (before?.form !== key) {
    const cell = cellOf({ text, ...form });
    made.set(cell, { form: key, text });
    row.replaceChild(cell, old ?? row.appendChild(element('td')));
  } else if (before.text !== text) {
    before.text = text;
    textOf(old).data = text;
  }
}

/**
 * @param {Node} cell
 * @returns {Text}
 */
function textOf(cell) {
  const first = cell.firstChild;
  return first instanceof Text ? first : textOf(/** @type {Node} */ (first));
}

/** @param {Exclude<Cell, string>} cell */
function cellOf({ text, header, label, button, class: kind }) {
  const created = element(header ? 'th' : 'td', header ? { scope: 'row' } : {}, text);
  if (kind) {
    created.className = kind;
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
