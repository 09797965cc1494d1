/**
 * Draws at most once a frame, and only when something has changed; a hidden page draws when it is
 * shown again.
 * @param {import('../state/store.js').Store} store
 * @param {() => void} draw
 */
export function onFrame(store, draw) {
  let asked = false;
  const ask = () => {
    if (!asked) {
      asked = true;
      requestAnimationFrame(() => {
        asked = false;
        draw();
      });
    }
  };
  store.onChange(ask);
  ask();
  // While offline the page says since when.
  setInterval(() => {
    if (!store.state.live) {
      ask();
    }
  }, 1000);
}

/**
 * A function that tells whether any of its arguments is another one than at its last call: a view
 * draws only then.
 */
export function changed() {
  /** @type {unknown[]} */
  let before = [];
  return (/** @type {unknown[]} */ ...now) => {
    const same = now.length === before.length && now.every((thing, i) => Object.is(thing, before[i]));
    before = now;
    return !same;
  };
}
