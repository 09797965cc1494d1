import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ofRun, pageOf, requestedRun } from '../../../webroot/state/requested-run.js';

test('an address without a run means the one that all see, and asks as ever', () => {
  assert.equal(requestedRun(''), null);
  assert.equal(ofRun('api/past?topic=graph:3', '?x=1'), 'api/past?topic=graph:3');
});

test('all that is asked about a run carries its id', () => {
  assert.equal(ofRun('ws', '?run=k3f9xw2m-1'), 'ws?run=k3f9xw2m-1');
  assert.equal(ofRun('api/past?topic=health', '?run=k3f9'), 'api/past?topic=health&run=k3f9');
});

test('an id that is none goes to the server as it is, which refuses it', () => {
  assert.equal(ofRun('ws', '?run=%26x%3D1'), 'ws?run=%26x%3D1');
  assert.equal(ofRun('ws', '?run='), 'ws?run=');
});

test('a run has an address of its own', () => {
  assert.equal(requestedRun(new URL(pageOf('k3f9'), 'http://host/path/runs.html').search), 'k3f9');
});
