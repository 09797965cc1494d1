import assert from 'node:assert/strict';
import { test } from 'node:test';
import { whenMeasured } from '../../../webroot/parts/figures.js';
import { kindOf, problemOf, sentence } from '../../../webroot/parts/hint.js';
import { Series } from '../../../webroot/state/series.js';
import { singleSteps, status, welcome } from './messages.js';

function stateOf(fields = {}, more = {}) {
  const series = new Series();
  series.append(singleSteps(0, 9));
  return {
    live: true,
    offlineSince: null,
    refusal: null,
    gone: null,
    run: welcome(1, { spec: { training: { steps: 100 } } }),
    status: status(fields),
    series,
    findings: [],
    journal: [],
    watched: [],
    pointed: { step: null },
    pinned: null,
    ...more,
  };
}

const problem = { severity: 'problem', ended: null };

test('a newcomer is told what Start does, and how often', () => {
  assert.match(sentence(stateOf({ status: 'ready' })), /^2 parameters have their first values\. Press Start: each step moves them a little, to lower the loss, 100 times\.$/);
});

test('a run is said to end at its goal, if it has one', () => {
  assert.match(sentence(stateOf({ status: 'running', goal: 1000 })), /until step 1,000/);
  assert.match(sentence(stateOf({ status: 'running', goal: null })), /until you pause it/);
});

test('a finished run is good, unless there is a problem that has not ended, which is then said in its place', () => {
  const finished = { status: 'finished', step: 10 };
  assert.match(sentence(stateOf(finished)), /^Finished after 10 steps with a loss of 0\.100000\. Start goes on training until you press Pause;/);
  assert.equal(kindOf(stateOf(finished)), 'finished');
  assert.equal(problemOf(stateOf(finished)), null);
  assert.equal(problemOf(stateOf(finished, { findings: [problem] })), problem);
  assert.equal(problemOf(stateOf(finished, { findings: [{ ...problem, ended: 5 }] })), null);
  assert.equal(problemOf(stateOf({ ...finished, trouble: 'The disk is full.' }, { findings: [problem] })), null);
});

test('after a parameter was set by hand, the figures are said to be from before, until the next step', () => {
  const set = (step) => ({ journal: [{ step, command: 'setParameter', name: 'w0', value: 3, by: 'viewer 1' }] });
  for (const now of ['paused', 'finished']) {
    const said = sentence(stateOf({ status: now, step: 10 }, set(10)));
    assert.match(said, /^w0 was changed after step 9: the figures are still those from before\./);
    assert.doesNotMatch(sentence(stateOf({ status: now, step: 10 }, set(9))), /changed/);
  }
});

test('who looks back is told where the run is', () => {
  assert.match(sentence(stateOf({ status: 'paused', step: 10 }, { pinned: 4, pointed: { step: 4 } })), /^This is how it was after 4 steps\./);
});

test('without a connection that is all there is to say', () => {
  const offline = stateOf({ status: 'running' }, { live: false, offlineSince: 0 });
  assert.equal(kindOf(offline), 'offline');
  assert.match(sentence(offline), /^Offline since .*the page reconnects by itself\.$/);
  assert.equal(sentence({ ...offline, run: null }), 'Looking for the server.');
  assert.equal(sentence({ ...offline, run: null, refusal: 'Not from here.' }), 'Not from here.');
});

test('a run that is not there any more is said to be gone, and not to come back', () => {
  assert.match(sentence(stateOf({}, { live: false, gone: 'deleted', offlineSince: 1 })), /^This run was deleted\./);
  assert.match(sentence(stateOf({}, { live: false, gone: 'unknown', run: null })), /^There is no run at this address/);
});

test('figures name the step that they were measured at, and a test of another one its own', () => {
  const entry = (/** @type {number} */ step, from = step) => ({ from, step });
  const last = entry(9);
  assert.equal(whenMeasured(undefined, undefined, 0), '');
  assert.equal(whenMeasured(last, last, 10), 'Measured at step 9, before its update. Views: after it.');
  assert.equal(whenMeasured(last, undefined, 9), 'Measured at step 9, as in the views.');
  assert.equal(whenMeasured(last, entry(7), 10), 'Measured at step 9 (test: step 7), before its update. Views: after it.');
  assert.equal(whenMeasured(entry(1023, 1008), entry(991, 976), 1024), 'Measured at step 1,023 (test: up to step 991), before its update. Views: after it.');
});
