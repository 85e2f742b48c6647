// Filters of subscriptions, as docs/protocol/filters.md has them: read from bytes, and held against bodies.
import { Float, isUint, Reader, refuse, Refused } from './cbor.mjs';

const MAX_BYTES = 16_384;
const MAX_FILTERS = 256;
const MAX_DEPTH = 16;
const NAME = /^[^\p{C}\p{Z}]+$/u;
const STEP = /^[\p{L}_$][\p{L}\p{N}_$]*$/u;
const NANOS = 999_999_999;

const bytesOf = text => Buffer.from(text);
const isInteger = value => typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value));
const isText = (value, min, max) => typeof value === 'string' && bytesOf(value).length >= min && bytesOf(value).length <= max;
const isPadded = bytes => bytes.length > 1 && ((bytes[0] === 0 && bytes[1] < 128) || (bytes[0] === 255 && bytes[1] >= 128));
const big = bytes => BigInt.asIntN(8 * bytes.length, BigInt(`0x${bytes.toString('hex')}`));
const time = (seconds, nanos) => ({ sort: 'time', value: BigInt(seconds) * 1_000_000_000n + BigInt(nanos) });

const SORTS = ['truth', 'number', 'text', 'bytes', 'time'];
const LITERALS = [
  ([value]) => isInteger(value) && { sort: 'number', value },
  ([bytes]) => Buffer.isBuffer(bytes) && bytes.length >= 9 && bytes.length <= 256 && !isPadded(bytes) && { sort: 'number', value: big(bytes) },
  ([bytes]) => Buffer.isBuffer(bytes) && bytes.length === 8 && decimal(bytes.readDoubleBE()),
  ([value]) => isText(value, 0, 256) && { sort: 'text', value: bytesOf(value) },
  ([value]) => typeof value === 'boolean' && { sort: 'truth', value },
  ([bytes]) => Buffer.isBuffer(bytes) && bytes.length <= 256 && { sort: 'bytes', value: bytes },
  ([seconds, nanos]) => isInteger(seconds) && isUint(nanos, NANOS) && time(seconds, nanos),
];
const decimal = value => Number.isFinite(value) && !Object.is(value, -0) && { sort: 'number', value };

function literal(item) {
  if (!Array.isArray(item) || !isUint(item[0], 7)) refuse('no literal');
  const [kind, ...content] = item;
  return (content.length === (kind < 6 ? 1 : 2) && LITERALS[Math.min(kind, 6)](content)) || refuse('no literal');
}

/** Of two of one sort. */
function compare(one, other) {
  if (Buffer.isBuffer(one)) return Buffer.compare(one, other);
  return one < other ? -1 : one > other ? 1 : 0;
}

function order(one, other) {
  return SORTS.indexOf(one.sort) - SORTS.indexOf(other.sort) || compare(one.value, other.value);
}

const isRising = (items, before) => items.every((item, i) => i === 0 || before(items[i - 1], item));
const count = (items, min, max) => items.length >= min && items.length <= max;

function path(item) {
  const isPath = Array.isArray(item) && count(item, 1, 8) && item.every(step => isText(step, 1, 128) && STEP.test(step));
  return isPath ? item : refuse('no path');
}

const OPERATORS = [c => c === 0, c => c !== 0, c => c < 0, c => c <= 0, c => c > 0, c => c >= 0];

/** Reads a filter; gives what says whether a message of a type, with a body as parseBody gives it, is wanted. */
export function readFilter(bytes) {
  if (bytes.length > MAX_BYTES) refuse('too long');
  const reader = new Reader(bytes);
  reader.maxDepth = 4 * MAX_DEPTH;
  reader.items = -MAX_BYTES;
  const message = reader.item();
  if (reader.left > 0 || !Array.isArray(message) || message.length !== 2 || message[0] !== 1) refuse('no filter');
  let filters = 0;
  const read = (item, depth) => {
    if (!Array.isArray(item) || ++filters > MAX_FILTERS || depth > MAX_DEPTH) refuse('no filter, or too large a one');
    const [kind, ...rest] = item;
    const inside = () => rest.map(each => read(each, depth + 1));
    const many = of => count(rest, 2, MAX_FILTERS) && rest.every(each => each[0] !== of);
    if (kind === 0 && rest.length === 0) return () => true;
    if (kind === 1 && rest.length === 0) return () => false;
    if (kind === 2 && count(rest, 1, 256) && rest.every(name => isText(name, 1, 128) && NAME.test(name)) && isRising(rest, (a, b) => a < b)) {
      return type => rest.includes(type);
    }
    if (kind === 3 && rest.length === 3 && isUint(rest[1], 5)) return comparison(path(rest[0]), [literal(rest[2])], OPERATORS[rest[1]]);
    if (kind === 4 && count(rest, 3, 1025)) return among(path(rest[0]), rest.slice(1).map(literal));
    if (kind === 5 && rest.length === 2) return beginning(path(rest[0]), literal(rest[1]));
    if (kind === 6 && rest.length === 1) return presence(path(rest[0]));
    if (kind === 7 && many(7)) return all(inside());
    if (kind === 8 && many(8)) return any(inside());
    if (kind === 9 && rest.length === 1) return opposite(inside()[0]);
    return refuse('no filter');
  };
  return read(message[1], 1);
}

