// What is signed for a topic, as docs/protocol/topics.md has it: names, adverts, keys of publishers, batches, cuts, proofs of lies.
import { decode, encode, isUint, refuse } from './cbor.mjs';
import { isSound, parseText, separated, sha256, text, verify, verifyObject } from './identity.mjs';

const HASH = 32;
const SECOND = 253402300799;
const NINETY_DAYS = 90 * 24 * 3600;
const MAX_MESSAGES = 256;
const MAX_TYPES = 256;
export const MAX_BATCH = 57344;
const MAX_BODY = 49152;
const MAX_WORD = 320;
const MAX_CHAIN = 32793;
const MAX_PROOF = 2 * (MAX_BATCH + MAX_WORD + 16);
const NAME = /^[a-z0-9]([a-z0-9._/-]{0,62}[a-z0-9])?$/;

const isBytes = (value, ...sizes) => Buffer.isBuffer(value) && sizes.includes(value.length);
const isAtMost = (value, size) => Buffer.isBuffer(value) && value.length <= size;
const isText = (value, size) => typeof value === 'string' && Buffer.byteLength(value) <= size;
const isArray = (value, size) => Array.isArray(value) && value.length === size;

// What a topic is called.

export const isName = name => typeof name === 'string' && NAME.test(name);

/** The id of a topic, 32 bytes. */
export function topicId(owner, name) {
  return isName(name) ? sha256(separated('comity/1 topic', Buffer.concat([owner, Buffer.from(name)]))) : refuse('not a name');
}

export const topicText = id => text('topic', id);

export function parseTopicId(written) {
  const id = parseText('topic', written);
  return id.length === HASH ? id : refuse('not the id of a topic');
}

// Signed objects.

function payloadBy(signed, by, domain, maxBytes, fields) {
  if (signed.length > maxBytes) refuse('too long');
  const { signer, payload } = verifyObject(signed, domain);
  const said = decode(payload);
  return signer.equals(by) && isArray(said, fields) && said[0] === 1 ? said : refuse('by another, or something else');
}

/** What the owner of a topic says of it. */
export function readTopicAdvert(signed, owner) {
  const [, name, version, issued, expires, publishers, retention, digest, types] = payloadBy(signed, owner, 'comity/1 topic advert', 36864, 9);
  const isForm = isName(name) && isUint(version) && isUint(issued, SECOND) && isUint(expires, SECOND) && issued < expires
      && isText(publishers, 64) && isArray(retention, 3) && retention.every(each => isUint(each)) && isBytes(digest, 16)
      && Array.isArray(types) && types.length >= 1 && types.length <= MAX_TYPES && types.every(type => isText(type, 128));
  return isForm ? { topic: topicId(owner, name), name, version, issued, expires, publishers, retention, digest, types } : refuse('not an advert');
}

/** A node's word for the key that signs what it publishes in one epoch. */
export function readPublisherKey(signed, node) {
  const [, epoch, key, issued, expires] = payloadBy(signed, node, 'comity/1 publisher key', MAX_WORD, 5);
  const isForm = isUint(epoch) && isBytes(key, 32) && isSound(key) && isUint(issued) && isUint(expires)
      && issued < expires && BigInt(expires) - BigInt(issued) <= NINETY_DAYS;
  return isForm ? { epoch, key, issued, expires } : refuse('not a word for a key');
}

/** How far what is said under a chain counts. */
export function readCut(signed, owner) {
  const [, topic, publisher, grant, epoch, sequence] = payloadBy(signed, owner, 'comity/1 topic cut', MAX_WORD, 6);
  const isForm = [topic, publisher, grant].every(each => isBytes(each, HASH)) && isUint(epoch) && isUint(sequence);
  return isForm ? { topic, publisher, grant, epoch: BigInt(epoch), sequence: BigInt(sequence) } : refuse('not a cut');
}

/** By which word and chain something was said that is kept. */
export function readPaper(bytes) {
  const fields = decode(bytes);
  const isForm = isArray(fields, 2) && isAtMost(fields[0], MAX_WORD) && isAtMost(fields[1], MAX_CHAIN);
  return isForm ? { key: fields[0], chain: fields[1] } : refuse('not a paper');
}

// Trees.

const octet = number => Buffer.from([number]);
export const leaf = (type, body) => sha256(octet(0), Buffer.from([type >> 8, type & 255]), body);
const node = (left, right) => sha256(octet(1), left, right);

/** The largest power of two below a number. */
const left = size => 2 ** (31 - Math.clz32(size - 1));
const isAny = (places, from, size) => places.some(place => place >= from && place < from + size);

/** The root over leaves by their places and, of those that are missing, the hashes beside; null when these are too many or too few. */
export function root(count, leaves, beside) {
  const places = [...leaves.keys()];
  let used = 0;
  const climb = (from, size) => {
    if (!isAny(places, from, size)) {
      used += HASH;
      return used <= beside.length ? beside.subarray(used - HASH, used) : Buffer.alloc(HASH);
    }
    return size === 1 ? leaves.get(from) : node(climb(from, left(size)), climb(from + left(size), size - left(size)));
  };
  const top = climb(0, count);
  return used === beside.length ? top : null;
}

// Batches.

