import { placeOf } from '../../state/level-history.js';
import { findingsThen, momentOf } from '../../state/moment.js';
import { branchFrom } from '../../ui/branch.js';
import { element, power, setText } from '../../ui/dom.js';
import { formatCount, formatShort } from '../../ui/format.js';
import { formatShare, stillness } from './step-size.js';

/** The most notes that are shown, the latest ones. */
const MAX_NOTES = 12;

/**
 * What the diagnosis says, in words: problems first, what has ended last, each with its evidence and
 * with what one could do.
 * @param {import('../../ui/view.js').Page} page
 */
export function findingList({ store, send }) {
  const list = element('ul', { class: 'findings', 'aria-label': 'Findings' });
  const earlierList = element('ul', { class: 'findings', 'aria-label': 'Findings that have ended' });
  const count = element('summary');
  const earlier = element('details', { class: 'earlier' }, count, earlierList);
  const nothing = element('p', { class: 'panel-note' });
  let shown = '';

  function draw() {
    const { run, series, health } = store.state;
    const moment = momentOf(store.state);
    const findings = findingsThen(store.state);
    const begun = series.offset > 0;
    const key = JSON.stringify([run?.trajectory, begun, moment === null, findings]);
    if (key !== shown) {
      shown = key;
      const sorted = [...findings].sort((a, b) => rank(a) - rank(b) || b.step - a.step);
      const opened = new Set(lists().flatMap((it) => [...it.querySelectorAll('details[open]')].map((details) => details.getAttribute('data-number'))));
      const cards = (/** @type {import('../../state/protocol.js').FindingFields[]} */ some) => some.map((it) => card(it, opened.has(String(it.number))));
      const now = sorted.filter((it) => it.ended === null);
      const over = sorted.filter((it) => it.ended !== null).slice(0, MAX_NOTES);
      list.replaceChildren(...cards(now.slice(0, now.filter((it) => rank(it) === 0).length + MAX_NOTES)));
      earlierList.replaceChildren(...cards(over));
      setText(count, over.length === 1 ? '1 finding that has ended' : `${formatCount(over.length)} findings that have ended`);
      earlier.hidden = over.length === 0;
      nothing.textContent =
        findings.some((it) => it.ended === null)
          ? ''
          : begun
            ? 'No problem found so far. The network is checked regularly during training; problems will be listed here.'
            : 'Nothing yet. The network is checked after the first step, and regularly after that.';
      nothing.hidden = nothing.textContent === '';
    }
    for (const facts of lists().flatMap((it) => [...it.querySelectorAll('dl[data-layer]')])) {
      evidence(facts, health.items[placeOf(health.steps, moment)]);
    }
  }

  function lists() {
    return [list, earlierList];
  }

  /**
   * @param {import('../../state/protocol.js').FindingFields} finding
   * @param {boolean} open
   */
  function card(finding, open) {
    const { number, kind, severity, where, step, text, cause, ended } = finding;
    const over = ended !== null;
    const details = element(
      'details',
      { 'data-number': String(number) },
      element('summary', {}, severity === 'problem' || over || finding.remedies.length === 0 ? 'Evidence' : 'Evidence, and what you can try'),
      element('dl', { class: 'facts', 'data-layer': String(Number(/\d+/.exec(where)?.[0] ?? 1) - 1) }),
    );
    details.open = open;
    details.addEventListener('toggle', draw);
    const item = element(
      'li',
      { class: `finding ${over ? 'over' : severity}`, 'data-kind': kind, 'data-where': where, 'data-step': String(step) },
      element(
        'p',
        { class: 'finding-head' },
        element('strong', {}, `${severity === 'problem' && !over ? 'Problem' : 'Note'}: ${cause === null ? '' : `${cause}, then `}${kind}`),
        `${kind === 'overfitting' ? '' : ` ${where}`}, ${over ? `from step ${formatCount(step)} to ${formatCount(ended)}` : `since step ${formatCount(step)}`}`,
      ),
      element('p', {}, text),
      // Of a layer's numbers none shows overfitting: the text has the two losses.
      kind === 'overfitting' ? '' : details,
    );
    // What one could do is meant for now.
    if (!over && finding.remedies.length > 0 && momentOf(store.state) === null) {
      // A problem's remedies are in sight, a note's are inside its details.
      (severity === 'problem' ? item : details).append(actions(finding));
    }
    const place = where.split('.');
    const pointed = place.length > 2 ? { parameter: where } : { neuron: where };
    item.addEventListener('pointerenter', () => store.point(pointed));
    item.addEventListener('pointerleave', () => store.point());
    return item;
  }

  /** @param {import('../../state/protocol.js').FindingFields} finding */
  function actions(finding) {
    const buttons = finding.remedies.map(({ label, reason, command }) => {
      const button = element('button', { type: 'button' }, label);
      button.addEventListener('click', () => send(command));
      return element('p', {}, button, ...(command.type === 'rewind' ? [branchButton(command.step)] : []), reason);
    });
    return element('div', { class: 'remedies', role: 'group', 'aria-label': 'What you can try' }, ...buttons);
  }

  /** @param {number} step */
  function branchButton(step) {
    const button = element('button', { type: 'button', title: 'Makes another run that goes on from there; this one stays as it is' }, `Branch from step ${formatCount(step)}`);
    button.addEventListener('click', () => branchFrom(store, step));
    return button;
  }

  return { nodes: [nothing, list, earlier], draw };
}

/** @param {import('../../state/protocol.js').FindingFields} finding */
function rank({ severity, ended }) {
  return ended !== null ? 2 : severity === 'problem' ? 0 : 1;
}

/**
 * The numbers of the layer that a finding is about.
 * @param {Element} facts
 * @param {import('../../state/levels.js').HealthSnapshot | undefined} now
 */
function evidence(facts, now) {
  const place = Number(facts.getAttribute('data-layer'));
  const layer = now?.layers[place];
  if (!now || !layer || facts.closest('details')?.open === false) {
    return;
  }
  const range = (/** @type {import('../../state/levels.js').Histogram} */ { low, high }) =>
    low === high ? `all ${formatShort(low)}` : `${formatShort(low)} to ${formatShort(high)}`;
  facts.replaceChildren(
    ...[
      ['Loss', formatShort(now.loss)],
      [`Outputs of layer ${place + 1}`, range(layer.activations)],
      [`Gradients of layer ${place + 1}`, range(layer.gradients)],
      [
        'A step changes its parameters by',
        ...(Number.isFinite(layer.updateRatio) ? [`${formatShare(layer.updateRatio)}, `, power(layer.updateRatio, 1)] : [stillness(layer)]),
      ],
      ['Norm of all gradients', formatShort(now.gradientNorm)],
      ['After step', formatCount(now.step)],
    ].flatMap(([term, ...text]) => [element('dt', {}, term), element('dd', {}, ...text)]),
  );
}
