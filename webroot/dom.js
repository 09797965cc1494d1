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
 * A table's body, made again only when its rows have changed.
 * @param {HTMLTableSectionElement} body
 * @param {(string | {text: string, class?: string, header?: boolean, label?: string})[][]} rows
 */
export function setRows(body, rows) {
  const key = JSON.stringify(rows);
  if (body.dataset.key === key) {
    return;
  }
  body.dataset.key = key;
  body.replaceChildren(
    ...rows.map((cells) =>
      element(
        'tr',
        {},
        ...cells.map((cell) => {
          const { text, header, ...rest } = typeof cell === 'string' ? { text: cell } : cell;
          const created = element(header ? 'th' : 'td', header ? { scope: 'row' } : {}, text);
          if (rest.class) {
            created.className = rest.class;
          }
          if (rest.label) {
            created.replaceChildren(
              element('span', { 'aria-hidden': 'true' }, text),
              element('span', { class: 'visually-hidden' }, rest.label),
            );
          }
          return created;
        }),
      ),
    ),
  );
}
