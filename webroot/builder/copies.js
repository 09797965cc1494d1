import { python } from '../state/specs-api.js';
import { copy } from '../ui/clipboard.js';
import { byId, element, setText } from '../ui/dom.js';
import { curlOf, hashOf, MAX_LINK } from './link.js';

/**
 * Buttons that copy the spec as a link, YAML, a command and a program.
 * @param {() => import('../state/specs-api.js').Preview | null} present what was found right last; null where nothing was
 * @param {() => string} remark what is to be known of a script, in a sentence; empty for nothing
 */
export function copies(present, remark) {
  const said = byId('copied', HTMLElement);
  /** @type {[string, (preview: import('../state/specs-api.js').Preview) => string | Promise<string>][]} */
  const kinds = [
    ['link', ({ spec }) => linkOf(spec)],
    ['YAML', ({ yaml }) => yaml],
    ['curl', ({ yaml }) => curlOf(yaml, document.baseURI)],
    ['Python', ({ spec }) => python(spec)],
  ];
  byId('copies', HTMLElement).append(
    ...kinds.map(([name, text]) => {
      const button = element('button', { type: 'button', class: 'small' }, `Copy as ${name}`);
      button.addEventListener('click', async () => {
        const preview = present();
        try {
          if (preview === null) {
            throw new Error('There is no spec yet that could be trained.');
          }
          await copy(await text(preview));
          setText(said, `Copied as ${name}. ${name === 'Python' ? remark() : ''}`.trim());
        } catch (error) {
          setText(said, error instanceof Error ? error.message : String(error));
        }
      });
      return button;
    }),
  );
}

/** @param {import('./draft.js').Tree} spec */
function linkOf(spec) {
  const link = new URL(hashOf(spec), location.href.split('#')[0]).href;
  if (link.length > MAX_LINK) {
    throw new Error('This spec has too many points for a link; copy it as YAML.');
  }
  return link;
}
