import { element } from '../ui/dom.js';
import { Drawing } from './drawing.js';
import { fitOutputs, generated } from './outputs.js';
import { TableForm } from './table-form.js';

/** @type {[string, string][]} */
const SOURCES = [
  ['generator', 'made by a formula'],
  ['dataset', 'a table of mine'],
  ['inline', 'points I draw'],
];

/** @type {[string, string][]} */
const GENERATORS = [
  ['moons', 'moons: two half circles'],
  ['circles', 'circles: one in another'],
  ['blobs', 'blobs: several clouds'],
  ['xor', 'xor: four corners'],
  ['gaussians', 'gaussians: two clouds'],
  ['ring', 'ring: a disc in a ring'],
  ['spiral', 'spiral: two arms'],
  ['plane', 'plane: numbers on a slope'],
  ['bumps', 'bumps: numbers on hills'],
  ['sine', 'sine: numbers on a wave'],
];

/** Formulas over two inputs that are offered, as TensorFlow Playground has them. */
const FORMULAS = [(/** @type {string} */ a) => `${a}**2`, (/** @type {string} */ a) => `sin(${a})`];

/** What a run learns from: where the samples come from, and what of them the network sees. */
export class DataForm {
  /**
   * @param {HTMLElement} root
   * @param {import('./fields.js').Fields} fields
   * @param {import('./notes.js').Notes['say']} note
   */
  constructor(root, fields, note) {
    const { draft } = fields;
    this.fields = fields;
    this.note = note;
    /** The data of each source that was left for another one. @type {Map<string, import('./draft.js').Tree>} */
    this.left = new Map();
    this.generator = element('div', { class: 'fields' });
    this.factor = fields.add({ path: 'data.generator.factor', label: 'Factor', kind: 'number', otherwise: 0.8, help: 'The inner circle’s radius as a part of the outer one’s.' });
    this.centers = fields.add({ path: 'data.generator.centers', label: 'Clouds', kind: 'whole', otherwise: 3, help: 'How many there are, each a class.', chosen: (centers) => this.change((spec) => void (spec.data.generator.centers = centers)) });
    this.generator.append(
      fields.add({ path: 'data.generator.name', label: 'Data set', kind: 'choice', choices: GENERATORS, help: 'Points in the plane, as scikit-learn and TensorFlow Playground make them.', chosen: (name) => this.generate(name) }),
      fields.add({ path: 'data.generator.samples', label: 'Samples', kind: 'whole', otherwise: 100, help: 'How many points there are.' }),
      fields.add({ path: 'data.generator.noise', label: 'Noise', kind: 'number', otherwise: 0.1, help: 'How far points stray: 0 for none, 0.1 to 0.3 for some.' }),
      fields.add({ path: 'data.generator.seed', label: 'Data seed', kind: 'whole', otherwise: 0, help: 'Other points for another number.' }),
      this.factor,
      this.centers,
    );
    this.table = new TableForm(fields, (how) => this.change(how));
    this.drawing = new Drawing(fields.draft, (how) => this.change(how));
    this.features = element('fieldset', { class: 'features' });
    this.own = element('input', { type: 'text', id: 'own-feature', autocomplete: 'off', placeholder: 'x1*x2' });
    this.featuresDrawn = '';
    /** @type {string[]} */
    this.columns = [];
    const share = fields.add({
      path: 'data.split.test',
      label: 'Kept for a test',
      kind: 'number',
      optional: true,
      help: 'The part of the samples that it does not learn from, 0.3 for three in ten: how it does on these tells whether it learned by heart. Empty for none.',
      chosen: (test) =>
        draft.change((spec) => {
          spec.data.split = { seed: 1, ...spec.data.split, test };
          if (test === undefined) {
            delete spec.data.split;
          }
        }),
    });
    this.splitSeed = fields.add({ path: 'data.split.seed', label: 'Split seed', kind: 'whole', otherwise: 0, help: 'Other samples are kept for another number.' });
    root.append(
      fields.add({ path: 'data.source', label: 'Source', kind: 'choice', choices: SOURCES, help: 'Where the samples come from.', chosen: (source) => this.take(source) }),
      this.generator,
      this.table.element,
      this.drawing.element,
      this.features,
      element('div', { class: 'fields' },
        fields.add({ path: 'data.standardize', label: 'Standardize inputs', kind: 'flag', otherwise: false, help: 'Each input gets mean 0 and deviation 1: needed where columns differ much in size.' }),
        share,
        this.splitSeed,
      ),
    );
    const source = /** @type {HTMLSelectElement} */ (root.querySelector('select'));
    const own = fields.all.find(({ input }) => input === source);
    if (own) {
      own.draw = () => (source.value = sourceOf(draft.get('data')));
    }
    this.own.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') {
        event.preventDefault();
        this.addOwn();
      }
    });
    this.own.addEventListener('blur', () => this.addOwn());
  }

  /**
   * Changes what is to be learned, and lets the end of the network follow.
   * @param {(spec: import('./draft.js').Tree) => import('./outputs.js').Wanted | void} how
   */
  change(how) {
    this.fields.draft.change((spec) => {
      const wanted = how(spec) ?? (spec.data.generator && generated(spec.data.generator));
      this.note(wanted ? fitOutputs(spec, wanted) : '');
    });
  }

  /** @param {string} name */
  generate(name) {
    this.change((spec) => {
      const { samples, noise, seed } = spec.data.generator;
      spec.data.generator = {
        name,
        samples: samples ?? 100,
        noise: name === 'blobs' ? 1 : noise === 1 ? 0.1 : noise ?? 0.1,
        seed: seed ?? 0,
        ...(name === 'circles' ? { factor: 0.5 } : {}),
        ...(name === 'blobs' ? { centers: 3 } : {}),
      };
      delete spec.data.features;
    });
  }

  /** @param {string} source */
  take(source) {
    if (source === sourceOf(this.fields.draft.get('data'))) {
      return;
    }
    this.change((spec) => {
      const { split, standardize } = spec.data;
      const before = this.left.get(source);
      this.left.set(sourceOf(spec.data), spec.data);
      if (before !== undefined) {
        spec.data = before;
        return source === 'dataset' ? this.table.wantedOf(before) : source === 'inline' ? this.drawing.wanted() : undefined;
      }
      const kept = { ...(split ? { split } : {}), ...(standardize ? { standardize } : {}) };
      if (source === 'dataset') {
        spec.data = { dataset: '', inputs: [], targets: [], ...kept };
      } else if (source === 'inline') {
        // Of the first few points none is kept back, and they may be all alike in one direction.
        spec.data = { inline: { inputs: [], targets: [] } };
      } else {
        spec.data = { generator: { name: 'circles', samples: 200, noise: 0.1, seed: 1, factor: 0.5 }, ...kept };
      }
      return undefined;
    });
  }

  /** The feature that was typed, if any. */
  addOwn() {
    const text = this.own.value.trim();
    if (text !== '') {
      this.own.value = '';
      this.choose(text, true);
    }
  }

  /**
   * @param {string} feature
   * @param {boolean} wanted
   */
  choose(feature, wanted) {
    const now = this.fields.draft.get('data.features') ?? this.columns;
    const chosen = now.filter((/** @type {string} */ one) => one !== feature);
    const all = wanted ? [...chosen, feature] : chosen;
    const plain = all.length === this.columns.length && this.columns.every((name, i) => all[i] === name);
    this.fields.draft.set('data.features', plain ? undefined : all);
  }

  draw() {
    const { draft } = this.fields;
    const data = draft.get('data') ?? {};
    const source = sourceOf(data);
    this.generator.hidden = source !== 'generator';
    this.factor.hidden = data.generator?.name !== 'circles';
    this.centers.hidden = data.generator?.name !== 'blobs';
    this.splitSeed.hidden = data.split === undefined;
    this.table.draw(source === 'dataset');
    this.drawing.draw(source === 'inline');
    this.drawFeatures();
  }

  /**
   * What the samples' columns are called, and what points there are.
   * @param {import('../state/specs-api.js').Preview} preview
   */
  show({ columns, points, classes }) {
    this.columns = columns;
    this.drawing.last = { points, classes };
    this.drawFeatures();
  }

  drawFeatures() {
    const now = this.fields.draft.get('data.features') ?? this.columns;
    const key = JSON.stringify([this.columns, now]);
    if (key === this.featuresDrawn || this.columns.length === 0) {
      return;
    }
    this.featuresDrawn = key;
    const names = this.columns.filter((name) => /^[A-Za-z_]\w*$/.test(name));
    const few = names.length === 2 ? [...names.flatMap((name) => FORMULAS.map((formula) => formula(name))), `${names[0]}*${names[1]}`] : [];
    const offered = [...(this.columns.length <= 12 ? this.columns : []), ...few];
    const all = [...offered, ...now.filter((/** @type {string} */ one) => !offered.includes(one) && !this.columns.includes(one))];
    const focused = document.activeElement === this.own;
    this.features.replaceChildren(
      element('legend', {}, 'Inputs that the network sees'),
      element('div', { class: 'feature-choices' },
        ...all.map((feature) => {
          const box = element('input', { type: 'checkbox' });
          box.checked = now.includes(feature);
          box.addEventListener('change', () => this.choose(feature, box.checked));
          return element('label', { class: 'feature' }, box, feature);
        }),
      ),
      element('p', { class: 'field' }, element('label', { for: 'own-feature' }, 'Another'), this.own),
      element('p', { class: 'help' }, 'Features in place of hidden layers: what a formula bends, the network need not. As x1*x2, sin(3*x1), x1**2 + x2**2; Enter adds it.'),
    );
    if (focused) {
      this.own.focus();
    }
  }
}

/** @param {import('./draft.js').Tree | undefined} data */
export function sourceOf(data) {
  return data?.dataset !== undefined ? 'dataset' : data?.inline !== undefined ? 'inline' : 'generator';
}
