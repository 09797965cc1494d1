import { pageOf } from '../state/requested-run.js';
import { branch, readShown } from '../state/runs-api.js';

/**
 * Opens the builder with the spec of the run that is shown, to make another run of it or to begin this one anew.
 * @param {import('../state/store.js').Store} store
 */
export async function changeShown(store) {
  try {
    const { id } = await readShown();
    location.assign(`new.html?${new URLSearchParams({ from: id })}`);
  } catch (error) {
    store.set({ notice: error instanceof Error ? error.message : String(error) });
  }
}

/**
 * Makes a run that goes on from a step of the one that is shown, and goes to it; the one that is shown stays as it is.
 * @param {import('../state/store.js').Store} store
 * @param {number} step
 */
export async function branchFrom(store, step) {
  try {
    const { id } = await readShown();
    location.assign(pageOf(await branch(id, step)) + location.hash);
  } catch (error) {
    store.set({ notice: error instanceof Error ? error.message : String(error) });
  }
}
