import { element } from '../../ui/dom.js';
import { formatCount, formatShort } from '../../ui/format.js';
import { drag } from '../../ui/slider.js';

/** Milliseconds between two commands while a weight is dragged: each one is journalled. */
const DRAG_MILLIS = 300;

const POSITIONS = 1000;

/**
 * Gives a parameter another value: typed, or dragged with a slider.
 * @param {import('../../ui/view.js').Page} page
 */
export function weightEditor({ store, send }) {
  const choice = element('select', { id: 'weight-choice' });
  const field = element('input', { type: 'number', id: 'weight-field', step: 'any', inputmode: 'decimal', 'aria-describedby': 'weight-help' });
  const slider = element('input', { type: 'range', id: 'weight-slider', min: String(-POSITIONS), max: String(POSITIONS), step: '1', 'aria-label': 'Value of the parameter' });
  const help = element('p', { class: 'help', id: 'weight-help' }, 'Drag, or type and press Enter: the next step goes on from there.');
  let name = '';
  /** The value in the digits that the field has room for. */
  let written = '';
  /** What the slider's ends mean; it stays while the value is well inside. */
  let reach = 2;

  /** @param {number} wanted */
  function set(wanted) {
    send({ type: 'setParameter', name, value: wanted });
  }

  const dragging = drag(
    slider,
    (position, gesture) => {
      const dragged = Number(((position / POSITIONS) * reach).toPrecision(4));
      field.value = String(dragged);
      send({ type: 'setParameter', name, value: dragged, gesture });
    },
    DRAG_MILLIS,
  );
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      event.preventDefault();
      field.value = written;
    } else if (event.key === 'Enter' && field.value !== written) {
      const wanted = Number(field.value);
      if (field.value === '' || !Number.isFinite(wanted)) {
        store.set({ notice: 'Value of the parameter: a finite number is allowed' });
      } else {
        written = field.value;
        set(wanted);
      }
    }
  });
  field.addEventListener('blur', () => (field.value = written));

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
      if (document.activeElement !== field) {
        written = String(Number(now.toPrecision(6)));
        field.value = written;
      }
      slider.value = String(Math.round((now / reach) * POSITIONS));
      slider.setAttribute('aria-valuetext', formatShort(now));
      slider.title = `from ${formatCount(-reach)} to ${formatCount(reach)}`;
    },
  };
}
