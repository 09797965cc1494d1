import { element, setText } from '../ui/dom.js';
import { SMOOTHING } from './smoothing.js';

/**
 * The buttons below a chart: what part of it is shown, how smooth, and to keep it.
 * @param {object} actions
 * @param {ReturnType<typeof import('./zoom.js').zoom>} actions.zoom
 * @param {(wanted: keyof typeof SMOOTHING) => void} actions.smooth
 * @param {() => void} actions.png
 * @param {() => void} actions.csv
 */
export function chartTools({ zoom, smooth, png, csv }) {
  const press = (/** @type {Record<string, string>} */ attributes, /** @type {string} */ text, /** @type {() => void} */ act) => {
    const button = element('button', { type: 'button', ...attributes }, text);
    button.addEventListener('click', act);
    return button;
  };
  const HOW = 'Or drag a box on the chart; Ctrl and the wheel, two fingers, or + − and the arrow keys do the same. Shift and dragging moves.';
  const out = press({ 'aria-label': 'Zoom out', title: HOW }, '−', zoom.out);
  const into = press({ 'aria-label': 'Zoom in', title: HOW }, '+', zoom.in);
  const all = press({ class: 'small', title: 'Double-clicking the chart does the same' }, 'Whole curve', zoom.all);
  const shown = element('span', { class: 'visually-hidden', role: 'status' });
  const choices = /** @type {(keyof typeof SMOOTHING)[]} */ (Object.keys(SMOOTHING)).map((name) =>
    press({ 'aria-pressed': String(name === 'off') }, name, () => {
      choices.forEach((choice) => choice.setAttribute('aria-pressed', String(choice.textContent === name)));
      smooth(name);
    }),
  );
  return {
    element: element(
      'div',
      { class: 'chart-tools' },
      element('span', { class: 'chart-tool' }, element('span', { class: 'segments', role: 'group', 'aria-label': 'Zoom' }, out, into), all), shown,
      element('span', { class: 'chart-tool' }, 'Smoothing', element('span', { class: 'segments', role: 'group', 'aria-label': 'Smoothing' }, ...choices)),
    ),
    save: element(
      'span',
      { class: 'chart-tool' },
      press({ class: 'small', 'aria-label': 'Save as PNG', title: 'Save the chart as it is shown, as a picture' }, 'PNG', png),
      press({ class: 'small', 'aria-label': 'Save as CSV', title: 'Save the numbers that are shown, as a table' }, 'CSV', csv),
    ),
    /**
     * Says what part is shown.
     * @param {string} part empty where all is
     */
    draw(part) {
      all.disabled = out.disabled = !zoom.isZoomed();
      setText(shown, part);
    },
  };
}
