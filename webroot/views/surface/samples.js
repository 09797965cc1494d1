import { rawInputs, testSamples } from '../../state/raw-inputs.js';
import { formatCount } from '../../ui/format.js';

/** @typedef {import('../../state/levels.js').Answers} Answers */

/**
 * A sample as the picture has it.
 * @typedef {object} Sample
 * @property {number} number from 0
 * @property {boolean} test whether it is one of the test's, which have their own numbers
 * @property {number} x its value of the column that goes across
 * @property {number} y its value of the column that goes up
 * @property {number} target
 * @property {number | null} output null as long as it isn't known
 * @property {boolean} wrong whether output and target are on different sides of the boundary
 *
 * A sample of one of several classes.
 * @typedef {object} ClassSample
 * @property {number} number from 0
 * @property {boolean} test whether it is one of the test's, which have their own numbers
 * @property {number} x its value of the column that goes across
 * @property {number} y its value of the column that goes up
 * @property {number} own the place of its class
 * @property {number | null} told the place of the class that the outputs tell, -1 for none; null as long as it isn't known
 * @property {number[] | null} outputs null as long as they aren't known
 * @property {boolean} wrong whether another class is told
 */

/**
 * Those to learn from, and behind them those of the test, as far as they aren't too many.
 * @param {import('../../state/protocol.js').Welcome} run
 * @param {Answers | undefined} answers
 */
function everySample(run, answers) {
  const { rows } = rawInputs(run);
  const test = testSamples(run);
  return [
    { rows: rows ?? [], targets: run.targets ?? [], outputs: answers?.train, test: false },
    { rows: test?.rows ?? [], targets: test?.targets ?? [], outputs: answers?.test, test: true },
  ].flatMap((set) => set.rows.map((input, number) => ({ number, test: set.test, input, targets: set.targets[number], outputs: set.outputs?.[number] ?? null })));
}

/**
 * @param {import('../../state/protocol.js').Welcome} run
 * @param {Answers | undefined} answers
 * @param {{x: number, y: number, output: number}} slice
 * @returns {Sample[]}
 */
export function samplesOf(run, answers, { x, y, output }) {
  const { boundary } = run;
  return everySample(run, answers).map(({ number, test, input, targets, outputs }) => {
    const target = targets[output];
    const value = outputs?.[output] ?? null;
    return {
      number,
      test,
      x: input[x],
      y: input[y],
      target,
      output: value,
      wrong: value !== null && boundary !== null && value > boundary !== target > boundary,
    };
  });
}

/**
 * @param {import('../../state/protocol.js').Welcome} run
 * @param {import('../../state/classes.js').Classes} classes
 * @param {Answers | undefined} answers
 * @param {{x: number, y: number}} slice
 * @returns {ClassSample[]}
 */
export function classSamplesOf(run, classes, answers, { x, y }) {
  return everySample(run, answers).map(({ number, test, input, targets, outputs }) => {
    const own = classes.of(targets);
    const told = outputs === null ? null : classes.of(outputs);
    return { number, test, x: input[x], y: input[y], own, told, outputs, wrong: told !== null && told !== own };
  });
}

/**
 * A sentence with the numbers of training and of test samples that are predicted right.
 * @param {(Sample | ClassSample)[]} known
 * @param {string} right as `are classified correctly`
 */
export function describeRight(known, right) {
  return [false, true]
    .map((test) => ({ test, of: known.filter((sample) => sample.test === test) }))
    .filter(({ of }) => of.length > 0)
    .map(({ test, of }) => `; ${formatCount(of.filter(({ wrong }) => !wrong).length)} of ${formatCount(of.length)} ${test ? 'test samples' : 'samples'} ${right}`)
    .join('');
}
