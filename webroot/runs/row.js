import { decodeNumber } from '../state/protocol.js';
import { pageOf } from '../state/requested-run.js';
import { fileOf } from '../state/runs-api.js';
import { element, setText } from '../ui/dom.js';
import { formatAccuracy, formatAgo, formatCount, formatLoss } from '../ui/format.js';
import { sparkline } from './sparkline.js';

/** What one can take along of a run. */
const FILES = ['spec.yaml', 'journal.json', 'steps.csv', 'parameters.csv', 'predictions.csv', 'findings.csv'];

/** What is told of how a run went, as the list may be ordered by it. */
const FIGURES = /** @type {const} */ (['step', 'loss', 'accuracy', 'testLoss', 'testAccuracy']);

/** What figures are called. */
const LABELS = { step: 'step', loss: 'loss', accuracy: 'accuracy', testLoss: 'test loss', testAccuracy: 'test accuracy' };

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
  const figures = FIGURES.map((name) => figure(name));
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
    element('div', { class: 'run-figures' }, ...figures.map(({ cell }) => cell)),
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
      FIGURES.forEach((name, i) => figures[i].show(...figureOf(run, name)));
      when.replaceChildren(...told.when);
      when.title = run.unreadable ?? '';
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

/**
 * How it is with a run, and who made it when.
 * @param {import('../state/runs-api.js').Summary} run
 * @returns {{status: string, when: (string | Node)[]}}
 */
function words({ status, createdAt, updatedAt, by, unreadable }) {
  if (status === null || createdAt === null || updatedAt === null) {
    return { status: 'unreadable', when: [`can’t be opened: ${unreadable}`] };
  }
  const now = Date.now();
  const made = ago(createdAt, now);
  const changed = ago(updatedAt, now);
  const later = status === 'running' ? [', training now'] : changed.textContent === made.textContent ? [] : [', changed ', changed];
  return { status, when: [`${MADE[by ?? ''] ?? `made by ${by}`} `, made, ...later] };
}

/** How those are told who have no name of their own. @type {Record<string, string>} */
const MADE = { 'the page': 'made on the page', HTTP: 'made by a program', server: 'made by the server' };

/**
 * @param {string} time
 * @param {number} now
 */
function ago(time, now) {
  return element('time', { datetime: time, title: new Date(time).toLocaleString() }, formatAgo(Date.parse(time), now));
}

/**
 * A cell for a figure, and what shows it.
 * @param {typeof FIGURES[number]} name
 */
function figure(name) {
  const value = element('span');
  const why = element('span', { class: 'visually-hidden' });
  const cell = element('span', { class: 'run-figure', 'data-figure': name }, element('span', { class: 'run-label' }, `${LABELS[name]} `), value, why);
  return {
    cell,
    /**
     * @param {string} text
     * @param {string} reason why there is none; empty where there is one
     */
    show(text, reason) {
      setText(value, reason === '' ? text : '–');
      setText(why, reason && `: ${reason}`);
      cell.title = reason;
      cell.classList.toggle('missing', reason !== '');
    },
  };
}

/**
 * A figure as text, or why there is none.
 * @param {import('../state/runs-api.js').Summary} run
 * @param {typeof FIGURES[number]} name
 * @returns {[string, string]}
 */
export function figureOf(run, name) {
  const { status, step, loss } = run;
  if (status === null || step === null) {
    return ['', 'it can’t be read'];
  }
  if (name === 'step') {
    return [formatCount(step), ''];
  }
  if (loss === null) {
    return ['', 'no step is made yet'];
  }
  const isOfTest = name === 'testLoss' || name === 'testAccuracy';
  if (isOfTest && status === 'diverged') {
    return ['', 'it diverged'];
  }
  if (isOfTest && run.testLoss === null) {
    return ['', 'it has no test set'];
  }
  const value = run[name];
  return value === null
    ? ['', 'its targets are not classes']
    : [name === 'loss' || name === 'testLoss' ? formatLoss(decodeNumber(value)) : formatAccuracy(Number(value)), ''];
}

/** @param {string} text */
function quiet(text) {
  return element('button', { type: 'button', class: 'quiet' }, text);
}
