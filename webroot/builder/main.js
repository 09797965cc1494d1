import { changesIn } from '../state/commands.js';
import { pageOf } from '../state/requested-run.js';
import { ask, Refusal } from '../state/runs-api.js';
import { beginAnew, create, lessons, preview as fetchPreview } from '../state/specs-api.js';
import { byId, element, setText } from '../ui/dom.js';
import { look } from '../ui/look.js';
import { startWhenOpened } from '../ui/start-when-opened.js';
import { copies } from './copies.js';
import { DataForm } from './data-form.js';
import { Draft, firstDraft } from './draft.js';
import { Fields } from './fields.js';
import { hashOf, MAX_LINK, specOf } from './link.js';
import { gridForm } from './grid-form.js';
import { NetworkForm } from './network-form.js';
import { Notes } from './notes.js';
import { picture } from './picture.js';
import { aboutForm, lossForm, optimizerForm, trainingForm } from './plain-forms.js';
import { Plot } from './plot.js';
import { withPoints } from './points.js';

/** How long nothing is typed before the server is asked, in milliseconds. */
const PAUSE_MILLIS = 200;

const draft = new Draft(specOf(location.hash) ?? firstDraft());
const fields = new Fields(draft);
const notes = new Notes(draft);
const verdict = byId('verdict', HTMLElement);
const yaml = byId('yaml', HTMLTextAreaElement);
const yamlRefused = byId('yaml-refused', HTMLElement);
const createButton = byId('create', HTMLButtonElement);
const anewButton = byId('begin-anew', HTMLButtonElement);
const beginFrom = byId('begin-from', HTMLSelectElement);
const from = new URLSearchParams(location.search).get('from');

/** Whether somebody changed the run that one comes from while it was trained. */
let changed = false;
/** What the server found right last. @type {import('../state/specs-api.js').Preview | null} */
let present = null;
/** Whether that is of the spec as it stands. */
let upToDate = false;
let asked = 0;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let waiting;

/** @type {import('./notes.js').Notes['say']} */
const note = (sentence, path) => notes.say(sentence, path);

aboutForm(byId('about', HTMLElement), fields);
const data = new DataForm(byId('data', HTMLElement), fields, note);
const network = new NetworkForm(byId('network', HTMLElement), fields, note);
lossForm(byId('loss', HTMLElement), fields, note);
const drawRule = optimizerForm(byId('optimizer', HTMLElement), fields, note);
const drawBatch = trainingForm(byId('training', HTMLElement), fields);
gridForm(byId('several', HTMLElement), draft);
const plot = new Plot();
const drawn = picture(draft);
copies(
  () => (upToDate ? present : null),
  () => (changed ? 'It trains from this spec alone. What was changed while the run you come from was trained is in the script that its view “Run” copies.' : ''),
);

function draw() {
  data.draw();
  network.draw();
  drawRule();
  drawBatch();
  drawn.draw();
  fields.draw();
}

/** What was asked is of a spec that no longer stands: an answer to it, which may be on its way, would be believed of this one. */
function outdate() {
  asked++;
  upToDate = false;
  createButton.disabled = anewButton.disabled = true;
  clearTimeout(waiting);
}

/**
 * Asks the server what it makes of the spec: as it is when nothing has been typed for a moment, and at once where something
 * was chosen.
 */
function check() {
  outdate();
  if (draft.get('data.dataset') === '') {
    refuse(new Refusal(400, 'data.dataset: is missing'), false);
    return;
  }
  const typing = document.activeElement?.matches('textarea, input:not([type=checkbox], [type=file])');
  waiting = setTimeout(() => void ask_(draft.tree), typing ? PAUSE_MILLIS : 0);
}

/** @param {import('./draft.js').Tree | string} spec a tree, or the YAML that somebody typed */
async function ask_(spec) {
  const number = ++asked;
  const typed = typeof spec === 'string';
  try {
    const found = await fetchPreview(spec);
    if (number === asked) {
      accept(found, typed);
    }
  } catch (error) {
    if (number === asked) {
      refuse(error, typed);
    }
  }
}

/**
 * @param {import('../state/specs-api.js').Preview} found
 * @param {boolean} typed
 */
