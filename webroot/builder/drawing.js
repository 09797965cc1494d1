import { element, setText } from '../ui/dom.js';
import { colours } from '../ui/colours.js';
import { dot } from '../charts/lines.js';
import { pen } from '../ui/pen.js';

/** What the classes that are drawn are called. */
const CLASSES = ['A', 'B', 'C', 'D'];

/** The plane goes from minus this to this, on both sides. */
const REACH = 1.5;

/** The most points: a spec with more is a large file. */
const MAX_POINTS = 1000;

/** A plane into which points are drawn with mouse and finger, one class at a time. */
export class Drawing {
  /**
   * @param {import('./draft.js').Draft} draft
   * @param {(how: (spec: import('./draft.js').Tree) => import('./outputs.js').Wanted | void) => void} change
   */
  constructor(draft, change) {
    this.draft = draft;
    this.change = change;
    this.chosen = 0;
    /** What the last preview showed, to begin with. @type {{points: import('../state/specs-api.js').Preview['points'], classes: string[] | null} | null} */
    this.last = null;
    this.canvas = element('canvas', { class: 'drawing', role: 'application', tabindex: '0', 'aria-label': 'Plane to draw points in: arrow keys move the cross, Enter sets a point' });
    this.said = element('p', { class: 'panel-note', role: 'status' });
    const classes = element('div', { class: 'segments', role: 'group', 'aria-label': 'Class of the next points' });
    this.buttons = CLASSES.map((name, i) => {
      const button = element('button', { type: 'button', 'aria-pressed': String(i === 0) }, name);
      button.addEventListener('click', () => this.choose(i));
      return button;
    });
    classes.append(...this.buttons);
    const undo = element('button', { type: 'button', class: 'small' }, 'Undo');
    const clear = element('button', { type: 'button', class: 'small' }, 'Clear');
    undo.addEventListener('click', () => this.keep(this.points().slice(0, -1)));
    clear.addEventListener('click', () => this.keep([]));
    this.refused = element('p', { class: 'refused', role: 'alert', hidden: '' });
    this.element = element('div', { class: 'drawing-form' }, element('div', { class: 'view-tools' }, classes, undo, clear), this.canvas, this.refused, this.said);
    this.pen = pen(this.canvas, (left, top) => this.set(left, top), () => this.paint());
  }

  /** @param {number} chosen */
  choose(chosen) {
    this.chosen = chosen;
    this.buttons.forEach((button, i) => button.setAttribute('aria-pressed', String(i === chosen)));
  }

  /** @returns {{x: number, y: number, name: string}[]} */
  points() {
    const { inputs = [], targets = [] } = this.draft.get('data.inline') ?? {};
    return inputs.map((/** @type {number[]} */ at, /** @type {number} */ i) => ({ x: at[0], y: at[1], name: String(targets[i]) }));
  }

  /** @param {{x: number, y: number, name: string}[]} points */
  keep(points) {
    this.change((spec) => {
      spec.data.inline = { ...spec.data.inline, inputs: points.map(({ x, y }) => [x, y]), targets: points.map(({ name }) => name) };
      return this.wanted();
    });
  }

  /** What there is to learn: nothing yet with one class. @returns {import('./outputs.js').Wanted | undefined} */
  wanted() {
    const classes = this.classes();
    return classes > 1 ? { classes } : undefined;
  }

  /** The number of classes that the drawn points have. */
  classes() {
    return new Set(this.points().map(({ name }) => name)).size;
  }

  /**
   * @param {number} left in pixels
   * @param {number} top
   */
  set(left, top) {
    const { clientWidth, clientHeight } = this.canvas;
    this.add((2 * left / clientWidth - 1) * REACH, (1 - 2 * top / clientHeight) * REACH);
  }

  /**
   * @param {number} x
   * @param {number} y
   */
  add(x, y) {
    const points = this.points();
    const round = (/** @type {number} */ value) => Math.round(Math.max(-REACH, Math.min(REACH, value)) * 1000) / 1000;
    if (points.length < MAX_POINTS) {
      this.keep([...points, { x: round(x), y: round(y), name: CLASSES[this.chosen] }]);
    }
  }

  /**
   * Where it stands that points are refused.
   * @param {string} path
   * @returns {import('./fields.js').Place | null}
   */
  placeOf(path) {
    const [known, place] = /^data\.inline\b(?:\.(?:inputs|targets)\.(\d+))?/.exec(path) ?? [];
    if (known === undefined || this.element.hidden) {
      return null;
    }
    const point = this.points()[Number(place)];
    return {
      label: point === undefined ? 'Points' : `Point ${Number(place) + 1}`,
      input: this.canvas,
      tell: (why) => {
        this.refused.hidden = why === '';
        setText(this.refused, why);
      },
      // While one begins to draw nothing is wrong yet.
      ...(this.classes() < 2 ? { words: 'Draw points of two classes or more.', tell: () => {} } : {}),
    };
  }

  /** @param {boolean} shown */
  draw(shown) {
    this.element.hidden = !shown;
    if (shown) {
      this.paint();
      const points = this.points();
      const more = this.classes() < 2 ? ' Draw points of two classes or more: press or drag in the plane, then choose another letter.' : '';
      setText(this.said, `${points.length === 1 ? '1 point' : `${points.length} points`}.${more}${points.length >= MAX_POINTS ? ' No more are taken.' : ''}`);
    }
  }

  paint() {
    const { canvas } = this;
    const scale = devicePixelRatio || 1;
    const { clientWidth: width, clientHeight: height } = canvas;
    canvas.width = width * scale;
    canvas.height = height * scale;
    const ctx = canvas.getContext('2d');
    if (!ctx || width === 0) {
      return;
    }
    const { lines, grid, strong } = colours();
    ctx.scale(scale, scale);
    ctx.strokeStyle = grid;
    const across = (/** @type {number} */ x) => ((x / REACH + 1) / 2) * width;
    const up = (/** @type {number} */ y) => ((1 - y / REACH) / 2) * height;
    for (const at of [-1, -0.5, 0, 0.5, 1]) {
      ctx.lineWidth = at === 0 ? 2 : 1;
      ctx.beginPath();
      ctx.moveTo(across(at), 0);
      ctx.lineTo(across(at), height);
      ctx.moveTo(0, up(at));
      ctx.lineTo(width, up(at));
      ctx.stroke();
    }
    ctx.font = '600 11px system-ui, sans-serif';
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    for (const { x, y, name } of this.points()) {
      const place = Math.max(0, CLASSES.indexOf(name));
      dot(ctx, across(x), up(y), 7, lines[place]);
      ctx.fillStyle = colours().surface;
      ctx.fillText(name.slice(0, 1), across(x), up(y) + 0.5);
    }
    this.pen.draw(ctx, strong);
  }
}
