import { element, setText } from './dom.js';
import { formatCount } from './format.js';

/**
 * Looks back at the snapshots that a view has kept: the same as pointing at a step of the loss curve,
 * for keyboards and fingers.
 * @param {import('../state/store.js').Store} store
 * @param {string} id
 */
export function timeSlider(store, id) {
  const input = element('input', { type: 'range', id, min: '0', step: '1' });
  const output = element('output', { for: id });
  /** @type {number[]} */
  let snapshots = [];

  input.addEventListener('input', () => {
    const place = Number(input.value);
    store.pin(place >= snapshots.length - 1 ? null : snapshots[place]);
  });

  return {
    element: element('div', { class: 'look-back' }, element('label', { for: id }, 'Look back'), input, output),
    /**
     * @param {number[]} steps of the snapshots that are kept
     * @param {number} place of the one that is shown
     */
    draw(steps, place) {
      snapshots = steps;
      input.disabled = steps.length < 2;
      input.max = String(Math.max(1, steps.length - 1));
      input.value = String(steps.length < 2 ? 1 : place);
      const text = place < steps.length - 1 ? `step ${formatCount(steps[place])}` : 'now';
      input.setAttribute('aria-valuetext', text);
      setText(output, text);
    },
  };
}
