import { element } from '../../ui/dom.js';
import { readNumber } from '../../ui/number-field.js';

const NAME = 'optimizer.learningRate';

/** The fields of each schedule, as the server has them, with what the page calls them and a usual value. */
const FIELDS = {
  from: { label: 'From', usual: 0.1 },
  to: { label: 'To', usual: 0.001 },
  steps: { label: 'In steps', usual: 1000 },
  factor: { label: 'Times', usual: 0.5 },
  every: { label: 'Every steps', usual: 100 },
};

/** @type {Record<string, (keyof typeof FIELDS)[]>} */
const SCHEDULES = {
  linear: ['from', 'to', 'steps'],
  cosine: ['from', 'to', 'steps'],
  step: ['from', 'factor', 'every'],
  exponential: ['from', 'factor'],
};

/**
 * Sets a schedule for the learning rate. What is chosen stays here until it is applied, or until another one is in force.
 * @param {import('./more.js').Send} send
 * @returns {import('./more.js').Part}
 */
export function scheduleForm(send) {
  const kind = element('select', { id: 'more-schedule', 'aria-describedby': 'more-schedule-help' });
  kind.append(
    element('option', { value: '' }, 'none'),
    ...Object.keys(SCHEDULES).map((schedule) => element('option', { value: schedule }, schedule)),
  );
  const fields = element('div', { class: 'schedule-fields' });
  const refused = element('p', { class: 'refused', role: 'alert', hidden: '' });
  const apply = element('button', { type: 'submit', class: 'small' }, 'Set schedule');
  const form = element(
    'form',
    { class: 'knob', 'aria-label': 'Schedule of the learning rate' },
    element('div', { class: 'knob-head' }, element('label', { class: 'label', for: 'more-schedule' }, 'Schedule'), kind),
    fields,
    refused,
    element('p', { class: 'help', id: 'more-schedule-help' }, 'Lets the learning rate fall by itself, counted from step 0. A rate that is set by hand ends it.'),
    apply,
  );
  /** What was last told to be in force. */
  let told = '';
  let rate = FIELDS.from.usual;

  /** @param {Record<string, unknown>} values */
  function build(values) {
    const names = SCHEDULES[kind.value] ?? [];
    fields.replaceChildren(
      ...names.flatMap((name) => {
        const { label, usual } = FIELDS[name];
        const id = `more-schedule-${name}`;
        const value = String(values[name] ?? (name === 'from' ? rate : usual));
        return [
          element('label', { for: id }, label),
          element('input', { type: 'text', class: 'number', id, name, value, inputmode: 'decimal', autocomplete: 'off' }),
        ];
      }),
    );
    apply.hidden = names.length === 0;
    refused.hidden = true;
  }

  /** @param {string} why */
  function refuse(why) {
    refused.textContent = why;
    refused.hidden = false;
  }

  kind.addEventListener('change', () => build({}));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    refused.hidden = true;
    /** @type {Record<string, number | string>} */
    const value = { schedule: kind.value };
    for (const input of fields.querySelectorAll('input')) {
      value[input.name] = readNumber(input.value) ?? input.value;
    }
    send({ type: 'set', name: NAME, value }, refuse);
  });

  return {
    element: form,
    draw({ live, status }) {
      const now = status?.hyperparameters[NAME];
      apply.disabled = !live || status?.status === 'diverged';
      rate = Number((status?.learningRate ?? rate).toPrecision(6));
      const key = JSON.stringify(now);
      if (key !== told) {
        const wasSchedule = told.startsWith('{');
        told = key;
        // A rate that was set must not take away what somebody is just filling in.
        if (typeof now === 'object' && now !== null) {
          kind.value = String(now.schedule);
          build(now);
        } else if (wasSchedule || kind.value === '') {
          kind.value = '';
          build({});
        }
      }
    },
  };
}
