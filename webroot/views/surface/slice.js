import { element } from '../../ui/dom.js';

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
    return { x, y, output: Number(output.value), sample };
  }

  /**
   * Offers what another run has; keeps nothing of what was chosen for the one before.
   * @param {import('../../state/protocol.js').Welcome} run
   */
  function offer(run) {
    const again = trajectory !== -1 && run.inputNames.join() === names.join() && output.options.length === outputs(run);
    trajectory = run.trajectory;
    if (again) {
      return;
    }
    names = run.inputNames;
    fill(across, names.map((name, i) => [String(i), name]));
    fill(up, [...names.map((name, i) => [String(i), name]), ['output', 'the output']]);
    up.value = names.length > 1 ? '1' : 'output';
    fill(rest, [
      ['', 'their means'],
      ...(run.inputs ?? []).slice(0, MAX_SAMPLES).map((_, i) => [String(i), `sample ${i}`]),
    ]);
    fill(output, Array.from({ length: outputs(run) }, (_, i) => [String(i), `neuron ${i + 1}`]));
    acrossBox.hidden = upBox.hidden = names.length < 2;
    outputBox.hidden = outputs(run) < 2;
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

/** @param {import('../../state/protocol.js').Welcome} run */
function outputs(run) {
  return run.spec.model.layers.at(-1) ?? 1;
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
