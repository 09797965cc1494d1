import { classesOf } from '../../state/classes.js';
import { pointsOf } from '../../state/commands.js';
import { rawInputs } from '../../state/raw-inputs.js';
import { element, setText } from '../../ui/dom.js';
import { formatCounted } from '../../ui/format.js';
import { readNumber } from '../../ui/number-field.js';
import { targetsOf } from './targets.js';

/** Milliseconds between two commands while points are drawn: each one is journalled. */
const DRAG_MILLIS = 300;

/** The most points of a command. */
const MAX_POINTS = 100;

/**
 * Points that are drawn into the run's own plane, which then learns from them too.
 * @param {import('../../ui/view.js').Page} page
 */
export function drawPoints({ store, send, redraw }) {
  const toggle = element('button', { type: 'button', class: 'small', 'aria-pressed': 'false' }, 'Draw points');
  const choice = element('select', { id: 'drawn-class' });
  const choiceLabel = element('label', { for: choice.id }, 'Class');
  const choiceBox = element('span', { class: 'surface-control' }, choiceLabel, choice);
  const value = element('input', { type: 'text', id: 'drawn-target', class: 'number', inputmode: 'decimal', autocomplete: 'off', value: '0' });
  const valueBox = element('span', { class: 'surface-control' }, element('label', { for: value.id }, 'Target'), value);
  const said = element('p', { class: 'panel-note', role: 'status' });
  const box = element('div', { class: 'surface-drawing' }, element('div', { class: 'surface-control' }, toggle, choiceBox, valueBox), said);
  let wanted = false;
  let possible = false;
  /** @type {import('../../state/protocol.js').Points} those that are not sent yet */
  let waiting = [];
  let timer = 0;
  let offered = '';

  toggle.addEventListener('click', () => {
    wanted = !wanted;
    redraw();
  });

  function flush() {
    timer = 0;
    if (waiting.length > 0 && send({ type: 'addPoints', points: waiting.slice(0, MAX_POINTS) })) {
      waiting = waiting.slice(MAX_POINTS);
      timer = setTimeout(flush, DRAG_MILLIS);
    }
  }

  return {
    element: box,
    isOn: () => wanted && possible,
    /**
     * Adds a point of the chosen class or target.
     * @param {import('../../state/levels.js').Slice} slice
     * @param {number} x
     * @param {number} y
     */
    add(slice, x, y) {
      const { run } = store.state;
      const kinds = run === null ? null : targetsOf(run);
      if (run === null || kinds === null) {
        return;
      }
      const curve = slice.x === slice.y;
      const [across, up] = [x, y].map((place) => Number(place.toPrecision(5)));
      const inputs = curve ? [across] : slice.x === 0 ? [across, up] : [up, across];
      const targets = kinds.length > 0 ? kinds[choice.selectedIndex]?.targets : [curve ? up : readNumber(value.value)];
      if (targets === undefined || targets[0] === null) {
        setText(said, 'The target is a number, as 0.5.');
        value.focus();
        return;
      }
      waiting.push([...inputs, .../** @type {(number | string)[]} */ (targets)]);
      if (timer === 0) {
        flush();
      }
    },
    /**
     * @param {import('../../state/protocol.js').Welcome} run
     * @param {import('../../state/levels.js').Slice} slice
     * @param {boolean} now whether the picture is of now
     */
    draw(run, slice, now) {
      const { names } = rawInputs(run);
      const kinds = targetsOf(run);
      const plane = kinds !== null && names.length === (slice.x === slice.y ? 1 : 2);
      possible = plane && now && store.state.live && store.state.status?.status !== 'diverged';
      box.hidden = !plane;
      if (!plane) {
        return;
      }
      const on = wanted && possible;
      toggle.disabled = !possible;
      toggle.setAttribute('aria-pressed', String(on));
      setText(toggle, on ? 'End drawing' : 'Draw points');
      const key = JSON.stringify(kinds);
      if (key !== offered) {
        offered = key;
        choice.replaceChildren(...kinds.map(({ name }) => element('option', {}, name)));
        setText(choiceLabel, classesOf(run) === null ? 'Target' : 'Class');
      }
      choiceBox.hidden = !on || kinds.length === 0;
      valueBox.hidden = !on || kinds.length > 0 || slice.x === slice.y;
      const count = store.state.journal.reduce((sum, { command, value: points }) => sum + (command === 'addPoints' ? pointsOf(points).length : 0), 0);
      const added = count === 0 ? '' : `${formatCounted(count, 'point')} added. Reset keeps them; a run branched from an earlier step lacks those added later. `;
      setText(said, added + (on ? 'Press or drag in the picture, or move the cross with arrow keys and press Enter. From the next step on the network learns from these points, too.' : ''));
      said.hidden = said.textContent === '';
    },
  };
}
