import { partsOf } from '../ui/address.js';
import { byId } from '../ui/dom.js';
import { look } from '../ui/look.js';
import { runList } from './list.js';

const page = byId('list', HTMLElement);
const list = runList();
look(() => {});

function follow() {
  const { compare } = partsOf(location.hash);
  page.hidden = compare !== undefined;
  if (compare === undefined) {
    void list.show();
  }
}

addEventListener('hashchange', follow);
follow();
