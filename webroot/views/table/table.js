import { hasAccuracy } from '../../state/classes.js';
import { changesIn } from '../../state/commands.js';
import { placeOf } from '../../state/level-history.js';
import { momentOf } from '../../state/moment.js';
import { niceInterval } from '../../state/series.js';
import { element, setRows } from '../../ui/dom.js';
import { formatAccuracy, formatCount, formatLoss, formatShort } from '../../ui/format.js';
import { changed } from '../../ui/frame.js';
import { pointingRows } from '../../ui/pointing.js';
import { rovingButtons } from '../../ui/roving.js';

/** The most changes of the rate, the latest ones. */
const MAX_CHANGES = 50;

/** The most rows; beyond them the interval grows. */
const MAX_ROWS = 200;

/**
 * The run as the tutorials print it, a row for each interval of steps, and its changes of the rate.
 * @param {HTMLElement} panel
 * @param {import('../../ui/view.js').Page} page
 * @returns {import('../../ui/view.js').View}
 */
export function table(panel, { store }) {
  const every = element(
    'select',
    { id: 'table-every' },
    ...['auto', '1', '10', '20', '50', '100', '1000'].map((value) =>
      element('option', { value }, value === 'auto' ? 'fitting' : formatCount(Number(value))),
    ),
  );
  const body = element('tbody', { class: 'choosable' });
  const merged = element('p', { class: 'panel-note' }, 'At this speed steps come several at a time: where a row’s own step isn’t known, the next one that is stands for it.');
  const head = element('tr', {});
  const nothing = element('p', { class: 'panel-note' }, 'Nothing yet: the first row comes with the first step.');
  const changes = element('ol', { id: 'rate-changes', class: 'changes', 'aria-labelledby': 'changes-title' });
  panel.append(
    element('p', { class: 'panel-note' }, element('label', { for: 'table-every' }, 'A row every '), every, ' steps. A loss is measured before its step’s update. Press a step, and all views look back to it until you press it again.'),
    element(
      'div',
      { class: 'scroll' },
      element(
        'table',
        { class: 'numbers', 'aria-label': 'Loss by step' },
        element('thead', {}, head),
        body,
      ),
    ),
    nothing,
    merged,
    element('h3', { id: 'changes-title' }, 'Learning rate changes'),
    changes,
  );

  /** @type {number[]} */
  let shown = [];
  const rows = pointingRows(store, body, (row) => ({ step: shown[row] }));
  const buttons = rovingButtons(body);
  const hasChanged = changed();
  body.addEventListener('click', (event) => {
    const row = event.target instanceof Element ? event.target.closest('tr') : null;
    if (row) {
      const step = shown[row.sectionRowIndex];
      store.pin(step === store.state.pinned ? null : step);
    }
  });

  function draw() {
    const { run, series, journal, pinned } = store.state;
    const moment = momentOf(store.state);
    const isTested = (run?.testSamples ?? 0) > 0;
    const isCounted = run !== null && hasAccuracy(run);
    if (!hasChanged(isTested, isCounted, series.entries, series.offset, journal, moment, pinned, every.value)) {
      return;
    }
    const steps = series.offset;
    const wanted = every.value === 'auto' ? series.fittingInterval(20) : Number(every.value);
    const interval = Math.max(wanted, niceInterval(steps, MAX_ROWS));
    const entries = series.rows(interval);
    merged.hidden = entries.slice(0, -1).every(({ step }) => step % interval === 0);
    nothing.hidden = entries.length > 0;
    shown = entries.map((entry) => entry.step);
    const columns = ['Step', 'Loss', ...(isCounted ? ['Accuracy'] : []), ...(isTested ? ['Test loss', ...(isCounted ? ['Test accuracy'] : [])] : []), 'Rate'];
    if ([...head.children].map((cell) => cell.textContent).join() !== columns.join()) {
      head.replaceChildren(...columns.map((text) => element('th', { scope: 'col' }, text)));
    }
    setRows(
      body,
      entries.map((entry) => [
        { text: formatCount(entry.step), header: true, button: `step ${formatCount(entry.step)}` },
        formatLoss(entry.loss),
        ...(isCounted ? [formatAccuracy(entry.accuracy)] : []),
        ...(isTested ? testTexts(entry).slice(0, isCounted ? 2 : 1) : []),
        formatShort(entry.learningRate),
      ]),
    );
    rows.light(moment === null ? -1 : placeOf(shown, moment));
    buttons(pinned === null ? -1 : placeOf(shown, pinned));
    drawChanges(changesIn(journal).filter((entry) => entry.command === 'setLearningRate').slice(-MAX_CHANGES));
  }

  /** @param {ReturnType<typeof changesIn>} entries */
  function drawChanges(entries) {
    const key = JSON.stringify(entries);
    if (changes.dataset.key === key) {
      return;
    }
    changes.dataset.key = key;
    changes.replaceChildren(
      ...(entries.length === 0
        ? [element('li', { class: 'empty' }, 'None yet. Each one is marked on the curve.')]
        : entries.map((entry) =>
            element(
              'li',
              { 'data-step': String(entry.step), 'data-value': String(entry.value) },
              `from step ${formatCount(entry.step)}: ${formatShort(Number(entry.value))}, by ${entry.by}${entry.from === entry.step ? '' : `, who moved it from step ${formatCount(entry.from)} on`}`,
            ),
          )),
    );
  }

  every.addEventListener('change', draw);
  return { topics: [], draw };
}

/** How the network did on the test samples, where that was measured. @param {import('../../state/series.js').Entry} entry */
function testTexts({ testLoss, testAccuracy }) {
  return testLoss === undefined || testLoss === null ? ['', ''] : [formatLoss(testLoss), formatAccuracy(testAccuracy ?? null)];
}
