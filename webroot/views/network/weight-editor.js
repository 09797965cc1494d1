import { element } from '../../ui/dom.js';
import { formatCount, formatShort } from '../../ui/format.js';
import { numberField } from '../../ui/number-field.js';
import { drag } from '../../ui/slider.js';

/** Milliseconds between two commands while a weight is dragged: each one is journalled. */
const DRAG_MILLIS = 300;

const POSITIONS = 1000;

/**
 * Gives a parameter another value: typed, or dragged with a slider.
 * @param {import('../../ui/view.js').Page} page
 */
export function weightEditor({ send }) {
  const choice = element('select', { id: 'weight-choice' });
  const field = element('input', { type: 'text', id: 'weight-field', 'aria-describedby': 'weight-help' });
  const slider = element('input', { type: 'range', id: 'weight-slider', min: String(-POSITIONS), max: String(POSITIONS), step: '1', 'aria-label': 'Value of the parameter' });
  const help = element('p', { class: 'help', id: 'weight-help' }, 'Drag, or type and press Enter: the next step goes on from there.');
  let name = '';
  /** What the slider's ends mean; it stays while the value is well inside. */
  let reach = 2;

  const typed = numberField(field, {}, (value) => send({ type: 'setParameter', name, value }));
  const dragging = drag(
    slider,
    (position, gesture) => {
      const dragged = Number(((position / POSITIONS) * reach).toPrecision(4));
      typed.write(String(dragged));
      send({ type: 'setParameter', name, value: dragged, gesture });
    },
    DRAG_MILLIS,
  );

  return {
    choice,
    element: element(
      'div',
      { class: 'knob weight-editor' },
      element(
        'div',
        { class: 'knob-head' },
        element('label', { class: 'label', for: 'weight-choice' }, 'Parameter'),
        choice,
        element('label', { class: 'visually-hidden', for: 'weight-field' }, 'Value'),
        field,
      ),
      slider,
      typed.refused,
      help,
    ),
    /**
     * @param {string} parameter its name
     * @param {number} now its value
     * @param {boolean} possible whether it can be set now
     */
    draw(parameter, now, possible) {
      field.disabled = slider.disabled = !possible;
      if (parameter !== name) {
        name = parameter;
        reach = 2;
      }
      if (dragging.active()) {
        return;
      }
      while (Math.abs(now) > reach && Number.isFinite(now)) {
        reach *= 2;
      }
      typed.write(String(Number(now.toPrecision(6))));
      slider.value = String(Math.round((now / reach) * POSITIONS));
      slider.setAttribute('aria-valuetext', formatShort(now));
      slider.title = `from ${formatCount(-reach)} to ${formatCount(reach)}`;
    },
  };
}
