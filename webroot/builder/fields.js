import { element, setText } from '../ui/dom.js';
import { readNumber, refusal } from '../ui/number-field.js';
import { inWords } from './refusal-words.js';

/**
 * A field of the form, and where in the spec its value stands.
 * @typedef {object} Wish
 * @property {string} path as {@link import('./draft.js').Draft} takes it
 * @property {string} label
 * @property {string} help what it does, and what is usual
 * @property {'number' | 'whole' | 'text' | 'choice' | 'flag'} kind
 * @property {[value: string, text: string, group?: string][]} [choices] of a choice
 * @property {any} [otherwise] what is shown where the spec says nothing
 * @property {boolean} [optional] whether it may be empty
 * @property {(value: any) => void} [chosen] called with what was chosen or typed, in place of writing it into the spec
 */

/**
 * Where in the form something is said about a part of the spec.
 * @typedef {object} Place
 * @property {string} label what the page calls it
 * @property {HTMLElement} input what is to be changed there
 * @property {(why: string) => void} tell says it there; nothing is wrong with an empty text
 * @property {string} [words] what is said in place of the refusal
 */

/** All fields of a form: they show the spec, write into it, and say what the server refuses. */
export class Fields {
  /** @param {import('./draft.js').Draft} draft */
  constructor(draft) {
    this.draft = draft;
    /** @type {(Place & {path: string, shown: () => boolean, draw: () => void})[]} */
    this.all = [];
    /** Where lists and tables stand, whose parts are no fields. @type {((path: string, error: string) => Place | null)[]} */
    this.finders = [];
    /** Where something is said. @type {Place | null} */
    this.told = null;
    this.count = 0;
  }

  /**
   * A new field.
   * @param {Wish} wish
   */
  add(wish) {
    const id = `field-${++this.count}`;
    const input = inputOf(wish, id);
    const help = element('p', { class: 'help', id: `${id}-help` }, wish.help);
    const refused = element('p', { class: 'refused', id: `${id}-refused`, role: 'alert', hidden: '' });
    input.setAttribute('aria-describedby', `${refused.id} ${help.id}`);
    const label = element('label', { for: id }, wish.label);
    const flag = wish.kind === 'flag';
    const whole = element('div', { class: flag ? 'field field-flag' : 'field' }, ...(flag ? [input, label] : [label, input]), refused, help);
    /** @param {string} why */
    const tell = (why) => {
      refused.hidden = why === '';
      setText(refused, why);
      input.setAttribute('aria-invalid', String(why !== ''));
    };
    const draw = () => write(input, wish, this.draft.get(wish.path) ?? wish.otherwise);
    const field = { path: wish.path, label: wish.label, input, shown: () => whole.isConnected && whole.closest('[hidden]') === null, tell, draw };
    input.addEventListener(input instanceof HTMLInputElement && input.type === 'text' ? 'input' : 'change', () => {
      const { value, why } = read(input, wish);
      tell(why);
      if (why === '') {
        if (wish.chosen) {
          wish.chosen(value);
        } else {
          this.draft.set(wish.path, value);
        }
      }
    });
    this.all.push(field);
    draw();
    return whole;
  }

  /** Shows the spec as it is now, but for what is being typed. */
  draw() {
    this.all = this.all.filter(({ input }) => input.isConnected);
    for (const { input, draw } of this.all) {
      if (input !== document.activeElement || input instanceof HTMLSelectElement) {
        draw();
      }
    }
  }

  /**
   * Says at its place what the server refuses, in the page's words.
   * @param {string} error a sentence that begins with the path of what is refused; empty for nothing
   * @returns {Place & {words: string} | null} null where no place is about it
   */
  refuse(error) {
    this.told?.tell('');
    const place = this.placeOf(error);
    this.all.filter((it) => it !== place).forEach(({ tell, input }) => input !== document.activeElement && tell(''));
    this.told = place;
    if (place === null) {
      return null;
    }
    const words = place.words ?? inWords(error);
    place.tell(words);
    return { ...place, words };
  }

  /** @param {string} error @returns {Place | null} */
  placeOf(error) {
    const path = pathOf(error);
    const found = this.finders.map((find) => find(path, error)).find((place) => place !== null);
    if (found) {
      return found;
    }
    // What has no field of its own stands by the part of the form that it belongs to.
    for (let at = path; at !== ''; at = at.replace(/\.?[^.]*$/, '')) {
      const [about] = this.all
        .filter(({ path: one, shown }) => shown() && (at === one || at.startsWith(`${one}.`) || one.startsWith(`${at}.`)))
        .sort((a, b) => common(b.path, path) - common(a.path, path) || a.path.length - b.path.length);
      if (about) {
        return about;
      }
    }
    return null;
  }
}

/**
 * The path that a refusal begins with, as a draft takes it; empty where it begins with none.
 * @param {string} error
 */
export function pathOf(error) {
  const [, path = ''] = /^([a-zA-Z][\w[\].]*): /.exec(error) ?? [];
  return path.replace(/\[(\d+)\]/g, '.$1');
}

/**
 * How many letters two paths begin with alike.
 * @param {string} a
 * @param {string} b
 */
function common(a, b) {
  let same = 0;
  while (same < a.length && a[same] === b[same]) {
    same++;
  }
  return same;
}

/**
 * @param {Wish} wish
 * @param {string} id
 */
function inputOf({ kind, choices = [] }, id) {
  if (kind === 'choice') {
    const groups = [...new Set(choices.map(([, , group]) => group))];
    const options = groups.map((group) => choices.filter(([, , of]) => of === group).map(([value, text]) => element('option', { value }, text)));
    return element('select', { id }, ...groups.flatMap((group, i) => (group === undefined ? options[i] : [element('optgroup', { label: group }, ...options[i])])));
  }
  if (kind === 'flag') {
    return element('input', { id, type: 'checkbox' });
  }
  const numeric = kind !== 'text';
  return element('input', { id, type: 'text', autocomplete: 'off', ...(numeric ? { class: 'number', inputmode: kind === 'whole' ? 'numeric' : 'decimal' } : {}) });
}

/**
 * @param {HTMLInputElement | HTMLSelectElement} input
 * @param {Wish} wish
 * @param {any} value
 */
function write(input, { kind }, value) {
  if (kind === 'flag') {
    /** @type {HTMLInputElement} */ (input).checked = value === true;
  } else {
    const text = value === undefined || value === null ? '' : String(value);
    if (input.value !== text) {
      input.value = text;
    }
  }
}

/**
 * What stands in a field, or why it can't be.
 * @param {HTMLInputElement | HTMLSelectElement} input
 * @param {Wish} wish
 * @returns {{value?: any, why: string}}
 */
function read(input, { kind, optional = false }) {
  if (kind === 'flag') {
    return { value: /** @type {HTMLInputElement} */ (input).checked, why: '' };
  }
  if (kind === 'choice' || kind === 'text') {
    return { value: input.value, why: '' };
  }
  if (optional && input.value.trim() === '') {
    return { value: undefined, why: '' };
  }
  const why = refusal(input.value, { whole: kind === 'whole' });
  return why === '' ? { value: readNumber(input.value), why } : { why: why.replace(/-Infinity to Infinity/, 'any') };
}
