import { byId, element } from '../ui/dom.js';

/**
 * The views as tabs with arrow keys, as the ARIA practices have them. A view's code and style
 * sheets are fetched when it is first shown, and only the one that is shown draws and has its levels
 * sent.
 * @param {import('./views.js').Definition[]} definitions
 * @param {object} page
 * @param {import('../state/store.js').Store} page.store
 * @param {(message: import('../state/protocol.js').ClientMessage) => boolean} page.send
 * @param {(topics: import('../state/protocol.js').Topic[]) => void} watch chooses the levels that are sent
 */
export function tabs(definitions, page, watch) {
  const why = byId('why', HTMLElement);
  const strip = byId('tabs', HTMLElement);
  const expand = byId('expand', HTMLButtonElement);
  /** @type {Map<string, import('../ui/view.js').View>} those that were opened */
  const views = new Map();
  let selected = '';

  const buttons = definitions.map(({ name, title }) =>
    element('button', { type: 'button', role: 'tab', id: `tab-${name}`, 'aria-controls': `panel-${name}` }, title),
  );
  const panels = definitions.map(frame);
  strip.append(...buttons);
  why.append(...panels.map(({ panel }) => panel));

  /** @param {string | number} which a name, or a place from 0 */
  function select(which) {
    const place = typeof which === 'number' ? which : definitions.findIndex(({ name }) => name === which);
    if (definitions[place] === undefined) {
      return;
    }
    selected = definitions[place].name;
    buttons.forEach((button, i) => {
      button.setAttribute('aria-selected', String(i === place));
      button.tabIndex = i === place ? 0 : -1;
      panels[i].panel.hidden = i !== place;
    });
    bringIntoSight(buttons[place]);
    watchSelected();
    draw();
    if (!views.has(selected)) {
      open(place);
    }
  }

  /** @param {number} place */
  async function open(place) {
    const { name, title, styles, open: fetchView } = definitions[place];
    const { content } = panels[place];
    try {
      const [view] = await Promise.all([fetchView(), ...styles.map(addSheet)]);
      if (!views.has(name)) {
        content.replaceChildren();
        const redraw = () => page.store.set({});
        views.set(name, view(content, { ...page, watch: watchSelected, redraw, show: select }));
        watchSelected();
        draw();
      }
    } catch (error) {
      console.error(error);
      content.replaceChildren(
        element('p', { class: 'panel-note' }, `${title} could not be fetched. Choose the tab again once the connection is back.`),
      );
    }
  }

  function watchSelected() {
    watch(views.get(selected)?.topics ?? []);
  }

  function draw() {
    views.get(selected)?.draw();
  }

  /**
   * Scrolls the strip, where the tabs don't fit beside each other, and nothing but the strip.
   * @param {HTMLElement} button
   */
  function bringIntoSight({ offsetLeft, offsetWidth }) {
    const left = offsetLeft - strip.offsetLeft;
    strip.scrollLeft = Math.min(left, Math.max(strip.scrollLeft, left + offsetWidth - strip.clientWidth));
  }

  /** @param {boolean} wide */
  function setWide(wide) {
    why.classList.toggle('wide', wide);
    expand.setAttribute('aria-pressed', String(wide));
    draw();
  }

  buttons.forEach((button, i) => {
    button.addEventListener('click', () => select(i));
    button.addEventListener('keydown', (event) => {
      const next = { ArrowRight: i + 1, ArrowLeft: i - 1, Home: 0, End: buttons.length - 1 }[event.key];
      if (next !== undefined) {
        event.preventDefault();
        const place = (next + buttons.length) % buttons.length;
        buttons[place].focus();
        select(place);
      }
    });
  });
  expand.addEventListener('click', () => setWide(!why.classList.contains('wide')));
  // Wherever the focus is: after a click it is nowhere.
  document.addEventListener('keydown', (event) => {
    const inDialog = event.target instanceof Element && event.target.closest('dialog') !== null;
    if (event.key === 'Escape' && !event.defaultPrevented && !inDialog && why.classList.contains('wide')) {
      setWide(false);
    }
  });

  return {
    select,
    selected: () => selected,
    /** @param {string} name */
    has: (name) => definitions.some((definition) => definition.name === name),
    /** What the address says of the view; null until it has been fetched, and has read the address itself. */
    parts() {
      const view = views.get(selected);
      return view === undefined ? null : (view.address ?? { view: selected });
    },
    draw,
    toggleWide: () => setWide(!why.classList.contains('wide')),
    restyle: () => views.forEach((view) => view.restyle?.()),
  };
}

/** @type {Map<string, Promise<void>>} the sheets that were fetched, or are being fetched */
const sheets = new Map();

/**
 * Adds a style sheet to the page once, behind those that are there: its rules win over theirs.
 * @param {string} path
 */
function addSheet(path) {
  const added =
    sheets.get(path) ??
    new Promise((/** @type {(nothing: void) => void} */ resolve, reject) => {
      const link = element('link', { rel: 'stylesheet', href: new URL(`../${path}`, import.meta.url).href });
      link.addEventListener('load', () => resolve());
      link.addEventListener('error', () => {
        link.remove();
        sheets.delete(path);
        reject(new Error(`no ${path}`));
      });
      document.head.append(link);
    });
  sheets.set(path, added);
  return added;
}

/**
 * A view's panel: what one is looking at, the view, and how it is computed.
 * @param {import('./views.js').Definition} definition
 */
function frame({ name, about, formula, source }) {
  const content = element('div', { class: 'panel-content' });
  const panel = element(
    'div',
    { role: 'tabpanel', id: `panel-${name}`, class: 'panel', 'aria-labelledby': `tab-${name}`, tabindex: '0' },
    element('p', { class: 'panel-about' }, about),
    content,
    element(
      'details',
      { class: 'how' },
      element('summary', {}, 'How is this computed?'),
      element('p', {}, formula),
      element('p', {}, 'By the class ', element('code', {}, source), '.'),
    ),
  );
  panel.hidden = true;
  return { panel, content };
}
