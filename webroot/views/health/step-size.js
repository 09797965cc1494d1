import { formatPercent, formatShort } from '../../ui/format.js';

/**
 * A step's size by the parameters' size: in per cent, or in times where it is the larger of the two.
 * @param {number} updateRatio its log10, finite
 */
export function formatShare(updateRatio) {
  const share = 10 ** updateRatio;
  return share < 1 ? formatPercent(share) : `${formatShort(share, 2)} times`;
}

/**
 * Why a step has no size by that of the parameters.
 * @param {import('../../state/levels.js').LayerHealth} layer one whose ratio is not finite
 */
export function stillness({ parameters, gradients, updateRatio }) {
  const isZero = (/** @type {import('../../state/levels.js').Histogram} */ { low, high }) => low === 0 && high === 0;
  if (updateRatio === -Infinity) {
    return isZero(gradients) ? 'nothing, since their gradients are 0' : 'nothing: the layer is frozen, the learning rate is 0, or the step is lost in rounding';
  }
  if (!Number.isFinite(gradients.low) || !Number.isFinite(gradients.high)) {
    return 'no number, since their gradients are no longer finite';
  }
  return isZero(parameters) ? 'more than their size, which is 0' : 'no number, since they would no longer be finite';
}
