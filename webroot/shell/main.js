import { controls } from '../parts/controls.js';
import { figures } from '../parts/figures.js';
import { hint } from '../parts/hint.js';
import { lessons } from '../parts/lessons.js';
import { more } from '../parts/more/more.js';
import { lookBack } from '../parts/look-back.js';
import { lossChart } from '../parts/loss-chart.js';
import { problems } from '../parts/problems.js';
import { rateFinder } from '../parts/rate-finder.js';
import { EarlierRun } from '../state/earlier-run.js';
import { HistoryLoader } from '../state/history-loader.js';
import { requestedRun } from '../state/requested-run.js';
import { Store } from '../state/store.js';
import { byId } from '../ui/dom.js';
import { onFrame } from '../ui/frame.js';
import { look } from '../ui/look.js';
import { isToStart } from '../ui/start-when-opened.js';
import { heedDragsOnly } from '../ui/touch.js';
import { address } from './address.js';
import { Connection } from './connection.js';
import { shortcuts } from './shortcuts.js';
import { tabs } from './tabs.js';
import { FIRST_VIEW, VIEWS } from './views.js';

heedDragsOnly();
const store = new Store();
const connection = new Connection(store);
const histories = new HistoryLoader(store);
new EarlierRun(store);

/** @type {import('../parts/more/more.js').Send} */
const send = (message, refused) => connection.send(message, refused);

/** Whether this page was opened for a run that was just built, which is to start by itself. */
let toStart = isToStart(requestedRun());

/** @param {import('../state/protocol.js').Pressed} message */
function press(message) {
  // Whoever presses Step or Pause before that doesn't want it to start by itself any more.
  toStart &&= message.type === 'setSpeed';
  connection.press(message);
}

/** Whether the run has made a step. */
let begun = true;

/**
 * Chooses the levels that are sent: those that the view needs, and until the first step the health too, which is all
 * that tells the loss then.
 */
function watch() {
  const { watched } = store.state;
  connection.watch(begun || watched.includes('health') ? watched : [...watched, 'health']);
  histories.watch(watched);
}

const views = tabs(VIEWS, { store, send }, (topics) => {
  store.set({ watched: topics });
  watch();
});
const chart = lossChart(store);
const training = controls(store, send, press);
const lesson = lessons(store, send);
const rates = rateFinder(store, send);
const { toggleSize } = look(() => {
  chart.restyle();
  rates.restyle();
  views.restyle();
});
shortcuts({ ...training, scale: chart.toggleScale, view: views.select, wide: views.toggleWide, size: toggleSize });
const { write: writeAddress } = address(
  () => {
    const view = views.parts();
    return view && { ...lesson.parts(), ...view };
  },
  (parts) => {
    lesson.follow(parts.lesson ?? '');
    views.select([parts.view, ...Object.keys(parts), views.selected(), FIRST_VIEW].find(views.has) ?? FIRST_VIEW);
  },
);

/** Notices the first step, after which the health is no longer needed for the loss. */
function noticeFirstStep() {
  const now = store.state.status?.step !== 0 || store.state.series.last !== undefined;
  if (now !== begun) {
    begun = now;
    watch();
  }
}

/** Starts a run that was just built, as soon as it is connected. */
function startWhatWasBuilt() {
  const { live, status } = store.state;
  if (toStart && live && status !== null) {
    toStart = false;
    if (status.status === 'ready') {
      send({ type: 'start' });
    }
  }
}

byId('new-run', HTMLButtonElement).addEventListener('click', () => location.assign('new.html'));

const drawAll = [startWhatWasBuilt, noticeFirstStep, figures(store), lookBack(store), hint(store), problems(store, views.select), chart.draw, training.draw, rates.draw, more(store, send), views.draw, writeAddress];
onFrame(store, () => drawAll.forEach((draw) => draw()));

addEventListener('online', () => connection.connect());
addEventListener('offline', () => connection.drop());
// A browser may keep a page that was left, and its socket: nobody watches there.
addEventListener('pagehide', () => connection.rest());
addEventListener('pageshow', () => connection.connect());
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) {
    connection.connect();
  }
});
connection.connect();
