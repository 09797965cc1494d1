import { decodeNumber } from '../../state/protocol.js';
import { element, setRows, setText } from '../../ui/dom.js';
import { formatCount, formatCounted, formatShort, formatSigned } from '../../ui/format.js';
import { pointingRows } from '../../ui/pointing.js';

const SIGNS = {
  agrees: { text: '✓', class: 'agrees', label: 'agrees' },
  kink: { text: '∠', class: 'agrees', label: 'on a kink' },
  disagrees: { text: '✗', class: 'disagrees', label: 'disagrees' },
};

/**
 * A button that has every gradient compared with a central difference, and what came out.
 *
 * It stands beside the network, where the worst gradients can be pointed at in their places.
 * @param {import('../../ui/view.js').Page} page
 */
export function gradientCheck({ store, send, redraw }) {
  const button = element('button', { type: 'button', id: 'check-gradients' }, 'Check gradients');
  const verdict = element('p', { class: 'check-verdict', id: 'check-verdict', role: 'status' });
  const reasons = element('div', { class: 'panel-note' });
  const body = element('tbody');
  const table = element(
    'div',
    { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'The worst gradients' },
    element(
      'table',
      { class: 'numbers names', 'aria-label': 'Gradients beside central differences, the worst first' },
      element('thead', {}, element('tr', {}, ...['Parameter', 'Gradient', 'Difference', 'Error', ''].map((text) =>
        text === '' ? element('th', { scope: 'col' }, element('span', { class: 'visually-hidden' }, 'Verdict')) : element('th', { scope: 'col' }, text)))),
      body,
    ),
  );
  /** @type {{before: object | null, trajectory: number | undefined} | null} */
  let waiting = null;
  /** @type {object | null} */
  let shown = null;

  button.addEventListener('click', () => {
    store.set({ notice: null });
    if (send({ type: 'checkGradients' })) {
      waiting = { before: store.state.gradientCheck, trajectory: store.state.run?.trajectory };
      redraw();
    }
  });
  const rows = pointingRows(store, body, (row) => ({ parameter: store.state.gradientCheck?.rows[row].name }));

  function draw() {
    const { gradientCheck: check, live, notice, run, pointed } = store.state;
    if (waiting && (check !== waiting.before || notice !== null || !live || run?.trajectory !== waiting.trajectory)) {
      waiting = null;
    }
    button.disabled = !live || waiting !== null;
    setText(button, waiting ? 'Checking …' : 'Check gradients');
    table.hidden = check === null;
    rows.light(check && pointed.parameter ? check.rows.findIndex(({ name }) => name === pointed.parameter) : -1);
    if (check === shown) {
      return;
    }
    shown = check;
    setText(verdict, check === null ? '' : summary(check));
    verdict.dataset.kind = check === null ? '' : check.disagreeing > 0 ? 'bad' : 'good';
    reasons.replaceChildren(...(check === null ? [] : explanation(check).map((text) => element('p', {}, text))));
    setRows(body, check === null ? [] : check.rows.map(cells));
  }

  return {
    element: element('section', { class: 'gradient-check', 'aria-label': 'Gradient check' }, button, verdict, reasons, table),
    draw,
  };
}

/** @param {import('../../state/protocol.js').CheckedGradient} row */
function cells(row) {
  return [
    { text: row.name, header: true },
    formatSigned(decodeNumber(row.gradient)),
    formatSigned(decodeNumber(row.difference)),
    formatError(row),
    SIGNS[row.verdict],
  ];
}

/** @param {import('../../state/protocol.js').CheckedGradient} row */
function formatError(row) {
  const error = decodeNumber(row.error);
  return error === 0 ? '0' : error.toExponential(1);
}

/**
 * What came out, in a sentence or two.
 * @param {import('../../state/protocol.js').GradientCheck} check
 */
export function summary(check) {
  const worst = check.rows[0];
  const count =
    check.checked === check.parameters
      ? check.checked === 1 ? 'The one gradient' : `All ${formatCount(check.checked)} gradients`
      : `${formatCount(check.checked)} gradients, drawn from ${formatCount(check.parameters)},`;
  const verdict =
    check.disagreeing > 0
      ? `${formatCount(check.disagreeing)} of ${formatCount(check.checked)} gradients disagree with the central difference: one of the two is wrong.`
      : check.kinks > 0
        ? `${formatCount(check.checked - check.kinks)} of ${formatCount(check.checked)} gradients agree with the central difference; ${formatCount(check.kinks)} ${check.kinks === 1 ? 'lies' : 'lie'} on a kink.`
        : `${count} agree${check.checked === 1 ? 's' : ''} with the central difference.`;
  return `${verdict} The worst is ${worst.name}, with a relative error of ${formatError(worst)}${quality(worst)}.`;
}

/** @param {import('../../state/protocol.js').CheckedGradient} row */
function quality(row) {
  const error = decodeNumber(row.error);
  switch (row.verdict) {
    case 'disagrees':
      return ': bad';
    case 'kink':
      return ': no mistake, see below';
    case 'agrees':
      return error < 1e-7 ? ': as good as rounding allows' : ': good';
  }
}

/**
 * Why h is what it is, and what else there is to know.
 * @param {import('../../state/protocol.js').GradientCheck} check
 */
export function explanation(check) {
  const worst = check.rows[0];
  const kink = check.rows.find((row) => row.verdict === 'kink');
  const h = decodeNumber(worst.h);
  const first = Math.cbrt(Number.EPSILON) * Math.max(1, Math.abs(decodeNumber(worst.value)));
  const lines = [
    `After ${formatCounted(check.step, 'step')}. ${worst.name} was moved by h = ${h.toExponential(2)} to either side: ` +
      (h < 0.9 * first
        ? 'a sixteenth of ∛ε · max(1, |p|), since at the full step the two sides did not agree yet.'
        : '∛ε · max(1, |p|). A larger step would feel how the loss bends, a smaller one how it is rounded.'),
    `The error is |gradient − difference| / max(|gradient|, |difference|); up to ${check.tolerance.toExponential(0)} is good. Where both are so small that only rounding is left, it counts as agreeing.`,
  ];
  if (kink) {
    lines.push(
      `At ${kink.name} the loss has a kink: its slope is ${formatShort(decodeNumber(kink.left))} on the left and ${formatShort(decodeNumber(kink.right))} on the right. A ReLU’s sum is exactly 0 there, or, with L1, the parameter itself. ` +
        'The central difference takes the mean of the two, backpropagation one of them or what lies between: neither is wrong.',
    );
  }
  if (check.samplesUsed < check.samples) {
    lines.push(`Loss and gradients are those of the first ${formatCount(check.samplesUsed)} of ${formatCounted(check.samples, 'sample')}, so that it takes no longer than a moment.`);
  }
  return lines;
}