function accept(found, typed) {
  present = found;
  upToDate = true;
  if (typed) {
    draft.tree = found.spec;
    notes.settle();
    draw();
  } else if (document.activeElement !== yaml) {
    yaml.value = found.yaml;
  }
  tellYaml('');
  fields.refuse('');
  data.show(found);
  plot.show(found);
  drawn.show(found);
  setText(verdict, notes.text() || 'Ready to train.');
  verdict.classList.remove('refused');
  createButton.disabled = anewButton.disabled = false;
  const hash = hashOf(found.spec);
  history.replaceState(null, '', hash.length <= MAX_LINK ? hash : location.pathname + location.search);
}

/**
 * @param {unknown} error
 * @param {boolean} typed
 */
function refuse(error, typed) {
  const sentence = error instanceof Refusal ? error.message : 'The server does not answer.';
  tellYaml(typed ? sentence : '');
  const place = typed ? null : fields.refuse(sentence);
  verdict.replaceChildren(place ? `${place.label}: ${place.words}` : sentence);
  if (place) {
    const go = element('button', { type: 'button', class: 'small' }, 'Go there');
    go.addEventListener('click', () => place.input.focus());
    verdict.append(' ', go);
  }
  verdict.classList.add('refused');
  plot.outdate();
}

/** @param {string} why */
function tellYaml(why) {
  yamlRefused.hidden = why === '';
  setText(yamlRefused, why);
}

/** @param {(spec: import('./draft.js').Tree) => Promise<string>} make gives the id of the run */
async function start(make) {
  createButton.disabled = anewButton.disabled = true;
  try {
    const id = await make(draft.tree);
    startWhenOpened(id);
    location.assign(pageOf(id));
  } catch (error) {
    refuse(error, false);
    createButton.disabled = anewButton.disabled = false;
  }
}

/** Fills the choice of what to begin from: the run one comes from, the lessons, and an example of our own. */
async function offerBeginnings() {
  /** @type {Map<string, () => Promise<import('./draft.js').Tree> | import('./draft.js').Tree>} */
  const beginnings = new Map([['', () => draft.tree], ['example', firstDraft]]);
  const options = [element('option', { value: '' }, 'as below'), element('option', { value: 'example' }, 'an example')];
  if (from !== null) {
    beginnings.set('run', () => specOfRun(from));
    options.push(element('option', { value: 'run' }, 'the run you come from'));
    anewButton.hidden = false;
  }
  beginFrom.replaceChildren(...options);
  beginFrom.addEventListener('change', async () => {
    try {
      const spec = await beginnings.get(beginFrom.value)?.();
      if (spec) {
        draft.replace(structuredClone(spec));
      }
    } catch (error) {
      refuse(error, false);
    }
  });
  if (from !== null && specOf(location.hash) === null) {
    beginFrom.value = 'run';
    beginFrom.dispatchEvent(new Event('change'));
  }
  for (const { name, spec } of await lessons()) {
    beginnings.set(`lesson ${name}`, () => spec);
    beginFrom.append(element('option', { value: `lesson ${name}` }, `the lesson ${name}`));
  }
}

/** The spec of a run with its seed, where data of a file stand in it themselves, and points that were added. @param {string} id */
async function specOfRun(id) {
  const { spec, seed, journal } = await ask(`api/runs/${encodeURIComponent(id)}`);
  changed = changesIn(journal).length > 0;
  return withPoints(spec.data.csv === undefined ? { ...spec, seed } : await specWithTable(id), journal, note);
}

/** @param {string} id */
async function specWithTable(id) {
  const response = await fetch(`api/runs/${encodeURIComponent(id)}/spec.yaml`);
  return (await fetchPreview(await response.text())).spec;
}

draft.onChange(() => {
  notes.settle();
  draw();
  check();
});
yaml.addEventListener('input', () => {
  note('');
  outdate();
  waiting = setTimeout(() => void ask_(yaml.value), PAUSE_MILLIS);
});
byId('form', HTMLFormElement).addEventListener('submit', (event) => {
  event.preventDefault();
  if (upToDate) {
    void start(create);
  }
});
anewButton.addEventListener('click', () =>
  start(async (spec) => {
    await beginAnew(String(from), spec);
    return String(from);
  }),
);
addEventListener('hashchange', () => {
  const spec = specOf(location.hash);
  if (spec !== null) {
    draft.replace(spec);
  }
});
look(() => {
  plot.restyle();
  data.draw();
});
draw();
check();
offerBeginnings().catch(() => {
  // Without the lessons there is still all the rest to begin from.
});
