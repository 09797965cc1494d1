/** @type {MediaQueryList | undefined} whether the system is dark, as it is now */
let dark;
let key = '';
/** @type {ReturnType<typeof read>} */
let cached;

/** The page's colours as they are now, for what is drawn on a canvas. */
export function colours() {
  dark ??= matchMedia('(prefers-color-scheme: dark)');
  const now = `${document.documentElement.dataset.theme} ${dark.matches}`;
  if (now !== key) {
    key = now;
    cached = read();
  }
  return cached;
}

function read() {
  // The value of a custom property can be a function; the computed colour of an element is plain.
  const probe = document.createElement('span');
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
    mark: colour('--mark'),
    bad: colour('--bad'),
    lines: [1, 2, 3, 4, 5, 6, 7, 8].map((i) => colour(`--line-${i}`)),
  };
  probe.remove();
  return found;
}
