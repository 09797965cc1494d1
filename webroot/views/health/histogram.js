import { element } from '../../ui/dom.js';
import { formatShort } from '../../ui/format.js';
import { svg } from '../../ui/svg.js';

/**
 * A small histogram with its least and greatest value below.
 * @param {string} title for who can't see it
 */
export function histogram(title) {
  const path = svg('path');
  const zero = svg('line', { class: 'zero' });
  const picture = svg('svg', { viewBox: '0 0 96 32', preserveAspectRatio: 'none', role: 'img' }, path, zero);
  const low = element('span');
  const high = element('span');
  const box = element('div', { class: 'histogram' }, element('div', { class: 'histogram-ends' }, low, high));
  box.prepend(picture);

  /** @param {import('../../state/levels.js').Histogram} data */
  function draw({ low: least, high: greatest, counts }) {
    const most = Math.max(1, ...counts);
    const width = 96 / counts.length;
    path.setAttribute(
      'd',
      counts
        .map((count, i) => (count === 0 ? '' : `M${i * width} 32v${-Math.max(1, (32 * count) / most)}h${width * 0.9}V32z`))
        .join(''),
    );
    // Where 0 is, if it is inside.
    const at = least < 0 && greatest > 0 ? String((96 * -least) / (greatest - least)) : '-1';
    for (const [name, value] of Object.entries({ x1: at, x2: at, y1: '0', y2: '32' })) {
      zero.setAttribute(name, value);
    }
    low.textContent = formatShort(least, 2);
    high.textContent = formatShort(greatest, 2);
    picture.setAttribute('aria-label', `${title}: from ${formatShort(least)} to ${formatShort(greatest)}`);
  }

  return { box, draw };
}
