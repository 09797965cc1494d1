import { element, setText } from '../dom.js';
import { formatShort } from '../format.js';
import { LogScale } from '../log-scale.js';

const RATES = new LogScale(0.001, 10, 400);

/** Between two moves of the ball. */
const MILLIS = 400;

/** @type {Record<import('./answer.js').Course, string>} */
const COURSES = {
  flat: 'The slope is 0 here: the ball stays where it is.',
  falling: 'Rolls down: each move is lower than the one before, on the same side.',
  overshooting: 'Overshoots: the moves are so long that the ball jumps to the other side of the lowest place. It still gets lower.',
  diverging: 'Diverges: the moves are too long, and the ball ends up higher than it began, or where numbers end.',
};

/**
 * The ball: its rate, its buttons, and where it is on its way.
 * @param {HTMLElement} host
 * @param {object} actions
 * @param {() => void} actions.asked another path is wanted
 * @param {() => void} actions.moved the ball is somewhere else on its path
 */
export function descentControls(host, { asked, moved }) {
  const slider = element('input', { type: 'range', id: 'lab-rate', min: '0', max: String(RATES.positions), step: '1' });
  const value = element('output', { for: 'lab-rate', id: 'lab-rate-value' });
  const roll = element('button', { type: 'button', class: 'small', id: 'lab-roll' }, 'Roll');
  const once = element('button', { type: 'button', class: 'small', id: 'lab-once' }, 'Once');
  const back = element('button', { type: 'button', class: 'small', id: 'lab-back' }, 'Put back');
  const course = element('p', { class: 'lab-course', id: 'lab-course', role: 'status' });
  const now = element('p', { class: 'panel-note', id: 'lab-move' });
  host.append(
    element('h3', {}, 'Roll a ball down'),
    element(
      'div',
      { class: 'knob' },
      element('div', { class: 'knob-head' }, element('label', { class: 'label', for: 'lab-rate' }, 'Rate of the descent'), value),
      slider,
    ),
    element('div', { class: 'lab-buttons' }, roll, once, back),
    course,
    now,
  );
  let rate = 0.05;
  let place = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {import('./answer.js').Descent | null} */
  let path = null;
  /** @type {string[]} */
  let names = [];
  let output = '';
  let reach = Infinity;

  function end() {
    return Math.max(0, (path?.values.length ?? 1) - 1);
  }

  /** @param {number} next */
  function go(next) {
    place = Math.min(next, end());
    write();
    moved();
  }

  function hold() {
    clearTimeout(timer);
    timer = undefined;
    write();
  }

  function tick() {
    go(place + 1);
    if (place < end() && host.offsetParent !== null) {
      timer = setTimeout(tick, MILLIS);
    } else {
      hold();
    }
  }

  function write() {
    const rolling = timer !== undefined;
    setText(roll, rolling ? 'Hold' : 'Roll');
    roll.disabled = end() === 0;
    once.disabled = rolling || place >= end();
    back.disabled = place === 0;
    slider.value = String(RATES.position(rate));
    slider.setAttribute('aria-valuetext', formatShort(rate));
    setText(value, formatShort(rate));
    value.dataset.value = String(rate);
    course.dataset.value = path?.course ?? '';
    setText(course, path ? COURSES[path.course] : '');
    now.dataset.value = String(place);
    setText(now, path ? describe(path) : '');
  }

  /** @param {import('./answer.js').Descent} descent */
  function describe({ values, outputs, gradients }) {
    if (values.length === 0) {
      return 'There is no finite gradient here.';
    }
    if (place === 0) {
      return `At the start: ${list(values[0])}, ${output} = ${formatShort(outputs[0])}. Each move takes the rate times its gradient from each leaf.`;
    }
    const sums = values[place].map(
      (after, i) =>
        `${names[i]} = ${formatShort(values[place - 1][i])} − ${formatShort(rate)} · ${bracketed(gradients[place - 1][i])} = ${formatShort(after)}`,
    );
    const gone = values[place].some((after) => Math.abs(after) > reach) ? ' The ball has left the picture.' : '';
    return `Move ${place}: ${sums.join(', ')}; ${output} = ${formatShort(outputs[place])}.${gone}`;
  }

  /** @param {number[]} values */
  function list(values) {
    return values.map((one, i) => `${names[i]} = ${formatShort(one)}`).join(', ');
  }

  slider.addEventListener('input', () => {
    rate = RATES.value(slider.valueAsNumber);
    write();
    asked();
  });
  roll.addEventListener('click', () => {
    if (timer !== undefined) {
      hold();
      return;
    }
    if (place >= end()) {
      go(0);
    }
    timer = setTimeout(tick, MILLIS);
    write();
  });
  once.addEventListener('click', () => go(place + 1));
  back.addEventListener('click', () => {
    hold();
    go(0);
  });
  write();

  return {
    rate: () => rate,
    /**
     * Takes a path; the ball stays at the same move of it.
     * @param {import('./answer.js').Descent | null} descent
     * @param {string[]} leafNames
     * @param {string} outputName
     * @param {number} pictured how far the picture goes to both sides of 0
     */
    show(descent, leafNames, outputName, pictured) {
      path = descent;
      names = leafNames;
      output = outputName;
      reach = pictured;
      place = Math.min(place, end());
      write();
    },
    /** The places so far, the ball's last. */
    trail() {
      return path === null
        ? []
        : path.values.slice(0, place + 1).map((values, i) => ({ values, output: path?.outputs[i] ?? NaN }));
    },
    putBack() {
      hold();
      place = 0;
      write();
    },
  };
}

/** @param {number} value */
function bracketed(value) {
  return value < 0 ? `(${formatShort(value)})` : formatShort(value);
}
