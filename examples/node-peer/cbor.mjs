// CBOR as docs/protocol/bodies.md has it: the canonical profile of the envelope, and the little more that bodies have.
//
//   CBOR                 here
//   integer              number, or bigint where a number would not be exact
//   byte string          Buffer
//   text, true, null     string, true, null
//   array, map           Array, Map                         maps and floats in bodies only
//   float, double        Float, which keeps its 4 or 8 bytes

/** Bytes that the other side should not have sent. */
export class Refused extends Error {}

export function refuse(why) {
  throw new Refused(why);
}

export class Float {
  constructor(bytes) {
    this.bytes = bytes;
  }

  static double(value) {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleBE(value);
    return new Float(bytes);
  }

  valueOf() {
    return this.bytes.length === 4 ? this.bytes.readFloatBE() : this.bytes.readDoubleBE();
  }
}

const MAX = 2n ** 63n - 1n;
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function head(major, argument) {
  const n = BigInt(argument);
  if (n > MAX) throw new RangeError(`${n} does not fit into 63 bits`);
  if (n < 24n) return Buffer.from([(major << 5) | Number(n)]);
  const info = n < 256n ? 0 : n < 65536n ? 1 : n < 2n ** 32n ? 2 : 3;
  const bytes = Buffer.alloc(9);
  bytes.writeBigUInt64BE(n, 1);
  const short = bytes.subarray(9 - (1 << info) - 1);
  short[0] = (major << 5) | (24 + info);
  return short;
}

export function encode(value) {
  if (typeof value === 'number' || typeof value === 'bigint') return value < 0 ? head(1, -1n - BigInt(value)) : head(0, value);
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (typeof value === 'boolean' || value === null) return Buffer.from([value === null ? 0xf6 : value ? 0xf5 : 0xf4]);
  if (value instanceof Float) return Buffer.concat([Buffer.from([value.bytes.length === 4 ? 0xfa : 0xfb]), value.bytes]);
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value]);
  if (value instanceof Map) return Buffer.concat([head(5, value.size), ...[...value].flat().map(encode)]);
  return Buffer.concat([head(4, value.length), ...value.map(encode)]);
}

/** Pulls items out of bytes and refuses whatever encode would not have written. */
export class Reader {
  constructor(bytes, { body = false } = {}) {
    this.bytes = bytes;
    this.position = 0;
    this.body = body;
    this.maxDepth = body ? 32 : 16;
    this.items = 0;
  }

  get left() {
    return this.bytes.length - this.position;
  }

  take(count) {
    if (count > this.left) refuse('cut short');
    this.position += Number(count);
    return this.bytes.subarray(this.position - Number(count), this.position);
  }

  argument(info) {
    if (info < 24) return BigInt(info);
    if (info > 27) refuse('an open or reserved length');
    const value = BigInt(`0x${this.take(1 << (info - 24)).toString('hex')}`);
    if (value > MAX) refuse('beyond 63 bits');
    if (head(0, value).length !== 1 + (1 << (info - 24))) refuse('not the shortest form');
    return value;
  }

  item(depth = 0) {
    if (!this.body && ++this.items > 4096) refuse('too many items');
    const first = this.take(1)[0];
    if (first >> 5 === 7) return this.simple(first);
    const n = this.argument(first & 31);
    switch (first >> 5) {
      case 0: return narrow(n);
      case 1: return narrow(-1n - n);
      case 2: return this.take(n);
      case 3: return text(this.take(n));
      case 4: return Array.from({ length: this.count(n, depth) }, () => this.item(depth + 1));
      case 5: return this.map(this.count(2n * n, depth) / 2, depth);
      default: return refuse('a tag');
    }
  }

  count(n, depth) {
    if (n > this.left) refuse('a count beyond the bytes left');
    if (depth === this.maxDepth) refuse('too deep');
    return Number(n);
  }

  map(pairs, depth) {
    if (!this.body) refuse('a map');
    const map = new Map();
    for (let i = 0; i < pairs; i++) {
      const key = this.item(depth + 1);
      if (typeof key !== 'string' || map.has(key)) refuse('a key that is twice there, or no text');
      map.set(key, this.item(depth + 1));
    }
    return map;
  }

  simple(first) {
    if (first === 0xf4 || first === 0xf5) return first === 0xf5;
    if (first === 0xf6 && !this.body) return null;
    if ((first === 0xfa || first === 0xfb) && this.body) return new Float(this.take(first === 0xfa ? 4 : 8));
    return refuse('a simple value or float that may not be here');
  }
}

function narrow(n) {
  return Number.isSafeInteger(Number(n)) ? Number(n) : n;
}

function text(bytes) {
  try {
    return UTF8.decode(bytes);
  } catch {
    return refuse('not UTF-8');
  }
}

/** One item and nothing after it. */
export function decode(bytes, options) {
  const reader = new Reader(bytes, options);
  const item = reader.item();
  return reader.left === 0 ? item : refuse('bytes after the item');
}

/** Whether a value is an integer from 0 to max. */
export function isUint(value, max = MAX) {
  return (typeof value === 'number' ? Number.isInteger(value) : typeof value === 'bigint') && value >= 0 && value <= max;
}
