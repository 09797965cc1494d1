import { HYPERPARAMETERS, labelOf } from '../../state/hyperparameters.js';
import { element } from '../../ui/dom.js';
import { numberField } from '../../ui/number-field.js';
import { drag } from '../../ui/slider.js';

/** Of all sliders here, which begin at 0. */
const POSITIONS = 200;

/**
 * A field for one number that can be set, with a slider where it has an end; a switch for what is on or off.
 * @param {string} name as the server has it
 * @param {import('./more.js').Send} send
 * @returns {import('./more.js').Part}
 */
export function hyperparameterField(name, send) {
  const known = HYPERPARAMETERS[name] ?? { label: name, help: '' };
  return known.isSwitch ? switchOf(name, known, send) : numberOf(name, known, send);
}

/**
 * @param {string} name
 * @param {import('../../state/hyperparameters.js').Hyperparameter} known
 * @param {import('./more.js').Send} send
 */
function numberOf(name, { label, help, most, whenNull }, send) {
  const id = `more-${name.replaceAll('.', '-')}`;
  const input = element('input', { type: 'text', id, inputmode: 'decimal', 'aria-describedby': `${id}-help` });
  const field = numberField(input, {}, (value) => send({ type: 'set', name, value }, field.refuse));
  const helpText = element('p', { class: 'help', id: `${id}-help` }, help);
  const head = element('div', { class: 'knob-head' }, element('label', { class: 'label', for: id }, label), input);
  const knob = element('div', { class: 'knob' }, head);

  const none = element('button', { type: 'button', class: 'small' }, whenNull ?? '');
  if (whenNull !== undefined) {
    input.placeholder = 'all';
    input.before(none);
    none.addEventListener('click', () => send({ type: 'set', name, value: null }, field.refuse));
  }

  const slider = element('input', { type: 'range', min: '0', max: String(POSITIONS), step: '1', 'aria-label': label });
  /** @param {number} position */
  const valueAt = (position) => Number(((position / POSITIONS) * (most ?? 1)).toPrecision(3));
  const dragged = drag(slider, (position, gesture) => {
    field.write(String(valueAt(position)));
    send({ type: 'set', name, value: valueAt(position), gesture }, field.refuse);
  });
  if (most !== undefined) {
    knob.append(slider);
  }
  knob.append(field.refused, helpText);

  return {
    element: knob,
    /** @param {import('../../state/store.js').State} state */
    draw({ live, status }) {
      const value = status?.hyperparameters[name];
      input.disabled = slider.disabled = none.disabled = !live || status?.status === 'diverged';
      none.setAttribute('aria-pressed', String(value === null));
      if (dragged.active()) {
        return;
      }
      field.write(value === null || value === undefined ? '' : String(value));
      slider.value = String((Number(value) / (most ?? 1)) * POSITIONS);
      slider.setAttribute('aria-valuetext', String(value));
    },
  };
}

/**
 * @param {string} name
 * @param {import('../../state/hyperparameters.js').Hyperparameter} known
 * @param {import('./more.js').Send} send
 */
function switchOf(name, { help }, send) {
  const label = labelOf(name);
  const button = element('button', { type: 'button', class: 'small', 'aria-pressed': 'false' }, label);
  const refused = element('p', { class: 'refused', role: 'alert', hidden: '' });
  button.addEventListener('click', () => {
    refused.hidden = true;
    send({ type: 'set', name, value: button.getAttribute('aria-pressed') !== 'true' }, (why) => {
      refused.textContent = why;
      refused.hidden = false;
    });
  });
  const head = element('div', { class: 'knob-head' }, element('span', { class: 'label' }, label), button);
  return {
    element: element('div', { class: 'knob' }, head, refused, element('p', { class: 'help' }, help)),
    /** @param {import('../../state/store.js').State} state */
    draw({ live, status }) {
      const on = status?.hyperparameters[name] === true;
      button.disabled = !live || status?.status === 'diverged';
      button.setAttribute('aria-pressed', String(on));
      button.textContent = on ? 'on' : 'off';
      button.setAttribute('aria-label', label);
    },
  };
}
