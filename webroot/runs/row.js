import { decodeNumber } from '../state/protocol.js';
import { pageOf } from '../state/requested-run.js';
import { fileOf } from '../state/runs-api.js';
import { element, setText } from '../ui/dom.js';
import { formatCount, formatLoss } from '../ui/format.js';
import { sparkline } from './sparkline.js';

/** What one can take along of a run. */
const FILES = ['spec.yaml', 'journal.json', 'steps.csv', 'parameters.csv', 'predictions.csv', 'findings.csv'];

/** The most characters of a name. */
const MAX_NAME = 100;

/**
 * What a row asks for.
 * @typedef {object} Actions
 * @property {(id: string, chosen: boolean) => boolean} choose whether the run is chosen now
 * @property {(id: string, name: string) => Promise<void>} rename
 * @property {(id: string) => void} duplicate
 * @property {(id: string) => void} remove
 * @property {(id: string) => void} undo
 */

/**
 * A run in the list.
 * @param {import('../state/runs-api.js').Summary} first
 * @param {Actions} actions
 */
export function row(first, actions) {
  let run = first;
  const { id } = run;
  const check = element('input', { type: 'checkbox' });
  const link = element('a', { class: 'run-link', href: pageOf(id) });
  const curve = element('span', { class: 'run-curve' });
  const status = element('span', { class: 'pill' });
  const step = element('span', { class: 'run-step' });
  const loss = element('span', { class: 'run-loss' });
  const when = element('span', { class: 'run-when' });
  const renameButton = quiet('Rename');
  const duplicate = quiet('Duplicate');
  const remove = quiet('Delete');
  const summary = element('summary', { class: 'button quiet' }, 'Files');
  const files = element(
    'details',
    { class: 'run-files' },
    summary,
    element('ul', {}, ...FILES.map((file) => element('li', {}, element('a', { href: fileOf(id, file), download: '' }, file)))),
  );
  const title = element('div', { class: 'run-title' }, link, when);
  const whole = [
    element('label', { class: 'run-check' }, check),
    curve,
    title,
    status,
    step,
    loss,
    element('div', { class: 'run-actions' }, renameButton, duplicate, files, remove),
  ];
  const undo = element('button', { type: 'button' }, 'Undo');
  const gone = element('p', { class: 'run-gone', role: 'status' });
  const item = element('li', { class: 'run-row', 'data-id': id });
  let shownCurve = '';
  let shown = '';

  check.addEventListener('change', () => (check.checked = actions.choose(id, check.checked)));
  renameButton.addEventListener('click', rename);
  duplicate.addEventListener('click', () => actions.duplicate(id));
  remove.addEventListener('click', () => actions.remove(id));
  undo.addEventListener('click', () => actions.undo(id));
  files.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && files.open) {
      files.open = false;
      summary.focus();
    }
  });
  files.addEventListener('focusout', (event) => {
    if (!(event.relatedTarget instanceof Node && files.contains(event.relatedTarget))) {
      files.open = false;
    }
  });

  /** The name becomes a field: Enter keeps what was typed, Escape what was there. */
  function rename() {
    const field = element('input', { type: 'text', class: 'run-rename', 'aria-label': `Name of ${run.name}`, maxlength: String(MAX_NAME) });
    const refused = element('p', { class: 'refused', role: 'alert' });
    const form = element('form', {}, field, refused);
    refused.hidden = true;
    field.value = run.name;
    let ended = false;
    const end = () => {
      if (!ended) {
        ended = true;
        form.replaceWith(link);
        link.focus();
      }
    };
    const keep = async () => {
      const name = field.value.trim();
      if (ended || name === '' || name === run.name) {
        end();
        return;
      }
      try {
        await actions.rename(id, name);
        end();
      } catch (error) {
        refused.hidden = false;
        refused.textContent = error instanceof Error ? error.message : String(error);
      }
    };
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void keep();
    });
    field.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') {
        end();
      }
    });
    field.addEventListener('blur', () => void keep());
    link.replaceWith(form);
    field.focus();
    field.select();
  }

  return {
    item,
    rename,
    focus: () => link.focus(),
    /**
     * @param {import('../state/runs-api.js').Summary} now
     * @param {boolean} chosen
     * @param {boolean} deleted whether it is to be deleted and one can still undo that
     */
    draw(now, chosen, deleted) {
      const state = `${chosen} ${deleted}`;
      if (run === now && state === shown) {
        return; // there may be ten thousand
      }
      run = now;
      shown = state;
      if (deleted !== (gone.parentNode === item) || !item.hasChildNodes()) {
        item.replaceChildren(...(deleted ? [gone] : whole));
        item.classList.toggle('deleted', deleted);
        gone.replaceChildren(`${run.name} is deleted. `, undo);
        if (deleted) {
          undo.focus();
        }
      }
      setText(link, run.name);
      check.setAttribute('aria-label', `Choose ${run.name}`);
      check.checked = chosen;
      renameButton.setAttribute('aria-label', `Rename ${run.name}`);
      duplicate.setAttribute('aria-label', `Duplicate ${run.name}`);
      remove.setAttribute('aria-label', `Delete ${run.name}`);
      summary.setAttribute('aria-label', `Files of ${run.name}`);
      const told = words(run);
      status.dataset.value = told.status;
      setText(status, told.status);
      setText(step, told.step);
      setText(loss, told.loss);
      setText(when, told.when);
      when.title = told.title;
      for (const useless of [check, duplicate, files]) {
        useless.hidden = run.unreadable !== null;
      }
      const drawn = JSON.stringify(run.curve ?? []);
      if (drawn !== shownCurve) {
        shownCurve = drawn;
        curve.replaceChildren(sparkline(run.curve ?? []));
      }
    },
  };
}

/** @param {import('../state/runs-api.js').Summary} run */
function words({ status, step, loss, createdAt, updatedAt, by, unreadable }) {
  if (status === null || step === null || createdAt === null || updatedAt === null) {
    const why = `can’t be opened: ${unreadable}`;
    return { status: 'unreadable', step: '', loss: '', when: why, title: why };
  }
  return {
    status,
    step: `step ${formatCount(step)}`,
    loss: loss === null ? 'no loss yet' : `loss ${formatLoss(decodeNumber(loss))}`,
    when: `by ${by}, ${formatTime(createdAt)}`,
    title: `made ${new Date(createdAt).toLocaleString()}, last changed ${new Date(updatedAt).toLocaleString()}`,
  };
}

/** @param {string} text */
function quiet(text) {
  return element('button', { type: 'button', class: 'quiet' }, text);
}

/** @param {string} time */
function formatTime(time) {
  const date = new Date(time);
  const today = date.toDateString() === new Date().toDateString();
  return today
    ? date.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' })
    : date.toLocaleDateString(undefined, { year: 'numeric', month: 'short', day: 'numeric' });
}
