import { element } from '../../ui/dom.js';
import { numberField } from '../../ui/number-field.js';

/**
 * How far generated points are scattered: other data, so that a new run begins.
 * @param {import('../../state/store.js').Store} store
 * @param {import('./more.js').Send} send
 * @returns {import('./more.js').Part}
 */
export function noiseField(store, send) {
  const input = element('input', { type: 'text', id: 'more-noise', inputmode: 'decimal', 'aria-describedby': 'more-noise-help' });
  const field = numberField(input, {}, (noise) => {
    const { run } = store.state;
    if (run?.spec.data.generator) {
      const data = { ...run.spec.data, generator: { ...run.spec.data.generator, noise } };
      send({ type: 'change', spec: { ...run.spec, seed: run.seed, data } }, field.refuse);
    }
  });
  const knob = element(
    'div',
    { class: 'knob' },
    element('div', { class: 'knob-head' }, element('label', { class: 'label', for: 'more-noise' }, 'Noise of the data'), input),
    field.refused,
    element('p', { class: 'help', id: 'more-noise-help' }, 'How far points are scattered. Begins again at step 0 with other points; the curve so far stays, faint.'),
  );
  return {
    element: knob,
    draw({ live, run }) {
      const noise = run?.spec.data.generator?.noise;
      knob.hidden = noise === undefined;
      input.disabled = !live;
      field.write(noise === undefined ? '' : String(noise));
    },
  };
}
