/**
 * What the part of an address behind `#` says, as `#lesson=moons&view=surface` does.
 * @param {string} hash
 * @returns {Record<string, string>}
 */
export function partsOf(hash) {
  const parts = hash.slice(1).split('&').map((part) => part.split(/=(.*)/s));
  return Object.fromEntries(parts.map(([name, value = '']) => [name, decoded(value)]));
}

/**
 * The part of an address that says so, without the `#`.
 * @param {Record<string, string>} parts
 */
export function hashOf(parts) {
  return Object.entries(parts)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return ''; // a link that was cut off
  }
}
