import { table, upload } from '../state/specs-api.js';
import { element, setText } from '../ui/dom.js';
import { formatCount, formatCounted, formatShort } from '../ui/format.js';
import { firstDraft } from './draft.js';
import { inWords } from './refusal-words.js';

/** The most columns that are listed; of wider tables the others are named in the spec. */
const MAX_COLUMNS = 200;

const MAX_MEBIBYTES = 8;

/** @type {[string, string][]} */
const MISSING = [
  ['drop', 'leave such rows out'],
  ['mean', 'take the mean'],
  ['error', 'refuse the table'],
];

/**
 * A table of the user's own: it is given to the server, which keeps it, and its columns become inputs and targets.
 */
export class TableForm {
  /**
   * @param {import('./fields.js').Fields} fields
   * @param {(how: (spec: import('./draft.js').Tree) => import('./outputs.js').Wanted | void) => void} change
   */
  constructor(fields, change) {
    this.fields = fields;
    this.change = change;
    /** @type {import('../state/specs-api.js').Table | null} */
    this.table = null;
    this.asked = '';
    this.drawn = '';
    const file = (this.file = element('input', { type: 'file', id: 'table-file', accept: '.csv,.tsv,.txt,text/csv' }));
    const paste = element('textarea', { id: 'table-paste', rows: '3', spellcheck: 'false', placeholder: 'x1,x2,label' });
    const take = element('button', { type: 'button', class: 'small' }, 'Take what is pasted');
    this.said = element('p', { class: 'panel-note', role: 'status' });
    this.refused = element('p', { class: 'refused', role: 'alert', hidden: '' });
    this.columnRefused = element('p', { class: 'refused', id: 'column-refused', role: 'alert', hidden: '' });
    this.columns = element('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Columns of the table' });
    this.rows = element('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'First rows of the table' });
    const missing = fields.add({ path: 'data.missing', label: 'Missing values', kind: 'choice', choices: MISSING, otherwise: 'error', help: 'What becomes of rows in which a value that is used is missing. An input can become its column’s mean; without a target a row is left out.' });
    const drop = element('div', { class: 'drop' },
      element('p', { class: 'field' }, element('label', { for: 'table-file' }, 'A CSV file'), file),
      element('p', { class: 'help' }, `Or drop it here, or paste rows below. The first row names the columns; at most ${MAX_MEBIBYTES} MiB and 100,000 rows. It stays on this server.`),
      element('p', { class: 'field' }, element('label', { for: 'table-paste' }, 'Pasted rows'), paste),
      take,
      this.refused,
    );
    this.element = element('div', { class: 'table-form' }, drop, this.said, this.columns, this.columnRefused, missing, element('details', {}, element('summary', {}, 'First rows'), this.rows));
    file.addEventListener('change', () => file.files?.[0] && this.upload(file.files[0], file.files[0].name));
    take.addEventListener('click', () => this.upload(paste.value));
    drop.addEventListener('dragover', (event) => {
      event.preventDefault();
      drop.classList.add('over');
    });
    drop.addEventListener('dragleave', () => drop.classList.remove('over'));
    drop.addEventListener('drop', (event) => {
      event.preventDefault();
      drop.classList.remove('over');
      const dropped = event.dataTransfer?.files[0];
      if (dropped) {
        this.upload(dropped, dropped.name);
      }
    });
  }

  /**
   * @param {Blob | string} csv
   * @param {string} [name] of its file
   */
  async upload(csv, name) {
    // More would be sent for minutes before the server could say so.
    const mebibytes = new Blob([csv]).size / 2 ** 20;
    if (mebibytes > MAX_MEBIBYTES) {
      this.refuse(`The table has ${mebibytes.toFixed(1)} MiB; at most ${MAX_MEBIBYTES} MiB are allowed.`);
      return;
    }
    setText(this.said, 'Reading the table.');
    try {
      const read = await upload(csv);
      this.refuse('');
      this.take(read, name);
    } catch (error) {
      setText(this.said, '');
      this.refuse(error instanceof Error ? error.message : String(error));
    }
  }

  /** @param {string} why */
  refuse(why) {
    this.refused.hidden = why === '';
    setText(this.refused, why);
  }

  /**
   * Where it stands that the table, or a column of it, is refused.
   * @param {string} path
   * @param {string} error
   * @returns {import('./fields.js').Place | null}
   */
  placeOf(path, error) {
    const [known, list, place] = /^data\.(dataset|delimiter|decimal|inputs|targets|categorical)(?:\.(\d+))?/.exec(path) ?? [];
    if (known === undefined || this.element.hidden) {
      return null;
    }
    const data = this.fields.draft.get('data');
    const told = / column (.+?): /.exec(error)?.[1];
    const name = list === 'dataset' ? told : data[list]?.[Number(place)];
    const row = (this.table?.described ?? []).findIndex((column) => column.name === name || (name === undefined && list !== 'dataset' && column.name !== ''));
    const use = document.getElementById(`column-use-${row}`);
    if (use !== null) {
      return {
        label: name === undefined ? 'Columns' : `Column ${name}`,
        input: use,
        words: inWords(error.replace(/, column .+?: /, ': ')),
        tell: (why) => {
          this.columnRefused.hidden = why === '';
          setText(this.columnRefused, why);
          document.getElementById(`column-use-${row}`)?.setAttribute('aria-invalid', String(why !== ''));
        },
      };
    }
    return {
      label: 'A table of mine',
      input: this.file,
      tell: (why) => this.refuse(why),
      // While none is there nothing is wrong yet.
      ...(data.dataset === '' ? { words: 'Choose a CSV file, or paste rows.', tell: () => {} } : {}),
    };
  }

