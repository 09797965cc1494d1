import { element } from '../../ui/dom.js';
import { EXAMPLES } from './examples.js';

/**
 * What the lab consists of, in the order in which one reads it: the expression, its result and the
 * picture of it, the numbers to move, the descent, the graph, the checks.
 * @param {HTMLElement} panel
 */
export function layOut(panel) {
  const examples = element(
    'select',
    { id: 'lab-examples', 'aria-label': 'Start with' },
    element('option', { value: '' }, 'Your own expression'),
    ...EXAMPLES.map(({ title }, i) => element('option', { value: String(i) }, title)),
  );
  const link = element('a', { href: '#lab', id: 'lab-link' }, 'Link to it');
  const field = element('textarea', {
    id: 'lab-text',
    rows: '2',
    maxlength: '10000',
    spellcheck: 'false',
    autocapitalize: 'off',
    autocomplete: 'off',
    'aria-label': 'Expression',
    'aria-describedby': 'lab-allowed lab-error',
  });
  const errorText = element('span');
  const place = element('pre', { 'aria-hidden': 'true' });
  const error = element('div', { class: 'lab-error', id: 'lab-error', role: 'alert', hidden: '' }, errorText, place);
  const allowed = element(
    'p',
    { class: 'panel-note', id: 'lab-allowed', hidden: '' },
    'Allowed: + − * / ** ( ), abs cos exp gelu leaky_relu log relu sigmoid sin softplus sqrt tanh, max(a, b), min(a, b), logaddexp(a, b); statements end with ; or a new line.',
  );
  const note = element('p', { class: 'lab-note', id: 'lab-note' });

  const result = element('output', { class: 'lab-result', id: 'lab-result' });
  const slope = element('output', { class: 'lab-slope', id: 'lab-slope' });
  const curve = element('canvas', { role: 'img', id: 'lab-curve' });
  const contour = element('canvas', { role: 'img', id: 'lab-contour' });
  const curveBox = element('div', { class: 'lab-plot', hidden: '' }, curve);
  const contourBox = element('div', { class: 'lab-plot lab-square', hidden: '' }, contour);
  const x = element('select', { id: 'lab-x', 'aria-label': 'Plotted over' });
  const y = element('select', { id: 'lab-y', 'aria-label': 'and over' });
  const leaves = element('fieldset', { class: 'lab-leaves', 'aria-label': 'Numbers' });
  const comparison = element('div', { class: 'lab-comparison' });
  const descent = element('div', { class: 'lab-descent' });
  const graph = element('div', { class: 'lab-graph-part' });
  const nodes = element('div', { class: 'lab-nodes-part' }, element('h3', {}, 'Is every gradient right?'));

  panel.append(
    element(
      'div',
      { class: 'lab' },
      element(
        'div',
        { class: 'lab-text-part' },
        element('p', { class: 'lab-head' }, examples, link),
        field,
        allowed,
        error,
        note,
      ),
      element(
        'div',
        { class: 'lab-play' },
        element(
          'div',
          { class: 'lab-plot-part' },
          element('p', { class: 'lab-readout' }, result, slope),
          curveBox,
          contourBox,
          element('p', { class: 'lab-axes' }, 'Plotted over ', x, ' and ', y),
        ),
        element('div', { class: 'lab-numbers-part' }, leaves, comparison),
        descent,
      ),
      graph,
      nodes,
    ),
  );
  field.addEventListener('focus', () => (allowed.hidden = false));
  field.addEventListener('blur', () => (allowed.hidden = true));
  return { examples, link, field, error, errorText, place, note, result, slope, curve, contour, curveBox, contourBox, x, y, leaves, comparison, descent, graph, nodes };
}

/** @typedef {ReturnType<typeof layOut>} Parts */
