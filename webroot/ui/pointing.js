/**
 * Lets a table's rows point at what they are about, and highlights the row of what is pointed at.
 * @param {import('../state/store.js').Store} store
 * @param {HTMLTableSectionElement} body
 * @param {(row: number) => Partial<import('../state/store.js').Pointed>} thing
 */
export function pointingRows(store, body, thing) {
  for (const event of ['pointerover', 'focusin']) {
    body.addEventListener(event, ({ target }) => {
      const row = target instanceof Element ? target.closest('tr') : null;
      store.point(row ? thing(row.sectionRowIndex) : {});
    });
  }
  for (const event of ['pointerleave', 'focusout']) {
    body.addEventListener(event, () => store.point());
  }
  return {
    /** @param {number} lit the row to show lit; -1 for none */
    light(lit) {
      [...body.rows].forEach((row, i) => row.classList.toggle('lit', i === lit));
    },
  };
}

/**
 * Points at a thing and leaves the step that is pointed at as it is.
 * @param {import('../state/store.js').Store} store
 * @param {Partial<import('../state/store.js').Pointed>} [thing]
 */
export function pointAt(store, thing = {}) {
  store.point({ step: store.state.pointed.step, ...thing });
}
