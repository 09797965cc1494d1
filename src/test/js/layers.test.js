import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

const WEBROOT = path.resolve(import.meta.dirname, '../../../webroot');

/** What the modules of a folder may refer to besides each other; numbers are written in one way in all of them. */
const BELOW = {
  state: ['ui/format.js'],
  ui: ['state'],
  charts: ['ui', 'state'],
  'graph-drawing': ['ui', 'state'],
  parts: ['charts', 'ui', 'state'],
  views: ['graph-drawing', 'charts', 'ui', 'state'],
  runs: ['charts', 'ui', 'state'],
  builder: ['charts', 'ui', 'state'],
  shell: ['parts', 'views', 'graph-drawing', 'charts', 'ui', 'state'],
};

const modules = readdirSync(WEBROOT, { recursive: true })
  .map((file) => file.replaceAll(path.sep, '/'))
  .filter((file) => file.endsWith('.js'));

/** The modules that one imports, now or later, or takes types from. */
function referencesOf(module) {
  const text = readFileSync(path.join(WEBROOT, module), 'utf8');
  return [...text.matchAll(/(?:from |import |import\()'(\.[^']+)'/g)].map(([, to]) => path.posix.join(path.posix.dirname(module), to));
}

/** The folder that a module belongs to, `views/lab` for a view's. */
function featureOf(module) {
  const [first, second] = module.split('/');
  return first === 'views' ? `${first}/${second}` : first;
}

function isAllowed(from, to) {
  return featureOf(from) === featureOf(to) || BELOW[from.split('/')[0]].some((below) => to === below || to.startsWith(`${below}/`));
}

test('references point downwards, from the shell to the state, and no view knows another', () => {
  const wrong = modules.flatMap((from) => referencesOf(from).filter((to) => !isAllowed(from, to)).map((to) => `${from} -> ${to}`));
  assert.deepEqual(wrong, []);
});

test('the layers forbid what they are there to forbid', () => {
  assert.ok(!isAllowed('state/store.js', 'ui/dom.js'));
  assert.ok(!isAllowed('views/lab/lab.js', 'views/graph/graph.js'));
  assert.ok(!isAllowed('charts/axes.js', 'views/lab/lab.js'));
  assert.ok(isAllowed('views/lab/graph.js', 'graph-drawing/drawing.js'));
});

test('every module is reached from a page', () => {
  const pages = ['index.html', 'runs.html', 'new.html'].map((page) => readFileSync(path.join(WEBROOT, page), 'utf8')).join('');
  const reached = new Set([...pages.matchAll(/<script[^>]* src="([^"]+)"/g)].map(([, src]) => src));
  for (const module of reached) {
    referencesOf(module).forEach((to) => reached.add(to));
  }
  assert.deepEqual(modules.filter((module) => !reached.has(module)), []);
});
