/**
 * What a view is given besides its panel.
 * @typedef {object} Page
 * @property {import('../state/store.js').Store} store
 * @property {(message: import('../state/protocol.js').ClientMessage) => boolean} send false while there is no connection
 * @property {() => void} watch to be called when the view's `topics` have changed
 * @property {() => void} redraw asks for `draw` in the next frame
 * @property {(name: string) => void} show goes to another view
 *
 * What a tab shows.
 * @typedef {object} View
 * @property {import('../state/protocol.js').Topic[]} topics the levels it needs while it is shown
 * @property {() => void} draw from the store, in an animation frame, while it is shown
 * @property {() => void} [restyle] the page looks different: another theme, or letters of another size
 * @property {Record<string, string>} [address] what stands for it in the page's address, in place of its name
 */

export {};
