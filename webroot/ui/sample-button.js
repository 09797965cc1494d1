import { element, setText } from './dom.js';

/**
 * A button that goes to the graph of a sample.
 * @param {import('./view.js').Page} page
 */
export function sampleButton({ store, show }) {
  let sample = 0;
  const button = element('button', { type: 'button', class: 'small', hidden: '' });
  button.addEventListener('click', () => {
    store.choose(sample);
    show('graph');
  });
  return {
    element: button,
    /** @param {number | null} which null for none */
    draw(which) {
      button.hidden = which === null;
      if (which !== null) {
        sample = which;
        setText(button, `Show sample ${which}’s graph`);
      }
    },
  };
}
