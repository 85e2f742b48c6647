// Bodies against the description of their protocol, as docs/protocol/bodies.md has both.
import { encode, Float, isUint, refuse } from './cbor.mjs';
import { sha256 } from './identity.mjs';

const FIRST_LINE = 'comity protocol 1\n';

export const digest = description => sha256(Buffer.from(description)).subarray(0, 16);

/** Reads a description; gives the protocol's wire types by name, in their order. */
export function readDescription(description) {
  if (!description.startsWith(FIRST_LINE)) refuse('not a description');
  const known = [];
  let at = FIRST_LINE.length;
  const next = pattern => {
    pattern.lastIndex = at;
    const found = pattern.exec(description) ?? refuse(`not a description, at ${at}`);
    at = pattern.lastIndex;
    return found;
  };
  const fields = type => {
    while (description[at] === ' ' && description[at + 1] !== '}') {
      const [, name] = next(/ ([^:]+):/y);
      type.fields.set(name, read());
    }
    next(/ \}/y);
    return type;
  };
  const read = () => {
    if (description[at] === '#') {
      const [, number, sort] = next(/#(\d+)(?:=(\w+)\{)?/y);
      return sort ? fields((known[number] = { sort, fields: new Map() })) : known[number];
    }
    const [, sort, open] = next(/(\w+)(\()?/y);
    if (!open) return { sort };
    if (sort === 'enum') return { sort, constants: next(/([^)]*)\)/y)[1].split(',') };
    const inside = [read()];
    while (next(/[,)]/y)[0] === ',') inside.push(read());
    return { sort, inside };
  };
  const { fields: types } = read();
  return at === description.length ? types : refuse('more than a description');
}

const integer = bits => value => ['number', 'bigint'].includes(typeof value) && BigInt.asIntN(bits, BigInt(value)) === BigInt(value);
const float = size => value => value instanceof Float && value.bytes.length === size;
const seconds = (min, max) => value =>
  Array.isArray(value) && value.length === 2 && integer(64)(value[0]) && value[0] >= min && value[0] <= max && isUint(value[1], 999_999_999);
const isPadded = ([first, second]) => (first === 0 && second < 128) || (first === 255 && second >= 128);

const SCALARS = {
  bool: value => typeof value === 'boolean',
  i8: integer(8),
  i16: integer(16),
  i32: integer(32),
  i64: integer(64),
  char: value => isUint(value, 65535),
  f32: float(4),
  f64: float(8),
  text: value => typeof value === 'string',
  bytes: Buffer.isBuffer,
  bigint: value => Buffer.isBuffer(value) && value.length >= 1 && value.length <= 1024 && !isPadded(value),
  uuid: value => Buffer.isBuffer(value) && value.length === 16,
  instant: seconds(-31557014167219200n, 31556889864403199n),
  duration: seconds(-(2n ** 63n), 2n ** 63n),
};
const isOrdered = ({ sort }) => sort === 'enum' || (sort in SCALARS && sort !== 'bytes');

/** Refuses an item that is not of the type; gives it back with the components of its records in the order of the description. */
export function check(type, item) {
  const { sort, fields, inside, constants } = type;
  if (sort in SCALARS) return SCALARS[sort](item) ? item : refuse(`not ${sort}`);
  if (sort === 'enum') return constants.includes(item) ? item : refuse('not a constant');
  if (sort === 'ref') return isUint(item) ? item : refuse('not a ref');
  if (sort === 'record') return record(fields, item);
  if (!Array.isArray(item)) refuse('not an array');
  if (sort === 'done') return item.length === 0 ? item : refuse('not a done');
  if (sort === 'status') return status(inside[0], item);
  if (sort === 'choice') return item.length === 2 && fields.has(item[0]) ? [item[0], check(fields.get(item[0]), item[1])] : refuse('no case');
  if (sort === 'map') return map(inside, item);
  const elements = item.map(element => check(inside[0], element));
  if (sort === 'optional' && elements.length > 1) refuse('an optional of two');
  if (sort === 'set' && (!areDifferent(elements) || (elements.length > 1024 && !isOrdered(inside[0])))) refuse('not a set');
  return elements;
}

function status(value, [kind, told, ...more]) {
  if (kind === 'ok' && told !== undefined && more.length === 0) return [kind, check(value, told)];
  return kind === 'error' && typeof told === 'string' && told.length <= 1000 && more.length === 0 ? [kind, told] : refuse('not a status');
}

function record(fields, item) {
  if (!(item instanceof Map) || item.size !== fields.size) refuse('not the record');
  return new Map([...fields].map(([name, type]) => [name, item.has(name) ? check(type, item.get(name)) : refuse('a missing component')]));
}

function map([key, value], item) {
  if (item.length % 2 !== 0) refuse('a key without a value');
  const entries = item.map((each, i) => check(i % 2 === 0 ? key : value, each));
  return areDifferent(entries.filter((_, i) => i % 2 === 0)) ? entries : refuse('a key twice');
}

const areDifferent = items => new Set(items.map(item => encode(item).toString('hex'))).size === items.length;
