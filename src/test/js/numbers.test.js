import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeNumber } from '../../../webroot/state/protocol.js';
import {
  formatAccuracy,
  formatAgo,
  formatCount,
  formatLoss,
  formatPercent,
  formatShort,
  formatSigned,
  formatSpeed,
} from '../../../webroot/ui/format.js';
import { LogScale } from '../../../webroot/ui/slider.js';

test('a number from a message is itself, or what its word says', () => {
  assert.equal(decodeNumber(-0.25), -0.25);
  assert.ok(Number.isNaN(decodeNumber('NaN')));
  assert.equal(decodeNumber('Infinity'), Infinity);
  assert.equal(decodeNumber('-Infinity'), -Infinity);
});

test('a loss has six decimals, or a power of ten where these show nothing', () => {
  assert.equal(formatLoss(5.230518), '5.230518');
  assert.equal(formatLoss(0), '0.000000');
  assert.equal(formatLoss(0.5), '0.500000');
  assert.equal(formatLoss(0.0000123456), '1.2346e-5');
  assert.equal(formatLoss(1234567), '1.2346e+6');
  assert.equal(formatLoss(NaN), 'NaN');
  assert.equal(formatLoss(Infinity), '∞');
  assert.equal(formatLoss(-Infinity), '−∞');
});

test('a parameter has its sign and four decimals', () => {
  assert.equal(formatSigned(0.9663), '+0.9663');
  assert.equal(formatSigned(-0.98164), '−0.9816');
  assert.equal(formatSigned(0), '0');
  assert.equal(formatSigned(-0.00012345), '−1.23e-4');
  assert.equal(formatSigned(NaN), 'NaN');
});

test('a short number has as few digits as it takes', () => {
  assert.equal(formatShort(0.05), '0.05');
  assert.equal(formatShort(-1), '−1');
  assert.equal(formatShort(1 / 3), '0.333333');
  assert.equal(formatShort(Infinity), '∞');
});

test('a short number with more than three zeros for nothing has a power of ten', () => {
  assert.equal(formatShort(0.00001), '0.00001');
  assert.equal(formatShort(0.0000013189), '1.3189e-6');
  assert.equal(formatShort(-0.00029, 2), '−2.9e-4');
  assert.equal(formatShort(1e20), '1e+20');
  assert.equal(formatShort(1e6), '1000000');
});

test('a share is a percentage in one or two digits', () => {
  assert.equal(formatPercent(0.123), '12%');
  assert.equal(formatPercent(0.0123), '1.2%');
  assert.equal(formatPercent(0.000006), '0.0006%');
  assert.equal(formatPercent(5e-17), '5e-15%');
});

test('how long ago something was is told in plain words', () => {
  const ago = (/** @type {number} */ seconds) => formatAgo(1e12, 1e12 + 1000 * seconds);
  assert.deepEqual([-5, 44, 50, 150, 3590, 86_000, 200_000].map(ago), ['just now', 'just now', '1 minute ago', '3 minutes ago', '1 hour ago', '1 day ago', '2 days ago']);
  assert.match(ago(30 * 86_400), /^on .*2001/);
});

test('an accuracy is a percentage, or a dash where there is none', () => {
  assert.equal(formatAccuracy(0.75), '75.0%');
  assert.equal(formatAccuracy(null), '–');
});

test('counts are grouped and speeds are rounded', () => {
  assert.equal(formatCount(1234567), '1,234,567');
  assert.equal(formatSpeed(null), '–');
  assert.equal(formatSpeed(0.5), '0.5');
  assert.equal(formatSpeed(9.87), '9.9');
  assert.equal(formatSpeed(81234.5), '81,200');
  assert.equal(formatSpeed(2_391_234), '2.39M');
});

test('each position of a logarithmic slider has a value that leads back to it', () => {
  for (const scale of [new LogScale(1e-5, 10, 600), new LogScale(0.5, 10_000, 500)]) {
    for (let position = 0; position <= scale.positions; position++) {
      assert.equal(scale.position(scale.value(position)), position);
    }
  }
});

test('the values of a logarithmic slider rise from its least to its greatest', () => {
  const scale = new LogScale(1e-5, 10, 600);
  assert.equal(scale.value(0), 1e-5);
  assert.equal(scale.value(600), 10);
  assert.equal(scale.value(400), 0.1);
  for (let position = 1; position <= 600; position++) {
    assert.ok(scale.value(position) > scale.value(position - 1));
  }
});

test('what lies beyond a logarithmic slider is at its ends', () => {
  const scale = new LogScale(1e-5, 10, 600);
  assert.equal(scale.position(0), 0);
  assert.equal(scale.position(-1), 0);
  assert.equal(scale.position(1e-9), 0);
  assert.equal(scale.position(1_000_000), 600);
});
