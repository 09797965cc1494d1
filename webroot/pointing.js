/**
 * Points at a thing, while the views go on showing the step that they show.
 * @param {import('./store.js').Store} store
 * @param {Partial<import('./store.js').Pointed>} [thing]
 */
export function pointAt(store, thing = {}) {
  store.point({ step: store.state.pointed.step, ...thing });
}