function isStamp(stamp) {
  if (!isArray(stamp, 8)) return false;
  const [topic, publisher, epoch, first, count, time, grant, after] = stamp;
  return isBytes(topic, HASH) && isBytes(publisher, 32) && isUint(epoch) && isUint(first) && first >= 1
      && isUint(count, MAX_MESSAGES) && count >= 1 && BigInt(first) + BigInt(count) <= 2n ** 63n - 1n
      && isUint(time, SECOND * 1000 + 999) && isBytes(grant, 0, HASH) && Array.isArray(after) && after.length % 3 === 0 && after.length <= 48
      && after.every((each, i) => (i % 3 === 0 ? isBytes(each, 32) : isUint(each) && (i % 3 === 1 || each >= 1)));
}

/** Which places the bits say; all when there are none. */
function placesOf(bits, count) {
  const all = Array.from({ length: count }, (_, place) => place);
  if (bits.length === 0) return all;
  const set = Array.from({ length: 8 * bits.length }, (_, place) => place).filter(place => bits[place >> 3] & (0x80 >> (place & 7)));
  const isForm = bits.length === Math.ceil(count / 8) && set.every(place => place < count) && set.length > 0 && set.length < count;
  return isForm ? set : refuse('not the places of a part');
}

function bitsOf(places, count) {
  if (places.length === count) return Buffer.alloc(0);
  const bits = Buffer.alloc(Math.ceil(count / 8));
  for (const place of places) bits[place >> 3] |= 0x80 >> (place & 7);
  return bits;
}

/** A batch of the right form; whether it is signed is another question. Its messages are by their places. */
export function readBatch(bytes) {
  if (bytes.length > MAX_BATCH) refuse('too long');
  const fields = decode(bytes);
  if (!isArray(fields, 5) || !isStamp(fields[0])) refuse('not a batch');
  const [stamp, signature, bits, said, beside] = fields;
  if (!isBytes(signature, 64) || !isAtMost(bits, MAX_MESSAGES / 8) || !isAtMost(beside, MAX_MESSAGES * HASH)) refuse('not a batch');
  const [topic, publisher, epoch, first, count, time, grant, after] = stamp;
  const places = placesOf(bits, count);
  if (!isArray(said, 2 * places.length)) refuse('not as many messages as places');
  const messages = new Map(places.map((place, i) => [place, { type: said[2 * i], body: said[2 * i + 1] }]));
  for (const { type, body } of messages.values()) if (!isUint(type, MAX_TYPES - 1) || !isAtMost(body, MAX_BODY)) refuse('not a message');
  const leaves = new Map([...messages].map(([place, { type, body }]) => [place, leaf(type, body)]));
  return { topic, publisher, epoch, first: BigInt(first), count, time, grant, after, messages, leaves, beside, stamp, signature };
}

export function isSigned(batch, key) {
  const top = root(batch.count, batch.leaves, batch.beside);
  return top !== null && verify(key, separated('comity/1 topic batch', encode([1, ...batch.stamp, top])), batch.signature);
}

/** The same signature over fewer messages of a batch that is whole. */
export function only(batch, wanted) {
  const beside = [];
  const hashOf = (from, size) => (size === 1 ? batch.leaves.get(from) : node(hashOf(from, left(size)), hashOf(from + left(size), size - left(size))));
  const walk = (from, size) => {
    if (!isAny(wanted, from, size)) beside.push(hashOf(from, size));
    else if (size > 1) {
      walk(from, left(size));
      walk(from + left(size), size - left(size));
    }
  };
  walk(0, batch.count);
  const said = wanted.flatMap(place => [batch.messages.get(place).type, batch.messages.get(place).body]);
  return encode([batch.stamp, batch.signature, bitsOf(wanted, batch.count), said, Buffer.concat(beside)]);
}

/** The owner's word that it took a batch: of which of its epochs, and a signature. */
export function readEndorsement(bytes) {
  const fields = decode(bytes);
  return isArray(fields, 2) && isUint(fields[0]) && isBytes(fields[1], 64) ? { epoch: fields[0], signature: fields[1] } : refuse('not an endorsement');
}

/** Whether the owner's key of that epoch endorsed a batch, or one of which this is a part. */
export function isEndorsed({ topic, publisher, epoch, first, signature }, endorsement, key) {
  return verify(key, separated('comity/1 topic endorsement', encode([1, topic, publisher, epoch, first, signature])), endorsement.signature);
}

// Lies.

/** One message that its publisher said, in which slot, and what it was. */
function said(word, bytes) {
  const batch = readBatch(bytes);
  if (batch.messages.size !== 1) refuse('not one message');
  const { epoch, key } = readPublisherKey(word, batch.publisher);
  if (epoch !== batch.epoch || !isSigned(batch, key)) refuse('its publisher did not say it');
  const [[place, hash]] = batch.leaves;
  return { topic: batch.topic, publisher: batch.publisher, epoch: BigInt(batch.epoch), sequence: batch.first + BigInt(place), hash };
}

/** The slot in which a publisher said two things; refuses what does not prove it. */
export function readEquivocation(proof) {
  if (proof.length > MAX_PROOF) refuse('too long');
  const fields = decode(proof);
  const isForm = isArray(fields, 5) && fields[0] === 1 && [1, 3].every(i => isAtMost(fields[i], MAX_WORD)) && [2, 4].every(i => isAtMost(fields[i], MAX_BATCH));
  if (!isForm) refuse('not a proof');
  const [one, other] = [said(fields[1], fields[2]), said(fields[3], fields[4])];
  const isOneSlot = one.topic.equals(other.topic) && one.publisher.equals(other.publisher) && one.epoch === other.epoch && one.sequence === other.sequence;
  return isOneSlot && !one.hash.equals(other.hash) ? one : refuse('two slots, or one message');
}