  /**
   * A first guess: the last column is what is learned, all others are what it is learned from, but those that most rows lack.
   * A run that nobody has named is called as the file is.
   * @param {import('../state/specs-api.js').Table} read
   * @param {string} [file]
   */
  take(read, file = '') {
    this.table = read;
    this.asked = this.drawn = '';
    this.change((spec) => {
      const usable = read.described.filter((column) => column.name !== '' && !this.isRepeated(column) && column.missing <= read.rows / 2 && !isLikeAName(column, read.rows));
      const target = usable.at(-1);
      const inputs = usable.slice(0, -1).slice(0, MAX_COLUMNS);
      spec.data = {
        dataset: read.id,
        inputs: inputs.map(({ name }) => name),
        targets: target ? [target.name] : [],
        ...(read.delimiter === ',' ? {} : { delimiter: read.delimiter }),
        ...(read.decimal === '.' ? {} : { decimal: read.decimal }),
        missing: 'drop',
        standardize: true,
        split: spec.data.split ?? { test: 0.3, seed: 1 },
      };
      setCategorical(spec.data, inputs.filter(isMostlyText).map(({ name }) => name));
      const called = file.replace(/\.[^.]*$/, '');
      spec.name = spec.name === firstDraft().name && called !== '' ? called : spec.name;
      return target && this.wanted(target, []);
    });
  }

  /** Whether another column has its name, so that a spec can name neither. @param {import('../state/specs-api.js').Column} column */
  isRepeated({ name }) {
    return (this.table?.columns ?? []).filter((other) => other === name).length > 1;
  }

  /**
   * @param {import('../state/specs-api.js').Column} target
   * @param {string[]} categorical
   */
  wanted(target, categorical) {
    const isClass = target.texts > 0 || categorical.includes(target.name);
    return isClass ? { classes: Math.max(2, target.different.length) } : { numbers: 1 };
  }

  /** @param {boolean} shown */
  draw(shown) {
    this.element.hidden = !shown;
    const { draft } = this.fields;
    const data = draft.get('data') ?? {};
    if (!shown) {
      return;
    }
    if (this.table?.id !== data.dataset) {
      this.table = null;
      this.fetch(data.dataset);
    }
    const key = JSON.stringify([this.table?.id, data.inputs, data.targets, data.categorical]);
    if (key === this.drawn) {
      return;
    }
    this.drawn = key;
    this.drawColumns(data);
  }

  /** @param {string} id */
  async fetch(id) {
    if (id === this.asked || typeof id !== 'string' || id === '') {
      return;
    }
    this.asked = id;
    try {
      this.table = await table(id);
      // What was refused before has its place among the columns now.
      this.fields.draft.tell();
    } catch {
      // The preview says in its own words that there is no such table.
    }
  }

  /** @param {import('./draft.js').Tree} data */
  drawColumns(data) {
    const read = this.table;
    this.columns.hidden = this.rows.hidden = read === null;
    if (read === null) {
      setText(this.said, '');
      return;
    }
    const numbers = read.columns.every((name) => name !== '' && !Number.isNaN(Number(name)));
    const warning = numbers ? ' The first row was taken for their names; where it is a sample, put a row of names above it.' : '';
    setText(this.said, `${formatCounted(read.rows, 'row')}, ${formatCounted(read.columns.length, 'column')}.${warning} Choose what to do with each:`);
    const listed = read.described.slice(0, MAX_COLUMNS);
    const focused = document.activeElement?.id ?? '';
    this.columns.replaceChildren(
      element('table', { class: 'numbers columns' },
        element('thead', {}, element('tr', {}, ...['Column', 'Use', 'As'].map((text) => element('th', { scope: 'col' }, text)))),
        element('tbody', {}, ...listed.map((column, i) => this.row(column, i, data))),
      ),
    );
    document.getElementById(focused)?.focus();
    this.rows.replaceChildren(
      element('table', { class: 'numbers' },
        element('thead', {}, element('tr', {}, ...read.columns.slice(0, MAX_COLUMNS).map((name) => element('th', { scope: 'col' }, name)))),
        element('tbody', {}, ...read.first.map((row) => element('tr', {}, ...row.slice(0, MAX_COLUMNS).map((cell) => element('td', {}, cell))))),
      ),
    );
  }

