import { momentOf, stepsDone } from '../state/moment.js';
import { branchFrom } from '../ui/branch.js';
import { byId, setText } from '../ui/dom.js';
import { formatCount } from '../ui/format.js';

/**
 * Says over everything that the page looks back, and to where; leads back to now, or into a run that goes on from there.
 * @param {import('../state/store.js').Store} store
 * @returns {() => void} draws it
 */
export function lookBack(store) {
  const banner = byId('moment', HTMLElement);
  const text = byId('moment-text', HTMLElement);
  const of = byId('moment-of', HTMLElement);
  const back = byId('back-to-now', HTMLButtonElement);
  const branch = byId('branch', HTMLButtonElement);
  back.addEventListener('click', () => store.pin(null));
  branch.addEventListener('click', () => branchFrom(store, Number(momentOf(store.state))));

  return () => {
    const { state } = store;
    const moment = momentOf(state);
    const wanted = state.pointed.step;
    const done = stepsDone(state);
    banner.hidden = wanted === null || (moment === null && wanted >= done);
    // While a step is only pointed at, the pointer is elsewhere.
    back.hidden = state.pinned === null;
    branch.hidden = back.hidden || moment === null;
    branch.disabled = !state.live;
    if (wanted === null || banner.hidden) {
      return;
    }
    setText(text, moment === null ? `Step ${formatCount(wanted)} isn’t kept; what you see is the latest` : `Looking back at step ${formatCount(moment)}`);
    const nearest = moment === null || moment === wanted ? '' : ` Step ${formatCount(wanted)} isn’t kept; ${formatCount(moment)} is the nearest before it.`;
    setText(of, `of ${formatCount(done)}.${nearest}${back.hidden ? ' Click to stay here.' : ''}`);
  };
}
