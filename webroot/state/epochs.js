/**
 * How many steps an epoch has: the last batch of an epoch has what is left of the samples that are trained on.
 * @param {any} spec as the server tells it
 * @param {import('./protocol.js').JournalEntry[]} [journal] what was changed on the way
 * @param {number} [trained] how many samples are trained on, where it is known
 * @returns {number | null} null where it isn't known how many samples there are, and where the batches were made larger or smaller
 */
export function stepsPerEpoch({ data, training }, journal = [], trained) {
  if (journal.some(({ name }) => name === 'training.batch.size')) {
    return null;
  }
  const samples = trained ?? trainedOf(data);
  const batch = training?.batch?.size ?? samples;
  return samples === null ? null : Math.ceil(samples / batch);
}

/** @param {any} data of a spec */
function trainedOf(data) {
  const samples = data?.inline?.inputs?.length ?? data?.generator?.samples ?? null;
  return samples === null ? null : samples - (data.split ? roundHalfToEven(samples * data.split.test) : 0);
}

/** As the server rounds. @param {number} value */
function roundHalfToEven(value) {
  const down = Math.floor(value);
  return value - down === 0.5 ? down + (down % 2) : Math.round(value);
}
