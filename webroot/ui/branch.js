import { pageOf } from '../state/requested-run.js';
import { branch, readShown } from '../state/runs-api.js';

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
