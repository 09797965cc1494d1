/** The most letters of a link: longer ones are cut off by mail and chats. */
export const MAX_LINK = 8000;

/**
 * A spec as the part of an address behind `#`.
 * @param {import('./draft.js').Tree} spec
 */
export function hashOf(spec) {
  const bytes = new TextEncoder().encode(JSON.stringify(spec));
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  return `#spec=${text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}`;
}

/**
 * The spec that an address tells; null for none, or one that was cut off.
 * @param {string} hash
 * @returns {import('./draft.js').Tree | null}
 */
export function specOf(hash) {
  const text = /^#spec=([\w-]+)$/.exec(hash)?.[1];
  if (text === undefined) {
    return null;
  }
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
    const tree = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return tree !== null && typeof tree === 'object' && !Array.isArray(tree) ? tree : null;
  } catch {
    return null;
  }
}

/**
 * The command that makes the run from a terminal.
 * @param {string} yaml
 * @param {string} base the page's address
 */
export function curlOf(yaml, base) {
  return `curl -X POST -H 'Content-Type: application/yaml' --data-binary @- ${new URL('api/runs', base)} <<'END'\n${yaml.trimEnd()}\nEND\n`;
}
