import { changesIn, sentenceOf } from '../../state/commands.js';
import { branchFrom } from '../../ui/branch.js';
import { element, setText } from '../../ui/dom.js';
import { formatCount } from '../../ui/format.js';

/**
 * Takes the last change back: goes to another run that goes on from the step before it, without it.
 * @param {import('../../state/store.js').Store} store
 * @returns {import('./more.js').Part}
 */
export function undo(store) {
  const what = element('p', { class: 'help' });
  const button = element('button', { type: 'button', class: 'small' }, 'Undo in a branch');
  let step = 0;
  button.addEventListener('click', () => branchFrom(store, step));
  return {
    element: element('div', { class: 'knob' }, button, what),
    draw({ live, journal }) {
      const last = changesIn(journal).at(-1);
      button.disabled = !live || last === undefined;
      step = last?.from ?? 0;
      setText(
        what,
        last === undefined
          ? 'Nothing was changed yet.'
          : `Last change: ${sentenceOf(last)}, at step ${formatCount(step)}. The branch is as this run was there; this one stays as it is.`,
      );
    },
  };
}
