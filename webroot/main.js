import { Connection } from './connection.js';
import { Store } from './store.js';
import { onFrame } from './frame.js';
import { Past } from './past.js';
import { shortcuts } from './shortcuts.js';
import { tabs } from './tabs.js';
import { themeButton } from './theme-button.js';
import { controls } from './views/controls.js';
import { figures } from './views/figures.js';
import { hint } from './views/hint.js';
import { lessons } from './views/lessons.js';
import { lossChart } from './views/loss-chart.js';
import { problems } from './views/problems.js';
import { VIEWS } from './views.js';

const store = new Store();
const connection = new Connection(store);
const past = new Past(store);

/** @param {import('./protocol.js').ClientMessage} message */
const send = (message) => connection.send(message);

const views = tabs(VIEWS, { store, send }, (topics) => {
  connection.watch(topics);
  past.watch(topics);
});
const chart = lossChart(store);
const knobs = controls(store, send);
lessons(store, send);
themeButton(() => {
  chart.restyle();
  views.restyle();
});
shortcuts({ ...knobs, scale: chart.toggleScale, view: views.select, wide: views.toggleWide });
views.select(linkedView() ?? 0);
addEventListener('hashchange', () => views.select(linkedView() ?? ''));

const drawAll = [figures(store), hint(store), problems(store, views.select), chart.draw, knobs.draw, views.draw];
onFrame(store, () => drawAll.forEach((draw) => draw()));

addEventListener('online', () => connection.connect());
addEventListener('offline', () => connection.drop());
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) {
    connection.connect();
  }
});
connection.connect();

/** The view that the address names, as `#lab=...` does: a link can lead to it. */
function linkedView() {
  return VIEWS.find(({ name }) => location.hash === `#${name}` || location.hash.startsWith(`#${name}=`))?.name;
}
