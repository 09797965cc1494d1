/**
 * How many steps an epoch has: the last batch of an epoch has what is left of the samples.
 * @param {any} spec as the server tells it
 * @returns {number | null} null where it isn't known how many samples there are
 */
export function stepsPerEpoch({ data, training }) {
  const samples = data?.inline?.inputs?.length ?? data?.generator?.samples ?? null;
  const batch = training?.batch?.size ?? samples;
  return samples === null ? null : Math.ceil(samples / batch);
}
