import { formatCount, formatSigned } from '../../ui/format.js';
import { MAX_EDGES } from './edges.js';
import { MAX_SHOWN } from './layout.js';

/** @type {Record<string, {word: string, sentence: string}>} by a finding's kind: what is wrong with a neuron, or with all of a layer */
const TROUBLES = {
  dead: { word: 'dead', sentence: 'A dead neuron puts out 0 for every sample, so no gradient passes it.' },
  saturated: { word: 'stuck', sentence: 'A stuck neuron is at its limit for every sample, so hardly any gradient passes it.' },
};

/**
 * What is wrong with each neuron, in a word that fits into it.
 * @param {import('../../state/protocol.js').FindingFields[]} findings
 * @returns {Map<string, string>} by the name of the neuron or of its layer
 */
export function troublesOf(findings) {
  return new Map(
    findings.filter(({ kind, ended }) => ended === null && kind in TROUBLES).map(({ kind, where }) => [where, TROUBLES[kind].word]),
  );
}

/**
 * What those words mean; nothing where no neuron has one.
 * @param {Map<string, string>} troubles
 */
export function describeTroubles(troubles) {
  const all = Object.values(TROUBLES);
  const sentences = [...new Set(troubles.values())].flatMap((word) => all.filter((one) => one.word === word)).map(({ sentence }) => sentence);
  return sentences.length === 0 ? [] : [...sentences, 'The tab Health says what to do.'];
}

/**
 * What the picture leaves out.
 * @param {number[]} widths the number of inputs, then of each layer's neurons
 * @param {number} edges how many weights the picture has room for
 */
export function omissions(widths, edges) {
  const said = [];
  const weights = widths.slice(1).reduce((sum, width, before) => sum + width * widths[before], 0);
  if (Math.min(edges, MAX_EDGES) < weights) {
    said.push(`Drawn are the ${formatCount(Math.min(edges, MAX_EDGES))} strongest of ${formatCount(weights)} weights.`);
  }
  widths.forEach((width, layer) => {
    if (width > MAX_SHOWN) {
      said.push(`Of the ${formatCount(width)} ${layer === 0 ? 'inputs' : `neurons of layer ${layer}`} the first ${MAX_SHOWN} are shown.`);
    }
  });
  return said;
}

/**
 * The picture for those who don't see it.
 * @param {number[]} widths the number of inputs, then of each layer's neurons
 * @param {string} shown what the edges are
 * @param {string[]} names of all parameters
 * @param {Float64Array} values of all parameters
 */
export function describeNetwork(widths, shown, names, values) {
  const place = values.reduce((most, value, i) => (Math.abs(value) > Math.abs(values[most]) ? i : most), 0);
  return `Network of ${widths.join('–')}, coloured by its ${shown}; the largest is ${names[place]}, ${formatSigned(values[place])}`;
}
