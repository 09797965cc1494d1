import { classesOf } from '../../state/classes.js';
import { describeSnapshot, placeOf } from '../../state/level-history.js';
import { momentOf } from '../../state/moment.js';
import { rawInputs, testSamples } from '../../state/raw-inputs.js';
import { colours } from '../../ui/colours.js';
import { element, setRows, setText } from '../../ui/dom.js';
import { formatCounted, formatShort, formatSigned, signOf } from '../../ui/format.js';
import { changed } from '../../ui/frame.js';
import { pointingRows } from '../../ui/pointing.js';
import { rovingButtons } from '../../ui/roving.js';
import { sampleButton } from '../../ui/sample-button.js';
import { timeSlider } from '../../ui/time-slider.js';
import { confusionMatrix } from './confusion.js';
import { errorPlots } from './error-plots.js';

const MAX_ROWS = 200;

/** The most inputs, and the most outputs, in a row of the table. */
const MAX_COLUMNS = 4;

/**
 * What the network says for each sample beside what it should say: classes as a confusion matrix, numbers
 * as plots of their errors, and both sample by sample.
 * @param {HTMLElement} panel
 * @param {import('../../ui/view.js').Page} page
 * @returns {import('../../ui/view.js').View}
 */
export function predictions(panel, page) {
  const { store } = page;
  const note = element('p', { class: 'panel-note' });
  const graph = sampleButton(page);
  const slider = timeSlider(store, 'predictions-time');
  const set = setChoice(() => page.redraw());
  const matrix = confusionMatrix();
  const plots = errorPlots(page);
  const head = element('tr');
  const body = element('tbody', { class: 'choosable' });
  const table = element('div', { class: 'scroll' }, element('table', { class: 'numbers', 'aria-label': 'Predictions' }, element('thead', {}, head), body));
  panel.append(
    note,
    element('div', { class: 'view-tools' }, set.element, graph.element, slider.element),
    matrix.element,
    plots.element,
    table,
  );

  const pointing = pointingRows(store, body, (row) => (set.isTest() ? { testSample: row } : { sample: row }));
  const buttons = rovingButtons(body);
  const hasChanged = changed();
  body.addEventListener('click', (event) => {
    const row = event.target instanceof Element ? event.target.closest('tr') : null;
    if (row && !set.isTest()) {
      store.choose(row.sectionRowIndex);
    }
  });

  function draw() {
    const { run, outputs: history, pointed, sample } = store.state;
    set.draw((run?.testSamples ?? 0) > 0);
    const test = set.isTest();
    if (!hasChanged(run, history, history.latest, history.steps[0], pointed, sample, plots.output(), test, colours())) {
      return;
    }
    const place = placeOf(history.steps, momentOf(store.state));
    const answers = history.items[place];
    slider.draw(history.steps, place);
    if (run === null || answers === undefined) {
      setText(note, 'Waiting for the first forward pass.');
      setRows(body, []);
      return;
    }
    const { names: inputNames, rows } = rawInputs(run);
    const shown = test ? testSamples(run) : { rows, targets: run.targets };
    const all = test ? answers.test : answers.train;
    const targets = shown?.targets ?? null;
    const known = all !== null && targets !== null;
    table.hidden = !known;
    graph.draw(known && !test ? sample : null);
    if (!known) {
      matrix.draw(null, [], []);
      plots.draw(null, [], null, null);
      setText(note, `This run has too many ${test ? 'test ' : ''}samples to show them one by one.`);
      return;
    }
    const { boundary } = run;
    const inputs = shown?.rows;
    const lit = test ? pointed.testSample : pointed.sample;
    const chosen = test ? null : sample;
    const classes = classesOf(run);
    matrix.draw(classes, targets, all);
    plots.draw(classes === null ? targets : null, all, lit, chosen, test);
    const outputs = all.slice(0, MAX_ROWS);
    const single = targets[0].length === 1;
    const named = classes !== null && !single;
    const rest = all.length - outputs.length;
    setText(
      note,
      `${describeSnapshot(history.steps, pointed.step)} ` +
        (test ? 'Of the test samples, which the network doesn’t learn from. ' : (run.testSamples ?? 0) > 0 ? 'Of the samples that it learns from. ' : '') +
        (named ? '✓ where the largest output is that of the sample’s class.' : boundary === null ? '' : `✓ where output and target are on the same side of ${formatShort(boundary)}${classNote(run)}.`) +
        (rest > 0 ? ` The table leaves out ${formatCounted(rest, 'more sample')}.` : ''),
    );
    const names = ['#', ...inputNames.slice(0, MAX_COLUMNS), ...(named ? ['Class', 'Predicted'] : ['Target']), ...(named ? ['', 'Outputs'] : [single ? 'Output' : 'Outputs', ...(classes === null ? [] : [''])])];
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
        test ? { text: `test ${i}`, header: true } : { text: String(i), header: true, button: `sample ${i}` },
        ...(inputs?.[i] ?? []).slice(0, MAX_COLUMNS).map((value) => formatShort(value)),
        ...(named
          ? [classes.names[classes.of(targets[i])], classes.names[classes.of(output)] ?? '–', agreement(classes.of(targets[i]) === classes.of(output)), several(output, (value) => formatShort(value, 3))]
          : [
              several(targets[i], (value) => formatShort(value)),
              { text: several(output, formatSigned), class: single ? signOf(output[0]) : '' },
              ...(classes === null ? [] : [agreement(classes.of(targets[i]) === classes.of(output))]),
            ]),
      ]),
    );
    body.classList.toggle('choosable', !test);
    pointing.light(lit ?? -1);
    buttons(sample);
  }

  return { topics: ['predictions'], draw, restyle: () => (plots.restyle(), draw()) };
}

/**
 * The choice between the samples to learn from and those of the test, where there are any.
 * @param {() => void} redraw
 */
function setChoice(redraw) {
  const buttons = [false, true].map((test) => {
    const button = element('button', { type: 'button', 'aria-pressed': String(!test) }, test ? 'Test' : 'Training');
    button.addEventListener('click', () => {
      choose(test);
      redraw();
    });
    return button;
  });
  const box = element('div', { class: 'segments', role: 'group', 'aria-label': 'Samples' }, ...buttons);
  let isTest = false;

  /** @param {boolean} test */
  function choose(test) {
    isTest = test;
    buttons.forEach((button, i) => button.setAttribute('aria-pressed', String(test === (i === 1))));
  }

  return {
    element: box,
    isTest: () => isTest,
    /** @param {boolean} offered whether there are samples of a test */
    draw(offered) {
      box.hidden = !offered;
      if (!offered && isTest) {
        choose(false);
      }
    },
  };
}

/**
 * What the two targets stand for, where the data have names for them.
 * @param {import('../../state/protocol.js').Welcome} run
 */
function classNote({ classNames, targets }) {
  const [low, high] = [...new Set(targets?.map(([target]) => target))].sort((a, b) => a - b);
  return classNames === null ? '' : `; ${classNames[0]} is the target ${formatShort(low)}, ${classNames[1]} is ${formatShort(high)}`;
}

/**
 * The first numbers of a row.
 * @param {number[]} row
 * @param {(value: number) => string} format
 */
function several(row, format) {
  return row.slice(0, MAX_COLUMNS).map(format).join(' ') + (row.length > MAX_COLUMNS ? ' …' : '');
}

/** @param {boolean} agrees */
function agreement(agrees) {
  return agrees
    ? { text: '✓', class: 'agrees', label: 'agrees' }
    : { text: '✗', class: 'disagrees', label: 'disagrees' };
}
