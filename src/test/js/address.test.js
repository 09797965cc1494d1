import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashOf, partsOf } from '../../../webroot/ui/address.js';

test('an address says what it was made of', () => {
  for (const parts of [{ lesson: 'moons', view: 'surface' }, { lesson: 'a&b=c %41 #ü', lab: 'a=2; L=a**2\n+1 & #lab=' }, { lab: '' }]) {
    assert.deepEqual(partsOf(`#${hashOf(parts)}`), parts);
  }
  assert.equal(hashOf({ lesson: 'moons', view: 'surface' }), 'lesson=moons&view=surface');
});

test('a name alone is said, too, and what was cut off says nothing', () => {
  assert.ok('network' in partsOf('#network'));
  assert.equal(partsOf('#lab=%E0%A4%A').lab, '');
  assert.equal(partsOf('').view, undefined);
});
