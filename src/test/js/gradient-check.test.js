import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explanation, summary } from '../../../webroot/views/network/gradient-check.js';

const row = (fields = {}) => ({
  name: 'layer1.neuron1.w0', value: 0.5, gradient: 0.25, difference: 0.25, left: 0.25, right: 0.25, h: 6.06e-6, error: 3e-9, verdict: 'agrees', ...fields,
});
const check = (fields = {}) => ({
  type: 'gradientCheck', id: 1, trajectory: 1, step: 30, parameters: 41, checked: 41, samples: 4, samplesUsed: 4, kinks: 0, disagreeing: 0, tolerance: 1e-5, rows: [row()], ...fields,
});

test('good gradients are called good, with the worst one', () => {
  assert.equal(summary(check()), 'All 41 gradients agree with the central difference. The worst is layer1.neuron1.w0, with a relative error of 3.0e-9: as good as rounding allows.');
  assert.match(summary(check({ rows: [row({ error: 3e-6 })] })), /: good\.$/);
});

test('a wrong gradient is called wrong', () => {
  const wrong = check({ disagreeing: 2, rows: [row({ verdict: 'disagrees', error: 0.5 })] });
  assert.match(summary(wrong), /^2 of 41 gradients disagree.*: bad\.$/);
});

test('a kink is explained with both slopes', () => {
  const kink = check({ kinks: 1, rows: [row({ verdict: 'kink', error: 0.5, left: 0, right: -0.5 })] });
  assert.match(summary(kink), /^40 of 41 gradients agree.*1 lies on a kink.*no mistake/);
  assert.match(explanation(kink).join(' '), /slope is 0 on the left and −0\.5 on the right/);
});

test('the step and its reason are told', () => {
  assert.match(explanation(check())[0], /^After 30 steps\. layer1\.neuron1\.w0 was moved by h = 6\.06e-6 to either side: ∛ε · max\(1, \|p\|\)/);
  assert.match(explanation(check({ rows: [row({ h: 6.06e-6 / 16 })] }))[0], /a sixteenth of ∛ε/);
});

test('a sample of the parameters or of the data is called one', () => {
  assert.match(summary(check({ parameters: 4481, checked: 500 })), /^500 gradients, drawn from 4,481, agree/);
  assert.match(explanation(check({ samples: 2000, samplesUsed: 100 })).join(' '), /first 100 of 2,000 samples/);
});
