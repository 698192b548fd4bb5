// Unpacks what the page in one file carries: letters of base 91, behind them LZMA in the form of .lzma
// files (properties, size of the dictionary, length, the range coder's bytes). Written here because the
// packages that do this are three to ten times as long, and each of their bytes would be in the file.

const DAMAGED = new Error('this file is damaged: what it carries cannot be unpacked');

/** The bytes that `text` stands for: two letters for 13 bits, `#` to `~` without `<`. */
function fromLetters(text) {
  const letters = text.replace(/\s/g, '');
  const bytes = new Uint8Array(Math.floor(letters.length / 2 * 13 / 8));
  const value = (at) => letters.charCodeAt(at) - (letters.charCodeAt(at) > 60 ? 36 : 35);
  let held = 0, bits = 0;
  for (let at = 0, to = 0; at < letters.length; at += 2) {
    held |= (value(at) * 91 + value(at + 1)) << bits;
    for (bits += 13; bits >= 8; bits -= 8) {
      bytes[to++] = held;
      held >>>= 8;
    }
  }
  return bytes;
}

/** What `packed` holds. Throws if it has been damaged. */
function fromLzma(packed) {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.length);
  const contextBits = packed[0] % 9;
  const literalMask = (1 << (Math.floor(packed[0] / 9) % 5)) - 1;
  const positionMask = (1 << Math.floor(packed[0] / 45)) - 1;
  const out = new Uint8Array(view.getUint32(5, true));

  // Where each kind of choice has its probabilities.
  const MATCH = 0, REP = 192, REP_0 = 204, REP_1 = 216, REP_2 = 228, REP_LONG = 240, SLOT = 432,
    DISTANCE = 688, ALIGN = 803, LENGTH = 819, REP_LENGTH = 1333, LITERAL = 1847;
  const chances = new Uint16Array(LITERAL + (768 << contextBits) * (literalMask + 1)).fill(1024);
  // The coder's range and code; in an array of their kind they stay whole numbers, which is twice as fast.
  const coder = Uint32Array.of(0xffffffff, view.getUint32(14));
  let next = 18;

  function bit(at) {
    const range = coder[0], chance = chances[at], bound = (range >>> 11) * chance;
    const one = coder[1] >= bound ? 1 : 0;
    if (one) {
      coder[1] -= bound;
      coder[0] = range - bound;
      chances[at] = chance - (chance >> 5);
    } else {
      coder[0] = bound;
      chances[at] = chance + ((2048 - chance) >> 5);
    }
    refill();
    return one;
  }
  function refill() {
    if (coder[0] < 0x1000000) {
      coder[0] <<= 8;
      coder[1] = (coder[1] << 8) | packed[next++];
    }
  }
  function tree(at, bits) {
    let found = 1;
    for (let i = 0; i < bits; i++) found = (found << 1) | bit(at + found);
    return found - (1 << bits);
  }
  function lowestFirst(at, bits) {
    let found = 1, value = 0;
    for (let i = 0; i < bits; i++) {
      const one = bit(at + found);
      found = (found << 1) | one;
      value |= one << i;
    }
    return value;
  }
  function length(at, position) {
    if (!bit(at)) return 2 + tree(at + 2 + position * 8, 3);
    return bit(at + 1) ? 18 + tree(at + 258, 8) : 10 + tree(at + 130 + position * 8, 3);
  }

  let state = 0, back = [0, 0, 0, 0];
  // The end is marked by a match at the greatest distance there is.
  for (let at = 0; back[0] !== 0xffffffff;) {
    if (at > out.length || next > packed.length) throw DAMAGED;
    const position = at & positionMask;
    if (!bit(MATCH + state * 16 + position)) {
      const before = at ? out[at - 1] : 0;
      const context = ((at & literalMask) << contextBits) + (before >> (8 - contextBits));
      const literal = LITERAL + 768 * context;
      // After a match, the byte that would have gone on with it is a hint.
      let hint = out[at - back[0] - 1], mask = state < 7 ? 0 : 256, found = 1;
      while (found < 256) {
        hint <<= 1;
        const one = bit(literal + mask + (hint & mask) + found);
        found = (found << 1) | one;
        mask &= one ? hint : ~hint;
      }
      out[at++] = found;
      state = state < 4 ? 0 : state - (state < 10 ? 3 : 6);
      continue;
    }
    let many = 1;
    if (!bit(REP + state)) {
      many = length(LENGTH, position);
      const slot = tree(SLOT + Math.min(many - 2, 3) * 64, 6);
      let distance = slot;
      if (slot > 3) {
        const bits = (slot >> 1) - 1;
        distance = (2 + (slot & 1)) * 2 ** bits;
        if (slot < 14) {
          distance += lowestFirst(DISTANCE + distance - slot, bits);
        } else {
          let plain = 0;
          for (let i = 4; i < bits; i++) {
            coder[0] >>>= 1;
            const one = coder[1] >= coder[0] ? 1 : 0;
            if (one) coder[1] -= coder[0];
            plain = plain * 2 + one;
            refill();
          }
          distance += plain * 16 + lowestFirst(ALIGN, 4);
        }
      }
      back = [distance, back[0], back[1], back[2]];
      state = state < 7 ? 7 : 10;
    } else {
      const nth = bit(REP_0 + state) ? (bit(REP_1 + state) ? 2 + bit(REP_2 + state) : 1) : 0;
      if (nth === 0 && !bit(REP_LONG + state * 16 + position)) {
        state = state < 7 ? 9 : 11;
      } else {
        back.unshift(back.splice(nth, 1)[0]);
        many = length(REP_LENGTH, position);
        state = state < 7 ? 8 : 11;
      }
    }
    if (back[0] !== 0xffffffff) for (; many > 0; many--, at++) out[at] = out[at - back[0] - 1];
  }
  if (coder[1] !== 0) throw DAMAGED;
  return out;
}
