import { element } from '../../ui/dom.js';

/**
 * Buttons that stand in a corner of a graph's drawing.
 * @param {ReturnType<typeof import('../../graph-drawing/drawing.js').graphDrawing>} drawing
 */
export function zoomButtons(drawing) {
  const buttons = /** @type {[string, string, () => void][]} */ ([
    ['−', 'Zoom out', () => drawing.zoom(0.7)],
    ['+', 'Zoom in', () => drawing.zoom(1 / 0.7)],
    ['Fit', 'Fit: show all of it', () => drawing.fit()],
  ]).map(([text, label, press]) => {
    const button = element('button', { type: 'button', 'aria-label': label, title: label }, text);
    button.addEventListener('click', press);
    return button;
  });
  return element('div', { class: 'segments graph-zoom', role: 'group', 'aria-label': 'Zoom' }, ...buttons);
}
