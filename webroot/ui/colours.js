/** @type {ReturnType<typeof read> | null} */
let known = null;

/** The page's colours as they are now, for what is drawn on a canvas: another object after they have changed. */
export function colours() {
  return (known ??= read());
}

/** To be called when the page looks different: another theme, or letters of another size. */
export function renewColours() {
  known = null;
}

function read() {
  // The value of a custom property can be a function; the computed colour of an element is plain.
  const probe = document.createElement('span');
  // Where somebody has forced colours on the page, data keep theirs.
  probe.style.forcedColorAdjust = 'none';
  document.body.append(probe);
  const colour = (/** @type {string} */ name) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const found = {
    text: colour('--text-quiet'),
    strong: colour('--text'),
    surface: colour('--surface'),
    edge: colour('--edge'),
    accent: colour('--accent'),
    negative: colour('--negative'),
    positive: colour('--positive'),
    grid: colour('--line'),
    loss: colour('--loss'),
    band: colour('--band'),
    earlier: colour('--earlier'),
    test: colour('--test'),
    mark: colour('--mark'),
    bad: colour('--bad'),
    lines: [1, 2, 3, 4, 5, 6, 7, 8].map((i) => colour(`--line-${i}`)),
  };
  probe.remove();
  return found;
}
