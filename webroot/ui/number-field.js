import { element, setText } from './dom.js';

/** A number as people write it, with a point or a comma before its fraction. */
const NUMBER = /^[+-]?(\d+[.,]?\d*|[.,]\d+)(e[+-]?\d+)?$/i;

/** The most letters that a refusal repeats. */
const LONG = 20;

/** How long a number that was applied is shown before the server has taken it, in milliseconds. */
const ANSWER_MILLIS = 2000;

/**
 * The number that a text is; null if it is none. A comma is a decimal one, as half of the world writes it, and the
 * minus sign may be the one that the page itself writes.
 * @param {string} text
 */
export function readNumber(text) {
  const plain = text.trim().replaceAll('−', '-');
  const number = NUMBER.test(plain) ? Number(plain.replace(',', '.')) : NaN;
  return Number.isFinite(number) ? number : null;
}

/**
 * What numbers a field takes.
 * @typedef {object} Allowed
 * @property {number} [least]
 * @property {number} [greatest]
 * @property {boolean} [whole]
 */

/**
 * A text field that takes numbers: of the type `number`, browsers drop what they don't understand. Enter and leaving the
 * field apply what was typed, Escape gives it up. What is not allowed is refused beside the field, and the number from
 * before is there again.
 * @param {HTMLInputElement} field
 * @param {Allowed} allowed
 * @param {(number: number) => void} apply
 */
export function numberField(field, allowed, apply) {
  const refused = element('p', { class: 'refused', id: `${field.id}-refused`, role: 'alert', hidden: '' });
  field.classList.add('number');
  field.autocomplete = 'off';
  field.setAttribute('aria-describedby', `${refused.id} ${field.getAttribute('aria-describedby') ?? ''}`);
  let now = '';
  /** What was applied, until the server has taken it; null if it has nothing to take. @type {string | null} */
  let applied = null;
  let edited = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;

  function show() {
    const text = applied ?? now;
    if (!edited && field.value !== text) {
      field.value = text;
    }
  }

  function answered() {
    clearTimeout(waiting);
    applied = null;
    show();
  }

  /** @param {string} text */
  function tell(text) {
    refused.hidden = text === '';
    setText(refused, text);
  }

  function giveUp() {
    edited = false;
    show();
  }

  /** Applies what was typed, if anything was. */
  function commit() {
    if (!edited) {
      return;
    }
    const number = readNumber(field.value);
    const why = refusal(field.value, allowed);
    if (number === null || why !== '') {
      giveUp();
      tell(field.value === '' ? why : `${why} ${field.value} stays.`);
      return;
    }
    edited = false;
    tell('');
    applied = String(number);
    show();
    clearTimeout(waiting);
    waiting = setTimeout(answered, ANSWER_MILLIS);
    apply(number);
  }

  field.addEventListener('input', () => {
    edited = true;
    tell('');
  });
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') {
      commit();
    } else if (event.key === 'Escape' && (edited || !refused.hidden)) {
      event.preventDefault();
      giveUp();
      tell('');
    }
  });
  field.addEventListener('blur', () => {
    // A field in a window that is left keeps the focus: nobody has finished typing yet.
    if (document.activeElement !== field) {
      commit();
    }
  });

  return {
    /** To be placed near the field. */
    refused,
    /**
     * What was applied is not allowed: the number from before is there again.
     * @param {string} why
     */
    refuse(why) {
      answered();
      tell(why);
    },
    /**
     * Shows the number as it is now, unless another one is being typed or has just been applied.
     * @param {string} text
     */
    write(text) {
      edited &&= !field.disabled;
      if (text !== now) {
        now = text;
        answered();
      }
      show();
    },
  };
}

/**
 * Why a text is refused, in a sentence; empty if it isn't.
 * @param {string} text
 * @param {Allowed} allowed
 */
export function refusal(text, { least = -Infinity, greatest = Infinity, whole = false }) {
  const number = readNumber(text);
  const typed = text.trim();
  if (typed === '') {
    return 'A number is missing.';
  }
  if (number === null) {
    return `“${typed.length > LONG ? `${typed.slice(0, LONG)}…` : typed}” is not a number.`;
  }
  if (number >= least && number <= greatest && (!whole || Number.isInteger(number))) {
    return '';
  }
  return `${typed} is not allowed; ${whole && !Number.isInteger(number) ? 'a whole number' : `${least} to ${greatest}`} is.`;
}
