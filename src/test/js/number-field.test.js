import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readNumber, refusal } from '../../../webroot/ui/number-field.js';

test('a number has a decimal point or comma, and a minus sign from the keyboard or from the page', () => {
  assert.equal(readNumber('0,05'), 0.05);
  assert.equal(readNumber(' 0.05 '), 0.05);
  assert.equal(readNumber(',5'), 0.5);
  assert.equal(readNumber('5.'), 5);
  assert.equal(readNumber('−2,5'), -2.5);
  assert.equal(readNumber('+1e−5'), 1e-5);
  assert.equal(readNumber('1E3'), 1000);
});

test('what is not one number is none', () => {
  for (const text of ['', ' ', '1/2', '1,000.5', '1.000,5', '1 000', '0x10', '1e', 'e5', '.', ',', '-', '1e999', 'Infinity', 'NaN', '5%', '--1', '0.1.2']) {
    assert.equal(readNumber(text), null, text);
  }
});

test('a refusal names what was typed and what is allowed', () => {
  const rate = { least: 0, greatest: 10 };
  assert.equal(refusal('10', rate), '');
  assert.equal(refusal('-1', rate), '-1 is not allowed; 0 to 10 is.');
  assert.equal(refusal('10,5', rate), '10,5 is not allowed; 0 to 10 is.');
  assert.equal(refusal('1,5', { ...rate, whole: true }), '1,5 is not allowed; a whole number is.');
  assert.equal(refusal('-1e300', {}), '');
  assert.equal(refusal(' ', {}), 'A number is missing.');
  assert.equal(refusal(`${'x'.repeat(40)}`, {}), `“${'x'.repeat(20)}…” is not a number.`);
});
