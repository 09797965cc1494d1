import { describeSnapshot, placeOf } from '../../state/level-history.js';
import { momentOf } from '../../state/moment.js';
import { element, setRows, setText } from '../../ui/dom.js';
import { formatCounted, formatShort, formatSigned, signOf } from '../../ui/format.js';
import { changed } from '../../ui/frame.js';
import { pointingRows } from '../../ui/pointing.js';
import { rovingButtons } from '../../ui/roving.js';
import { sampleButton } from '../../ui/sample-button.js';
import { timeSlider } from '../../ui/time-slider.js';

const MAX_ROWS = 200;

/**
 * What the network says for each sample beside what it should say.
 * @param {HTMLElement} panel
 * @param {import('../../ui/view.js').Page} page
 * @returns {import('../../ui/view.js').View}
 */
export function predictions(panel, page) {
  const { store } = page;
  const note = element('p', { class: 'panel-note' });
  const graph = sampleButton(page);
  const slider = timeSlider(store, 'predictions-time');
  const head = element('tr');
  const body = element('tbody', { class: 'choosable' });
  panel.append(
    note,
    element('div', { class: 'view-tools' }, graph.element, slider.element),
    element('div', { class: 'scroll' }, element('table', { class: 'numbers', 'aria-label': 'Predictions' }, element('thead', {}, head), body)),
  );

  const rows = pointingRows(store, body, (row) => ({ sample: row }));
  const buttons = rovingButtons(body);
  const hasChanged = changed();
  body.addEventListener('click', (event) => {
    const row = event.target instanceof Element ? event.target.closest('tr') : null;
    if (row) {
      store.choose(row.sectionRowIndex);
    }
  });

  function draw() {
    const { run, outputs: history, pointed, sample } = store.state;
    if (!hasChanged(run, history, history.latest, history.steps[0], pointed, sample)) {
      return;
    }
    const place = placeOf(history.steps, momentOf(store.state));
    const all = history.items[place];
    slider.draw(history.steps, place);
    if (run === null || all === undefined) {
      setText(note, 'Waiting for the first forward pass.');
      setRows(body, []);
      return;
    }
    if (run.targets === null) {
      setText(note, 'This run has too many samples to show them one by one.');
      return;
    }
    const { targets, inputs, boundary } = run;
    const outputs = all.slice(0, MAX_ROWS);
    const single = targets[0].length === 1;
    const rest = all.length - outputs.length;
    setText(
      note,
      `${describeSnapshot(history.steps, pointed.step)} ` +
        (boundary === null ? '' : `✓ where output and target are on the same side of ${formatShort(boundary)}.`) +
        (rest > 0 ? ` ${formatCounted(rest, 'more sample')} ${rest === 1 ? 'is' : 'are'} not shown.` : ''),
    );
    const names = ['#', ...run.inputNames.slice(0, 4), 'Target', 'Output', ...(boundary === null ? [] : [''])];
    if (head.childElementCount !== names.length || head.dataset.key !== names.join()) {
      head.dataset.key = names.join();
      head.replaceChildren(
        ...names.map((name) =>
          name === ''
            ? element('th', { scope: 'col' }, element('span', { class: 'visually-hidden' }, 'Agrees'))
            : element('th', { scope: 'col' }, name),
        ),
      );
    }
    setRows(
      body,
      outputs.map((output, i) => [
        { text: String(i), header: true, button: `sample ${i}` },
        ...(inputs?.[i] ?? []).slice(0, 4).map((value) => formatShort(value, 3)),
        targets[i].map((value) => formatShort(value)).join(' '),
        { text: output.map(formatSigned).join(' '), class: single ? signOf(output[0]) : '' },
        ...(boundary === null ? [] : [agreement(targets[i][0] > boundary === output[0] > boundary)]),
      ]),
    );
    rows.light(pointed.sample ?? -1);
    buttons(sample);
    graph.draw(sample);
  }

  return { topics: ['predictions'], draw };
}

/** @param {boolean} agrees */
function agreement(agrees) {
  return agrees
    ? { text: '✓', class: 'agrees', label: 'agrees' }
    : { text: '✗', class: 'disagrees', label: 'disagrees' };
}
