import { controls } from '../parts/controls.js';
import { figures } from '../parts/figures.js';
import { hint } from '../parts/hint.js';
import { lessons } from '../parts/lessons.js';
import { lookBack } from '../parts/look-back.js';
import { lossChart } from '../parts/loss-chart.js';
import { problems } from '../parts/problems.js';
import { HistoryLoader } from '../state/history-loader.js';
import { Store } from '../state/store.js';
import { onFrame } from '../ui/frame.js';
import { heedDragsOnly } from '../ui/touch.js';
import { Connection } from './connection.js';
import { look } from './look.js';
import { shortcuts } from './shortcuts.js';
import { tabs } from './tabs.js';
import { VIEWS } from './views.js';

heedDragsOnly();
const store = new Store();
const connection = new Connection(store);
const histories = new HistoryLoader(store);

/** @param {import('../state/protocol.js').ClientMessage} message */
const send = (message) => connection.send(message);

const views = tabs(VIEWS, { store, send }, (topics) => {
  store.set({ watched: topics });
  connection.watch(topics);
  histories.watch(topics);
});
const chart = lossChart(store);
const training = controls(store, send);
lessons(store, send);
const { toggleSize } = look(() => {
  chart.restyle();
  views.restyle();
});
shortcuts({ ...training, scale: chart.toggleScale, view: views.select, wide: views.toggleWide, size: toggleSize });
views.select(linkedView() ?? 0);
addEventListener('hashchange', () => views.select(linkedView() ?? ''));

const drawAll = [figures(store), lookBack(store), hint(store), problems(store, views.select), chart.draw, training.draw, views.draw];
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
