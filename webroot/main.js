import { Connection } from './connection.js';
import { Store } from './store.js';
import { onFrame } from './frame.js';
import { shortcuts } from './shortcuts.js';
import { tabs } from './tabs.js';
import { themeButton } from './theme-button.js';
import { controls } from './views/controls.js';
import { figures } from './views/figures.js';
import { hint } from './views/hint.js';
import { lessons } from './views/lessons.js';
import { lossChart } from './views/loss-chart.js';
import { parameters } from './views/parameters.js';
import { predictions } from './views/predictions.js';
import { runView } from './views/run.js';
import { table } from './views/table.js';

const store = new Store();
const connection = new Connection(store);

const views = tabs({
  table: table(store),
  predictions: predictions(store),
  parameters: parameters(store),
  run: runView(store),
});
views.onSelect((view) => connection.watch(view.topics));

const chart = lossChart(store);
const knobs = controls(store, (message) => connection.send(message));
lessons(store, (message) => connection.send(message));
themeButton(() => {
  chart.restyle();
  views.all.forEach((view) => view.restyle?.());
});
shortcuts({ ...knobs, scale: chart.toggleScale, view: views.select });

const drawAll = [figures(store), hint(store), chart.draw, knobs.draw, views.draw];
onFrame(store, () => drawAll.forEach((draw) => draw()));

addEventListener('online', () => connection.connect());
addEventListener('offline', () => connection.drop());
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) {
    connection.connect();
  }
});
connection.connect();
