import { element, setText } from '../ui/dom.js';
import { formatFormula } from '../ui/format.js';
import { Drawing } from './drawing.js';
import { fitOutputs, generated } from './outputs.js';
import { TableForm } from './table-form.js';

/** @type {[string, string][]} */
const SOURCES = [
  ['generator', 'made by a formula'],
  ['dataset', 'a table of mine'],
  ['inline', 'points I draw'],
];

/** @type {[value: string, text: string, group: string][]} */
const GENERATORS = [
  ['moons', 'moons: two crescents', 'Classes'],
  ['circles', 'circles: ring in ring', 'Classes'],
  ['blobs', 'blobs: several clouds', 'Classes'],
  ['xor', 'xor: four corners', 'Classes'],
  ['gaussians', 'gaussians: two clouds', 'Classes'],
  ['ring', 'ring: disc in ring', 'Classes'],
  ['spiral', 'spiral: two arms', 'Classes'],
  ['plane', 'plane: a slope', 'Numbers'],
  ['bumps', 'bumps: hills', 'Numbers'],
  ['sine', 'sine: a wave', 'Numbers'],
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
    this.factor = fields.add({ path: 'data.generator.factor', label: 'Size of the inner circle', kind: 'number', otherwise: 0.8, help: 'Its radius, where that of the outer one is 1.' });
    this.centers = fields.add({ path: 'data.generator.centers', label: 'Clouds', kind: 'whole', otherwise: 3, help: 'How many there are; each is a class.', chosen: (centers) => this.change((spec) => void (spec.data.generator.centers = centers)) });
    this.generator.append(
      fields.add({ path: 'data.generator.name', label: 'Data set', kind: 'choice', choices: GENERATORS, help: 'Points as scikit-learn and TensorFlow Playground make them.', chosen: (name) => this.generate(name) }),
      fields.add({ path: 'data.generator.samples', label: 'Samples', kind: 'whole', otherwise: 100, help: 'How many points there are.' }),
      fields.add({ path: 'data.generator.noise', label: 'Noise', kind: 'number', otherwise: 0.1, help: 'How far points are scattered: 0 for not at all, usually 0.1 to 0.3, for blobs 1.' }),
      fields.add({ path: 'data.generator.seed', label: 'Seed of the data', kind: 'whole', otherwise: 0, help: 'The same number gives the same points, another number gives others.' }),
      this.factor,
      this.centers,
    );
    this.table = new TableForm(fields, (how) => this.change(how));
    this.drawing = new Drawing(fields.draft, (how) => this.change(how));
    this.features = element('fieldset', { class: 'features' });
    this.own = element('input', { type: 'text', id: 'own-feature', autocomplete: 'off', placeholder: 'x1*x2', 'aria-describedby': 'features-refused' });
    this.featuresDrawn = '';
    this.featuresRefused = element('p', { class: 'refused', id: 'features-refused', role: 'alert', hidden: '' });
    /** What each feature is chosen or typed with. @type {Map<string, HTMLInputElement>} */
    this.featureInputs = new Map();
    fields.finders.push((path) => this.featurePlace(path), (path, error) => this.table.placeOf(path, error), (path) => this.drawing.placeOf(path));
    /** @type {string[]} */
    this.columns = [];
    const share = fields.add({
      path: 'data.split.test',
      label: 'Kept for a test',
      kind: 'number',
      optional: true,
      help: 'The share of the samples that it does not learn from, as 0.3 for three in ten. How well it does on these shows whether it only learned by heart. Empty for none.',
      chosen: (test) =>
        draft.change((spec) => {
          spec.data.split = { seed: 1, ...spec.data.split, test };
          if (test === undefined) {
            delete spec.data.split;
          }
        }),
    });
    this.splitSeed = fields.add({ path: 'data.split.seed', label: 'Seed of the test', kind: 'whole', otherwise: 0, help: 'Another number keeps other samples.' });
    root.append(
      fields.add({ path: 'data.source', label: 'Source', kind: 'choice', choices: SOURCES, help: 'Where the samples come from.', chosen: (source) => this.take(source) }),
      this.generator,
      this.table.element,
      this.drawing.element,
      this.features,
      element('div', { class: 'fields' },
        fields.add({ path: 'data.standardize', label: 'Standardize inputs', kind: 'flag', otherwise: false, help: 'Each input is shifted and scaled to mean 0 and standard deviation 1: needed where columns differ much in size.' }),
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
    this.features.hidden = data.dataset === '';
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
    /** @type {string[]} */
    const own = now.filter((/** @type {string} */ one) => !offered.includes(one) && !this.columns.includes(one));
    const focused = this.features.contains(document.activeElement) ? document.activeElement?.id : undefined;
    this.featureInputs.clear();
    this.featuresRefused.hidden = true;
    this.features.replaceChildren(
      element('legend', {}, 'Inputs that the network sees'),
      element('div', { class: 'feature-choices' }, ...offered.map((feature, i) => this.featureBox(feature, `feature-${i}`, now.includes(feature)))),
      ...own.map((feature, i) => this.ownFeature(feature, i + 1)),
      element('p', { class: 'field' }, element('label', { for: 'own-feature' }, 'Another formula'), this.own),
      this.featuresRefused,
      element('p', { class: 'help' }, 'Formulas of the inputs can take the place of hidden layers: as x1*x2, sin(3*x1), x1^2 + x2^2. Enter adds one.'),
    );
    if (focused !== undefined) {
      (document.getElementById(focused) ?? this.own).focus();
    }
  }

  /**
   * @param {string} feature
   * @param {string} id
   * @param {boolean} chosen
   */
  featureBox(feature, id, chosen) {
    const box = element('input', { type: 'checkbox', id, 'aria-describedby': 'features-refused' });
    box.checked = chosen;
    box.addEventListener('change', () => this.choose(feature, box.checked));
    this.featureInputs.set(feature, box);
    return element('label', { class: 'feature' }, box, formatFormula(feature));
  }

  /**
   * A formula of somebody's own, which can be mended where it stands.
   * @param {string} feature
   * @param {number} number
   */
  ownFeature(feature, number) {
    const input = element('input', { type: 'text', id: `own-feature-${number}`, autocomplete: 'off', 'aria-describedby': 'features-refused' });
    const remove = element('button', { type: 'button', class: 'quiet', id: `remove-feature-${number}`, 'aria-label': `Remove formula ${number}` }, '×');
    input.value = feature;
    input.addEventListener('change', () => this.replaceFeature(feature, input.value.trim()));
    remove.addEventListener('click', () => this.choose(feature, false));
    this.featureInputs.set(feature, input);
    return element('p', { class: 'field own-feature' }, element('label', { for: input.id }, `Formula ${number}`), input, remove);
  }

  /**
   * @param {string} feature
   * @param {string} other empty for none
   */
  replaceFeature(feature, other) {
    const now = /** @type {string[]} */ (this.fields.draft.get('data.features') ?? []);
    const others = now.filter((one) => one !== feature);
    if (other === '' || others.includes(other)) {
      this.choose(feature, false);
    } else {
      this.fields.draft.set('data.features', now.map((one) => (one === feature ? other : one)));
    }
  }

  /**
   * Where it stands that a feature is refused.
   * @param {string} path
   * @returns {import('./fields.js').Place | null}
   */
  featurePlace(path) {
    const [known, place] = /^data\.features(?:\.(\d+))?$/.exec(path) ?? [];
    if (known === undefined) {
      return null;
    }
    const feature = this.fields.draft.get('data.features')?.[Number(place)];
    const input = this.featureInputs.get(feature) ?? this.own;
    return {
      label: feature === undefined ? 'Inputs that the network sees' : `Input ${formatFormula(feature)}`,
      input,
      tell: (why) => {
        this.featuresRefused.hidden = why === '';
        setText(this.featuresRefused, why);
        input.setAttribute('aria-invalid', String(why !== ''));
      },
    };
  }
}

/** @param {import('./draft.js').Tree | undefined} data */
export function sourceOf(data) {
  return data?.dataset !== undefined ? 'dataset' : data?.inline !== undefined ? 'inline' : 'generator';
}
