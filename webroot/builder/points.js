import { pointsOf } from '../state/commands.js';
import { formatCounted } from '../ui/format.js';

/**
 * A run's spec with the points that were added while it went on, where the spec has its samples in it.
 * @param {import('./draft.js').Tree} spec
 * @param {import('../state/protocol.js').JournalEntry[]} journal the run's
 * @param {(sentence: string, path: string) => void} note what is to be said where they can't be taken along
 * @returns {import('./draft.js').Tree}
 */
export function withPoints(spec, journal, note) {
  const points = journal.flatMap(({ command, value }) => (command === 'addPoints' ? pointsOf(value) : []));
  if (points.length === 0) {
    return spec;
  }
  const { inline } = spec.data;
  if (inline === undefined) {
    const [were, them] = points.length === 1 ? ['was', 'it'] : ['were', 'them'];
    note(`The ${formatCounted(points.length, 'point')} that ${were} added by hand will not be in a new run. “Begin anew in this run” keeps ${them}, as long as you leave the data as they are.`, 'data');
    return spec;
  }
  const width = inline.inputs[0]?.length ?? inline.columns?.length ?? 1;
  const classes = inline.targets.some((/** @type {unknown} */ target) => typeof target === 'string');
  const target = (/** @type {(number | string)[]} */ point) => (point.length > width + 1 ? point.slice(width) : classes ? String(point[width]) : point[width]);
  return {
    ...spec,
    data: {
      ...spec.data,
      inline: {
        ...inline,
        inputs: [...inline.inputs, ...points.map((point) => point.slice(0, width))],
        targets: [...inline.targets, ...points.map(target)],
      },
    },
  };
}
