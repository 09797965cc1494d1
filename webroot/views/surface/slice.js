import { classesOf } from '../../state/classes.js';
import { firstAxes, rawInputs } from '../../state/raw-inputs.js';
import { element } from '../../ui/dom.js';

/** What is chosen where all outputs are shown together, as classes. */
const ALL = 'class';

/** The most samples that can be chosen for the inputs that don't vary. */
const MAX_SAMPLES = 200;

/**
 * The choice of what is shown; choices with one option are hidden.
 * @param {() => void} changed
 */
export function sliceChoice(changed) {
  const across = select('surface-x');
  const up = select('surface-y');
  const rest = select('surface-rest');
  const output = select('surface-output');
  const acrossBox = labelled('Across', across);
  const upBox = labelled('Up', up);
  const restBox = labelled('Other inputs at', rest);
  const outputBox = labelled('Output', output);
  const box = element('div', { class: 'surface-choice' }, acrossBox, upBox, restBox, outputBox);
  let trajectory = -1;
  /** @type {string[]} */
  let names = [];
  let offered = '';

  for (const control of [across, up, rest, output]) {
    control.addEventListener('change', changed);
  }

  /** @returns {import('../../state/levels.js').Slice} */
  function chosen() {
    const x = Number(across.value);
    const y = up.value === 'output' ? x : Number(up.value);
    const varied = x === y ? 1 : 2;
    restBox.hidden = names.length <= varied;
    const sample = restBox.hidden || rest.value === '' ? null : Number(rest.value);
    // Over one input there is no room for classes.
    return { x, y, output: output.value === ALL ? (x === y ? 0 : null) : Number(output.value), sample };
  }

  /**
   * Offers what another run has; keeps nothing of what was chosen for the one before.
   * @param {import('../../state/protocol.js').Welcome} run
   */
  function offer(run) {
    const raw = rawInputs(run);
    const choices = choicesOf(run);
    const key = JSON.stringify([raw.names, raw.rows?.length, choices]);
    trajectory = run.trajectory;
    if (key === offered) {
      return;
    }
    offered = key;
    names = raw.names;
    fill(across, names.map((name, i) => [String(i), name]));
    fill(up, [...names.map((name, i) => [String(i), name]), ['output', 'the output']]);
    const [x, y = 'output'] = firstAxes(run);
    across.value = String(x);
    up.value = String(y);
    fill(rest, [
      ['', 'their means'],
      ...(raw.rows ?? []).slice(0, MAX_SAMPLES).map((_, i) => [String(i), `sample ${i}`]),
    ]);
    fill(output, choices);
    acrossBox.hidden = upBox.hidden = names.length < 2;
    outputBox.hidden = choices.length < 2;
  }

  return {
    element: box,
    /**
     * The choice for a run.
     * @param {import('../../state/protocol.js').Welcome} run
     */
    of(run) {
      if (run.trajectory !== trajectory) {
        offer(run);
      }
      return chosen();
    },
  };
}

/**
 * The outputs, and where each stands for a class, all of them together.
 * @param {import('../../state/protocol.js').Welcome} run
 */
function choicesOf(run) {
  const outputs = run.spec.model.layers.at(-1) ?? 1;
  const classes = outputs > 1 ? classesOf(run) : null;
  const each = Array.from({ length: outputs }, (_, i) => [String(i), classes === null ? `neuron ${i + 1}` : `output for ${classes.names[i]}`]);
  return classes === null ? each : [[ALL, 'the class'], ...each];
}

/** @param {string} id */
function select(id) {
  return element('select', { id });
}

/**
 * @param {string} text
 * @param {HTMLSelectElement} control
 */
function labelled(text, control) {
  return element('span', { class: 'surface-control' }, element('label', { for: control.id }, text), control);
}

/**
 * @param {HTMLSelectElement} control
 * @param {string[][]} options values and texts
 */
function fill(control, options) {
  control.replaceChildren(...options.map(([value, text]) => element('option', { value }, text)));
}
