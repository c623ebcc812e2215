// RFC 1950/1951, for browsers without DecompressionStream.

function inflate(bytes) {
  let place = 2; // behind the two bytes of the zlib header
  let hold = 0;
  let held = 0;
  let out = new Uint8Array(bytes.length * 6);
  let length = 0;

  function bits(count) {
    while (held < count) {
      if (place >= bytes.length) throw new Error("deflated data ends too early");
      hold |= bytes[place++] << held;
      held += 8;
    }
    const value = hold & ((1 << count) - 1);
    hold >>>= count;
    held -= count;
    return value;
  }

  function room(count) {
    if (length + count <= out.length) return;
    const larger = new Uint8Array((length + count) * 2);
    larger.set(out.subarray(0, length));
    out = larger;
  }

  // A canonical code: how many codes there are of each length, and their symbols in order.
  function code(lengths) {
    const counts = new Uint16Array(16);
    for (const one of lengths) counts[one] += 1;
    counts[0] = 0;
    const next = new Uint16Array(16);
    for (let size = 1; size < 15; size += 1) next[size + 1] = next[size] + counts[size];
    const symbols = new Uint16Array(lengths.length);
    lengths.forEach((size, symbol) => {
      if (size) symbols[next[size]++] = symbol;
    });
    return { counts, symbols };
  }

  function symbol({ counts, symbols }) {
    let value = 0;
    let first = 0;
    let index = 0;
    for (let size = 1; size < 16; size += 1) {
      value |= bits(1);
      const count = counts[size];
      if (value - count < first) return symbols[index + value - first];
      index += count;
      first = (first + count) << 1;
      value <<= 1;
    }
    throw new Error("deflated data is damaged");
  }

  const lengthBase = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
  const lengthMore = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
  const backBase = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];
  const backMore = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];
  const order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

  function codes(kind) {
    if (kind === 1) {
      const fixed = [];
      for (let i = 0; i < 288; i += 1) fixed.push(i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8);
      return [code(fixed), code(new Array(30).fill(5))];
    }
    const literals = bits(5) + 257;
    const backs = bits(5) + 1;
    const given = bits(4) + 4;
    const sizes = new Array(19).fill(0);
    for (let i = 0; i < given; i += 1) sizes[order[i]] = bits(3);
    const own = code(sizes);
    const lengths = [];
    while (lengths.length < literals + backs) {
      const one = symbol(own);
      if (one < 16) lengths.push(one);
      else {
        const again = one === 16 ? lengths[lengths.length - 1] : 0;
        const times = one === 16 ? 3 + bits(2) : one === 17 ? 3 + bits(3) : 11 + bits(7);
        for (let i = 0; i < times; i += 1) lengths.push(again);
      }
    }
    return [code(lengths.slice(0, literals)), code(lengths.slice(literals))];
  }

  let last = false;
  while (!last) {
    last = bits(1) === 1;
    const kind = bits(2);
    if (kind === 3) throw new Error("deflated data is damaged");
    if (kind === 0) {
      hold = held = 0;
      const count = bytes[place] | (bytes[place + 1] << 8);
      place += 4;
      room(count);
      out.set(bytes.subarray(place, place + count), length);
      place += count;
      length += count;
      continue;
    }
    const [literal, back] = codes(kind);
    for (let one = symbol(literal); one !== 256; one = symbol(literal)) {
      if (one < 256) {
        room(1);
        out[length++] = one;
        continue;
      }
      const count = lengthBase[one - 257] + bits(lengthMore[one - 257]);
      const far = symbol(back);
      const distance = backBase[far] + bits(backMore[far]);
      room(count);
      for (let i = 0; i < count; i += 1, length += 1) out[length] = out[length - distance];
    }
  }
  return out.subarray(0, length);
}
