import { element, setText } from '../ui/dom.js';
import { readNumber, refusal } from '../ui/number-field.js';

/**
 * A field of the form, and where in the spec its value stands.
 * @typedef {object} Wish
 * @property {string} path as {@link import('./draft.js').Draft} takes it
 * @property {string} label
 * @property {string} help what it does, and what is usual
 * @property {'number' | 'whole' | 'text' | 'choice' | 'flag'} kind
 * @property {[value: string, text: string][]} [choices] of a choice
 * @property {any} [otherwise] what is shown where the spec says nothing
 * @property {boolean} [optional] whether it may be empty
 * @property {(value: any) => void} [chosen] called with what was chosen or typed, in place of writing it into the spec
 */

/** All fields of a form: they show the spec, write into it, and say what the server refuses. */
export class Fields {
  /** @param {import('./draft.js').Draft} draft */
  constructor(draft) {
    this.draft = draft;
    /** @type {{path: string, input: HTMLElement, shown: () => boolean, tell: (why: string) => void, draw: () => void}[]} */
    this.all = [];
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
    const field = { path: wish.path, input, shown: () => whole.isConnected && whole.closest('[hidden]') === null, tell, draw };
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
   * Says at its field what the server refuses.
   * @param {string} error a sentence that begins with the path of what is refused; empty for nothing
   * @returns {HTMLElement | null} the field; null where none is about it
   */
  refuse(error) {
    this.all.forEach(({ tell, input }) => {
      if (input.getAttribute('aria-invalid') === 'true' && input !== document.activeElement) {
        tell('');
      }
    });
    const path = pathOf(error);
    const about = this.all
      .filter(({ path: one, shown }) => shown() && path !== '' && (path === one || path.startsWith(`${one}.`) || one.startsWith(`${path}.`)))
      .sort((a, b) => common(b.path, path) - common(a.path, path))[0];
    this.all.filter((it) => it !== about).forEach(({ tell, input }) => input !== document.activeElement && tell(''));
    about?.tell(error);
    return about?.input ?? null;
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
    return element('select', { id }, ...choices.map(([value, text]) => element('option', { value }, text)));
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
