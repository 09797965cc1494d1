import { element, setText } from '../../ui/dom.js';
import { passFocus } from '../../ui/focus.js';
import { formatShort } from '../../ui/format.js';
import { LogScale } from '../../ui/slider.js';
import { aboutCurvature, aboutCourse, aboutMove, restOf } from './descent-words.js';

const RATES = new LogScale(0.001, 10, 400);

/** Milliseconds between two moves of the ball. */
const MILLIS = 400;

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
  const once = element('button', { type: 'button', class: 'small', id: 'lab-once' }, 'One move');
  const back = element('button', { type: 'button', class: 'small', id: 'lab-back' }, 'Put back');
  const now = element('p', { class: 'lab-move', id: 'lab-move' });
  const began = element('p', { class: 'panel-note' }, 'Expression, graph and table keep the numbers of the start.');
  const course = element('p', { class: 'lab-course', id: 'lab-course', role: 'status' });
  const curvature = element('p', { class: 'panel-note', id: 'lab-curvature' });
  host.append(
    element('h3', {}, 'Gradient descent: roll a ball down'),
    element(
      'div',
      { class: 'lab-rate' },
      element('label', { class: 'label', for: 'lab-rate' }, 'Rate of the descent'),
      slider,
      value,
    ),
    element('div', { class: 'lab-buttons' }, roll, once, back),
    now,
    began,
    course,
    curvature,
  );
  const successors = new Map([[once, [back]], [back, [once, roll]]]);
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

  /** The move at which rolling ends: at rest, outside the picture for good, or at the path's end. */
  function goal() {
    return path === null ? 0 : restOf(path, rate, reach);
  }

  /** @param {number} next */
  function go(next) {
    place = Math.min(next, end());
    write();
    moved();
  }

  function pause() {
    clearTimeout(timer);
    timer = undefined;
    write();
  }

  function tick() {
    go(place + 1);
    if (place < goal() && host.offsetParent !== null) {
      timer = setTimeout(tick, MILLIS);
    } else {
      pause();
    }
  }

  function write() {
    const rolling = timer !== undefined;
    setText(roll, rolling ? 'Hold' : 'Roll');
    passFocus(successors, () => {
      roll.disabled = end() === 0;
      once.disabled = rolling || place >= end();
      back.disabled = place === 0;
    });
    slider.value = String(RATES.position(rate));
    slider.setAttribute('aria-valuetext', formatShort(rate));
    setText(value, formatShort(rate));
    value.dataset.value = String(rate);
    course.dataset.value = path?.course ?? '';
    setText(course, path ? aboutCourse(path) : '');
    setText(curvature, path ? aboutCurvature(path, names, output) : '');
    began.hidden = place === 0;
    now.dataset.value = String(place);
    setText(now, path ? aboutMove(path, place, { rate, names, output, reach, goal: goal() }) : '');
  }

  slider.addEventListener('input', () => {
    rate = RATES.value(slider.valueAsNumber);
    write();
    asked();
  });
  roll.addEventListener('click', () => {
    if (timer !== undefined) {
      pause();
      return;
    }
    if (place >= goal()) {
      go(0);
    }
    timer = setTimeout(tick, MILLIS);
    write();
  });
  once.addEventListener('click', () => go(place + 1));
  back.addEventListener('click', () => {
    pause();
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
    /**
     * Where the ball is, once it has left the start.
     * @returns {import('./answer.js').Place | null}
     */
    place() {
      return path === null || place === 0
        ? null
        : { values: path.values[place], output: path.outputs[place], gradient: path.gradients[place] };
    },
    putBack() {
      pause();
      place = 0;
      write();
    },
  };
}
