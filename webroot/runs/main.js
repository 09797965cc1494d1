import { byId } from '../ui/dom.js';
import { look } from '../ui/look.js';
import { comparison } from './comparison.js';
import { gridOf, gridPage } from './grid.js';
import { runList } from './list.js';
import { selectionOf } from './selection.js';

const listed = byId('list', HTMLElement);
const compared = byId('comparison', HTMLElement);
const gridded = byId('grid', HTMLElement);
const list = runList();
const chart = comparison();
const grid = gridPage();
byId('new-run', HTMLButtonElement).addEventListener('click', () => location.assign('new.html'));
look(chart.restyle);

/** The list, or what the address says is to be compared. */
function follow() {
  const selection = selectionOf(location.hash);
  const named = gridOf(location.hash);
  listed.hidden = selection !== null || named !== null;
  compared.hidden = selection === null;
  gridded.hidden = named === null;
  document.title = `${named !== null ? 'Grid' : selection === null ? 'Runs' : 'Compare'} · Livegrad`;
  if (named !== null) {
    grid.show(named);
  } else if (selection === null) {
    void list.show();
  } else {
    chart.show(selection);
  }
}

addEventListener('hashchange', () => {
  follow();
  scrollTo(0, 0);
});
follow();
grid.start();
