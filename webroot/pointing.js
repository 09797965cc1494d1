/**
 * Lets a table's rows point at what they are about, and shows the one lit that is pointed at.
 * @param {import('./store.js').Store} store
 * @param {HTMLTableSectionElement} body
 * @param {(row: number) => Partial<import('./store.js').Pointed>} thing
 */
export function pointingRows(store, body, thing) {
  body.addEventListener('pointerover', (event) => {
    const row = event.target instanceof Element ? event.target.closest('tr') : null;
    pointAt(store, row ? thing(row.sectionRowIndex) : {});
  });
  body.addEventListener('pointerleave', () => pointAt(store));
  return {
    /** @param {number} lit the row to show lit; -1 for none */
    light(lit) {
      [...body.rows].forEach((row, i) => row.classList.toggle('lit', i === lit));
    },
  };
}

/**
 * Points at a thing, while the views go on showing the step that they show.
 * @param {import('./store.js').Store} store
 * @param {Partial<import('./store.js').Pointed>} [thing]
 */
export function pointAt(store, thing = {}) {
  store.point({ step: store.state.pointed.step, ...thing });
}