  /**
   * @param {import('../state/specs-api.js').Column} column
   * @param {number} place
   * @param {import('./draft.js').Tree} data
   */
  row(column, place, data) {
    const { name } = column;
    const use = element('select', { id: `column-use-${place}`, 'aria-label': `Use of ${name}`, 'aria-describedby': 'column-refused' }, ...['input', 'target', 'not used'].map((value) => element('option', { value }, value)));
    use.value = (data.targets ?? []).includes(name) ? 'target' : (data.inputs ?? []).includes(name) ? 'input' : 'not used';
    use.disabled = this.isRepeated(column);
    use.addEventListener('change', () => this.use(column, use.value));
    const as = element('select', { id: `column-as-${place}`, 'aria-label': `Read ${name} as` }, element('option', { value: 'number' }, 'number'), element('option', { value: 'category' }, use.value === 'target' ? 'class' : 'category'));
    const isCategory = (data.categorical ?? []).includes(name) || (use.value === 'target' && column.texts > 0);
    as.value = isCategory ? 'category' : 'number';
    as.disabled = use.value === 'not used' || column.different.length === 0 || (use.value === 'target' && column.texts > 0);
    as.addEventListener('change', () => this.readAs(column, as.value === 'category'));
    return element('tr', {}, element('th', { scope: 'row' }, name, element('span', { class: 'help' }, use.disabled ? 'another column has this name, too' : contentsOf(column))), element('td', {}, use), element('td', {}, as));
  }

  /**
   * @param {import('../state/specs-api.js').Column} column
   * @param {string} use
   */
  use(column, use) {
    const order = (this.table?.columns ?? []).indexOf.bind(this.table?.columns ?? []);
    this.change((spec) => {
      const { data } = spec;
      const without = (/** @type {string[]} */ names) => (names ?? []).filter((name) => name !== column.name);
      const with_ = (/** @type {string[]} */ names) => [...without(names), column.name].sort((a, b) => order(a) - order(b));
      const categorical = without(data.categorical);
      data.inputs = use === 'input' ? with_(data.inputs) : without(data.inputs);
      if (use === 'target') {
        // One is learned, unless all of them are numbers.
        const others = without(data.targets).filter((name) => column.texts === 0 && this.described(name)?.texts === 0);
        data.targets = [...others, column.name].sort((a, b) => order(a) - order(b));
      } else {
        data.targets = without(data.targets);
      }
      const isCategory = use === 'input' && isMostlyText(column);
      setCategorical(data, isCategory ? [...categorical, column.name] : categorical.filter((name) => data.inputs.includes(name) || data.targets.includes(name)));
      delete data.features;
      return this.wantedOf(data);
    });
  }

  /** @param {string} name */
  described(name) {
    return this.table?.described.find((column) => column.name === name);
  }

  /** @param {import('./draft.js').Tree} data @returns {import('./outputs.js').Wanted | undefined} */
  wantedOf(data) {
    const target = this.described(data.targets?.[0]);
    return !target ? undefined : data.targets.length > 1 ? { numbers: data.targets.length } : this.wanted(target, data.categorical ?? []);
  }

  /**
   * @param {import('../state/specs-api.js').Column} column
   * @param {boolean} category
   */
  readAs(column, category) {
    this.change((spec) => {
      const others = (spec.data.categorical ?? []).filter((/** @type {string} */ name) => name !== column.name);
      setCategorical(spec.data, category ? [...others, column.name] : others);
      delete spec.data.features;
      return this.wantedOf(spec.data);
    });
  }
}

/**
 * Tells which columns are categories; a spec says nothing where none is.
 * @param {import('./draft.js').Tree} data
 * @param {string[]} names
 */
function setCategorical(data, names) {
  if (names.length > 0) {
    data.categorical = names;
  } else {
    delete data.categorical;
  }
}

/** Whether a column is of texts; a few among numbers are mistakes that the server names by their lines. @param {import('../state/specs-api.js').Column} column */
function isMostlyText({ numbers, texts }) {
  return texts > numbers;
}

/**
 * Whether a column says which row it is rather than what it is like: text that is another one in nearly every row.
 * @param {import('../state/specs-api.js').Column} column
 * @param {number} rows
 */
function isLikeAName(column, rows) {
  const { different } = column;
  return isMostlyText(column) && (different.length === 0 || different.length > Math.max(12, rows / 2));
}

/** @param {import('../state/specs-api.js').Column} column */
function contentsOf({ numbers, texts, missing, least, greatest, different }) {
  const parts = [];
  if (numbers > 0) {
    parts.push(`numbers from ${formatShort(Number(least))} to ${formatShort(Number(greatest))}`);
  }
  if (texts > 0) {
    const shown = different.slice(0, 4).join(', ');
    parts.push(different.length === 0 ? 'more than 100 texts' : `${numbers > 0 ? 'and text: ' : ''}${shown}${different.length > 4 ? ` and ${different.length - 4} more` : ''}`);
  }
  if (missing > 0) {
    parts.push(`${formatCount(missing)} missing`);
  }
  return parts.length === 0 ? 'nothing' : parts.join('; ');
}
