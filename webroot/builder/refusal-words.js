import { formatCount } from '../ui/format.js';

/**
 * What the server says behind a field's path, and what the page says for it.
 * @type {[RegExp, (...parts: string[]) => string][]}
 */
const SENTENCES = [
  [/^is missing$/, () => 'Something is missing here.'],
  [/^\[\] is not allowed; a list of at least one is$/, () => 'Choose at least one.'],
  [/^.* is not allowed; the id of a table that was uploaded here is$/, () => 'This server has no such table; give it the file again.'],
  [/^is not allowed over HTTP; .*$/, () => 'A file on another computer can’t be read from here; take “a table of mine” and give it the file.'],
  [/^has none; allowed is exactly one of .*$/, () => 'Choose where the samples come from.'],
  [/^"" is not allowed; text of .* is$/, () => 'Something is missing here.'],
  [/^(.+) is not allowed; text of 1 to 100 characters in one line.* is$/, () => 'Allowed is one line of 1 to 100 letters.'],
  [/^(.*)"" is not allowed; a finite number is; missing can be drop or mean$/, (where) => `${where}a value is missing. Choose at “Missing values” what becomes of such rows.`],
  [/^(.*)(".*") is not allowed; a finite number is; text needs the column in categorical$/, (where, value) => `${where}${value} is not a number. If the column holds words, choose “category” for it.`],
  [/^"softmax" is not allowed; any other activation, with one output, is$/, () => 'Softmax needs two neurons or more in the output layer.'],
  [/^true is not allowed; false, or true with a momentum above 0 is$/, () => 'This needs a momentum above 0.'],
  [/^(\d+) is not allowed; (\d+), one for each class of the data, is$/, (given, needed) => `There must be ${needed} neurons here, one for each class of the data, not ${given}.`],
  [/^(\d+) is not allowed; 1, which tells the data's 2 classes apart, is$/, (given) => `There must be 1 neuron here, which tells the two classes of the data apart, not ${given}.`],
  [/^(\d+) is not allowed; (\d+), as many as a sample has targets, is$/, (given, needed) => `There must be as many neurons here as a sample has targets: ${needed}, not ${given}.`],
  [/^makes (\d+) parameters; at most (\d+) are allowed$/, (made, most) => `The network would have ${made} parameters; at most ${most} are allowed.`],
  [/^(\S+) of (\d+) samples is (\d+); (.+) are allowed$/, (share, all, kept, allowed) => `${share} of ${all} samples would keep ${kept} for the test; allowed are ${allowed}.`],
  [/^binary_cross_entropy has no meaning for the target (\S+) of (.+); allowed are targets from 0 to 1$/, (target, of) => `Binary cross-entropy is for targets from 0 to 1; that of ${of} is ${target}.`],
  [/^cross_entropy has no meaning for the targets (\S.*) of (.+); allowed are .*$/, (targets, of) => `Cross-entropy is for classes, or for targets that sum to 1; those of ${of} are ${targets}.`],
  [/^(.+) is (NaN|-?Infinity) at sample (\d+); a finite number is allowed$/, (feature, value, sample) => `“${feature}” ${value === 'NaN' ? 'has no value' : 'is infinite'} for sample ${sample}.`],
  [/^(.+) is (\S+) in every sample that is trained on, .*$/, (input, value) => `“${input}” is ${Number(value)} in every sample, so that it has no deviation: leave it out, or don’t standardize.`],
  [/^(".*") is not allowed: (.+)$/, (value, why) => `${value} can’t be computed. ${why.replace(/^column (\d+)/, 'Letter $1')}.`],
  [/^(.+) is not allowed; (.+?),? is$/, (value, allowed) => `${value} is not allowed; allowed is ${allowed}.`],
];

/**
 * A refusal of the server in the page's own words, without the path that stands before it.
 * @param {string} error
 */
export function inWords(error) {
  const said = error.replace(/^[a-zA-Z][\w[\].]*: /, '');
  for (const [known, words] of SENTENCES) {
    const [all, ...parts] = known.exec(said) ?? [];
    if (all !== undefined) {
      return sentence(words(...parts));
    }
  }
  return sentence(said);
}

/** @param {string} text */
function sentence(text) {
  const plain = text
    .replaceAll('a finite number', 'a number')
    .replaceAll(', without point and exponent', '')
    .replace(/(?<![\w.,])-(?=\d)/g, '−')
    .replace(/\.0E(?=\d)/g, 'e')
    .replace(/(?<![\w.,])\d{5,}(?!\w|[.,]\d)/g, (digits) => formatCount(Number(digits)));
  return plain.charAt(0).toUpperCase() + plain.slice(1) + (/[.!?…]$/.test(plain) ? '' : '.');
}
