import { decodeNumber } from './protocol.js';

const LEVELS = 65_534;
const NOT_FINITE = 65_535;

/**
 * Numbers that came packed, 16 bits each.
 * @param {import('./protocol.js').Packed} packed
 * @returns {Float64Array}
 */
export function unpack({ low, high, packed }) {
  const bytes = Uint8Array.from(atob(packed), (char) => char.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  const first = decodeNumber(low);
  const extent = decodeNumber(high) - first;
  return Float64Array.from({ length: bytes.length / 2 }, (_, i) => {
    const level = view.getUint16(2 * i, true);
    return level === NOT_FINITE ? NaN : first + (extent * level) / LEVELS;
  });
}
