import { setText } from '../../ui/dom.js';
import { formatShort } from '../../ui/format.js';
import { titleOf } from './answer.js';
import { contourPlot } from './contour.js';
import { labChart } from './curve.js';
import { reachOf } from './inquiry.js';

/**
 * The result, its slope, and the picture of both: a curve over one leaf or a contour over two.
 * @param {import('./panel.js').Parts} parts
 */
export function labPlot(parts) {
  const contour = contourPlot(parts.contour);
  /** @type {ReturnType<typeof labChart> | null} */
  let curve = null;

  /**
   * @param {import('./inquiry.js').Shown} shown
   * @param {{values: number[], output: number}[]} trail the ball's places
   */
  function draw({ answer, axes, text }, trail) {
    const output = answer.nodes[answer.output];
    const result = titleOf(text, output);
    const [x, y] = axes.map(({ id }) => answer.nodes[id]);
    const where = trail.length > 1 ? ' where the ball is' : '';
    setText(parts.result, `${result} = ${formatShort(output.data)}${where}`);
    parts.result.dataset.value = String(output.data);
    parts.slope.dataset.kind = answer.contour === null ? 'tangent' : 'arrow';
    parts.curveBox.hidden = answer.curve === null;
    parts.contourBox.hidden = answer.contour === null;
    if (answer.curve !== null) {
      const leaf = x.name || 'the number';
      setText(parts.slope, `slope ${formatShort(x.grad)}`);
      colour(x.grad);
      curve ??= labChart(parts.curve);
      const reach = reachOf(axes);
      curve.draw({ from: -reach, to: reach, outputs: answer.curve, x: x.data, y: output.data, slope: x.grad, trail });
      const told = `${result} over ${leaf}; dashed, the tangent at ${leaf} = ${formatShort(x.data)}: its slope is the gradient, ${formatShort(x.grad)}`;
      parts.curve.setAttribute('aria-label', told);
    } else if (answer.contour !== null) {
      const gradient = `(${formatShort(x.grad)}, ${formatShort(y.grad)})`;
      setText(parts.slope, `gradient ${gradient}`);
      colour(0);
      contour.draw({
        outputs: answer.contour,
        reach: reachOf(axes),
        names: [x.name || 'x', y.name || 'y'],
        at: [x.data, y.data],
        gradient: [x.grad, y.grad],
        trail,
      });
      const told = `${result} from above, with lines of equal ${result}; the arrow is the gradient ${gradient} at (${formatShort(x.data)}, ${formatShort(y.data)})`;
      parts.contour.setAttribute('aria-label', told);
    } else {
      setText(parts.slope, '');
    }
  }

  /** @param {number} slope */
  function colour(slope) {
    parts.slope.className = `lab-slope ${slope < 0 ? 'negative' : slope > 0 ? 'positive' : ''}`;
  }

  return { draw, restyle: () => curve?.restyle() };
}