const all = filters => (type, body) => filters.every(filter => filter(type, body));
const any = filters => (type, body) => filters.some(filter => filter(type, body));
const opposite = filter => (type, body) => !filter(type, body);

function comparison(where, literals, holds) {
  return (type, body) => literals.some(({ sort, value }) => {
    const found = comparable(follow(body, where), sort);
    return found !== undefined && holds(compare(found, value));
  });
}

function among(where, literals) {
  if (!isRising(literals, (a, b) => order(a, b) < 0)) refuse('literals that do not rise');
  return comparison(where, literals, c => c === 0);
}

function beginning(where, { sort, value }) {
  if (sort !== 'text' && sort !== 'bytes') refuse('no prefix');
  return (type, body) => {
    const found = comparable(follow(body, where), sort);
    return found !== undefined && found.subarray(0, value.length).equals(value);
  };
}

function presence(where) {
  return (type, body) => {
    const found = follow(body, where);
    return found !== undefined && !(found.array && found.size === 0);
  };
}

// Bodies.

/** What stands before the first fault: arrays and maps as { array, size } and { map }, other items as { value }. */
export function parseBody(bytes) {
  const reader = new Reader(bytes, { body: true });
  const root = {};
  try {
    fill(reader, root, 0);
  } catch (fault) {
    if (!(fault instanceof Refused)) throw fault;
  }
  return root;
}

function fill(reader, node, depth) {
  const first = reader.left > 0 ? reader.bytes[reader.position] : refuse('cut short');
  if (first >> 5 !== 4 && first >> 5 !== 5) {
    node.value = reader.item(depth);
    return;
  }
  reader.take(1);
  const isMap = first >> 5 === 5;
  const items = reader.argument(first & 31);
  const size = reader.count(isMap ? 2n * items : items, depth) / (isMap ? 2 : 1);
  Object.assign(node, isMap ? { map: [] } : { array: [], size });
  for (let i = 0; i < size; i++) {
    const child = {};
    if (isMap) {
      const key = reader.item(depth + 1);
      if (typeof key !== 'string') refuse('a key that is no text');
      node.map.push([key, child]);
    } else {
      node.array.push(child);
    }
    fill(reader, child, depth + 1);
  }
}

const isThere = node => node !== undefined && (node.array !== undefined || node.map !== undefined || node.value !== undefined);

/** An optional that is present is what it holds. */
function inner(node) {
  return isThere(node) && node.array && node.size === 1 && isThere(node.array[0]) ? inner(node.array[0]) : node;
}

const isChoice = node => node.array && node.size === 2 && typeof node.array[0]?.value === 'string';

function follow(body, steps) {
  let node = body;
  for (const step of steps) {
    node = inner(node);
    if (isThere(node) && isChoice(node)) node = inner(node.array[1]);
    node = node?.map?.find(([key]) => key === step)?.[1];
  }
  node = inner(node);
  return isThere(node) ? node : undefined;
}

/** The value as one of this sort, if it is. */
function comparable(node, sort) {
  if (node === undefined) return undefined;
  const value = isChoice(node) ? node.array[0].value : node.value;
  switch (sort) {
    case 'truth': return typeof value === 'boolean' ? value : undefined;
    case 'text': return typeof value === 'string' ? bytesOf(value) : undefined;
    case 'bytes': return Buffer.isBuffer(value) ? value : undefined;
    case 'number': return number(value);
    default: return moment(node);
  }
}

function number(value) {
  if (isInteger(value)) return value;
  if (value instanceof Float) return Number.isNaN(value.valueOf()) ? undefined : value.valueOf();
  return Buffer.isBuffer(value) && value.length >= 1 && value.length <= 1024 && !isPadded(value) ? big(value) : undefined;
}

function moment({ array, size }) {
  if (size !== 2) return undefined;
  const [seconds, nanos] = array.map(each => each.value);
  return isInteger(seconds) && isUint(nanos, NANOS) ? time(seconds, nanos).value : undefined;
}
