import { findingsThen } from '../state/moment.js';
import { byId, element, setText } from '../ui/dom.js';
import { openProblems, problemOf } from './hint.js';

/**
 * Findings outside their view: how many, on its tab; the first problem, in the place of the hint.
 * @param {import('../state/store.js').Store} store
 * @param {(view: string) => void} select shows a view
 * @returns {() => void} draws it
 */
export function problems(store, select) {
  const target = byId('problem', HTMLElement);
  const tab = byId('tab-health', HTMLButtonElement);
  const badge = element('span', { class: 'badge' });
  const text = element('span');
  const why = element('button', { type: 'button' }, text, ' ', element('span', { class: 'problem-why' }, 'Why, and what to do'));
  why.addEventListener('click', () => {
    select('health');
    // On a phone the view is further down.
    byId('why', HTMLElement).scrollIntoView();
  });
  target.append(why);
  tab.append(badge);

  return () => {
    const open = findingsThen(store.state).filter(({ ended }) => ended === null);
    const bad = openProblems(store.state);
    badge.hidden = open.length === 0;
    badge.classList.toggle('problem', bad.length > 0);
    setText(badge, open.length === 0 ? '' : String(bad.length || open.length));
    tab.setAttribute(
      'aria-label',
      open.length === 0 ? 'Health' : `Health, ${bad.length > 0 ? counted(bad.length, 'problem') : counted(open.length, 'note')}`,
    );
    const problem = problemOf(store.state);
    target.hidden = problem === null;
    if (problem !== null) {
      setText(text, problem.text + (bad.length > 1 ? ` And ${counted(bad.length - 1, 'problem')} more.` : ''));
    }
  };
}

/**
 * @param {number} count
 * @param {string} what
 */
function counted(count, what) {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
