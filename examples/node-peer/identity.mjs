// Keys, signatures and text, as docs/protocol/identity.md has them.
import { createHash, createPrivateKey, createPublicKey, sign as signRaw, verify as verifyRaw } from 'node:crypto';
import { decode, encode, isUint, Reader, refuse } from './cbor.mjs';

export const sha256 = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest();

// node:crypto takes raw keys in their DER dress (RFC 8410); the curve is 0x6e for X25519, 0x70 for Ed25519.
const privateKey = (curve, seed) =>
  createPrivateKey({ format: 'der', type: 'pkcs8', key: Buffer.concat([Buffer.from(`302e020100300506032b65${curve}04220420`, 'hex'), seed]) });
const publicKey = (curve, key) =>
  createPublicKey({ format: 'der', type: 'spki', key: Buffer.concat([Buffer.from(`302a300506032b65${curve}032100`, 'hex'), key]) });
const rawPublic = key => createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);

/** An X25519 key pair from its 32 secret bytes. */
export function agreement(secret) {
  const key = privateKey('6e', secret);
  return { key, public: rawPublic(key) };
}

export const x25519Public = key => publicKey('6e', key);

/** A node's own key from its 32 bytes of RFC 8032. */
export function identity(seed) {
  const key = privateKey('70', seed);
  return { id: rawPublic(key), sign: message => signRaw(null, message, key) };
}

/** Whether the node with this id signed exactly these bytes. */
export const verify = (id, message, signature) => signature.length === 64 && verifyRaw(null, message, publicKey('70', id), signature);

/** What is signed for one purpose: domain ‖ 0x00 ‖ message. */
export const separated = (domain, message) => Buffer.concat([Buffer.from(`${domain}\0`), message]);

// The curve, for the one question that node:crypto does not answer: is a key sound? Twisted Edwards, -x² + y² = 1 + dx²y².
const P = 2n ** 255n - 19n;
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const mod = a => ((a % P) + P) % P;
function power(base, exponent) {
  let result = 1n;
  for (let b = mod(base), e = exponent; e > 0n; e >>= 1n, b = mod(b * b)) if (e & 1n) result = mod(result * b);
  return result;
}
const D = mod(-121665n * power(121666n, P - 2n));
const ROOT = power(2n, (P - 1n) / 4n);

function add([x1, y1, z1, t1], [x2, y2, z2, t2]) {
  const a = mod((y1 - x1) * (y2 - x2));
  const b = mod((y1 + x1) * (y2 + x2));
  const c = mod(2n * D * t1 * t2);
  const d = mod(2n * z1 * z2);
  return [mod((b - a) * (d - c)), mod((d + c) * (b + a)), mod((d - c) * (d + c)), mod((b - a) * (b + a))];
}

/** The canonical encoding of a point of prime order. */
export function isSound(key) {
  if (key.length !== 32) return false;
  const encoded = BigInt(`0x${Buffer.from(key).reverse().toString('hex')}`);
  const y = encoded & (2n ** 255n - 1n);
  const u = mod(y * y - 1n);
  const v = mod(D * y * y + 1n);
  let x = mod(u * v * v * v * power(u * v ** 7n, (P - 5n) / 8n));
  if (mod(v * x * x) !== u) x = mod(x * ROOT);
  if (y >= P || mod(v * x * x) !== u || x === 0n) return false;
  if ((x & 1n) !== encoded >> 255n) x = P - x;
  let sum = [0n, 1n, 1n, 0n];
  for (let point = [x, y, 1n, mod(x * y)], n = ORDER; n > 0n; n >>= 1n, point = add(point, point)) if (n & 1n) sum = add(sum, point);
  return sum[0] === 0n && sum[1] === sum[2];
}

// Checked base32.
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const checksum = (kind, payload) => sha256(Buffer.from(`comity/1 text ${kind}\0`), payload).subarray(0, 4);

export function text(kind, payload) {
  const whole = Buffer.concat([payload, checksum(kind, payload)]);
  const bits = [...whole].map(byte => byte.toString(2).padStart(8, '0')).join('');
  return `${kind}1${bits.match(/.{1,5}/g).map(five => ALPHABET[parseInt(five.padEnd(5, '0'), 2)]).join('')}`;
}

export function parseText(kind, written) {
  const plain = written.replace(/[\t-\r ]/g, '').replace(/[A-Z]/g, letter => letter.toLowerCase());
  if (!plain.startsWith(`${kind}1`)) refuse(`it does not begin with ${kind}1`);
  const values = [...plain.slice(kind.length + 1)].map(letter => ALPHABET.indexOf(letter));
  if (values.includes(-1)) refuse('a character that is not one of a-z and 2-7');
  const bits = values.map(value => value.toString(2).padStart(5, '0')).join('');
  const whole = Buffer.from((bits.match(/.{8}/g) ?? []).map(eight => parseInt(eight, 2)));
  const payload = whole.subarray(0, -4);
  if (whole.length < 4 || !whole.subarray(-4).equals(checksum(kind, payload))) refuse('the checksum does not match');
  return text(kind, payload) === plain ? payload : refuse('a last letter too many, or with bits that are not zero');
}

export function parseNodeId(written) {
  const key = parseText('node', written);
  return isSound(key) ? key : refuse('it is not the key of a node');
}

// Signed objects: COSE_Sign1 in its one form.
const HEADER = Buffer.from('845826a20127045820', 'hex');

/** The signer, payload and id (SHA-256 of what was signed) of an object signed under this domain. */
export function verifyObject(object, domain) {
  const signer = object.subarray(HEADER.length, HEADER.length + 32);
  if (object.length > 65536 || !object.subarray(0, HEADER.length).equals(HEADER) || object[41] !== 0xa0) refuse('not a signed object');
  const rest = new Reader(object.subarray(42));
  const [payload, signature] = [rest.item(), rest.item()];
  if (rest.left !== 0 || !Buffer.isBuffer(payload) || !Buffer.isBuffer(signature)) refuse('not a signed object');
  decode(payload);
  const signed = encode(['Signature1', object.subarray(3, 41), Buffer.from(domain), payload]);
  if (!isSound(signer) || !verify(signer, signed, signature)) refuse('nobody signed it');
  return { signer, payload, id: sha256(signed) };
}

/** An invitation: whom to dial, where, and what to present. */
export function parseInvitation(written) {
  const signed = parseText('invite', written);
  const { signer, payload } = verifyObject(signed, 'comity/1 invitation');
  const fields = decode(payload);
  if (!Array.isArray(fields) || fields.length !== (fields[0] === 2 ? 9 : 7)) refuse('not an invitation');
  const [version, id, mission, epoch, generation, expiry, ...rest] = fields;
  const addresses = rest.pop();
  const [uses, caveats] = rest;
  const isAddress = address => typeof address === 'string' && Buffer.byteLength(address) <= 256;
  const isLimited = version === 2 && isUint(uses, 10000) && uses >= 1 && Array.isArray(caveats) && (uses > 1 || caveats.length > 0);
  const isOurs = (version === 1 || isLimited) && Buffer.isBuffer(id) && id.length === 16 && signed.length <= 4096
      && typeof mission === 'string' && /^[a-z0-9][a-z0-9._-]{0,63}$/.test(mission)
      && [epoch, generation].every(number => isUint(number)) && isUint(expiry, 31556889864403199n)
      && Array.isArray(addresses) && addresses.length <= 16 && addresses.every(isAddress);
  return isOurs ? { issuer: signer, mission, expiry, addresses, signed, payload } : refuse('not an invitation, or of a newer version');
}

/** An advert: of which node, and the fields of what it says. */
export function readAdvert(signed) {
  if (signed.length > 6144) refuse('too long');
  const { signer, payload } = verifyObject(signed, 'comity/1 node advert');
  const fields = decode(payload);
  if (!Array.isArray(fields) || fields.length !== 8) refuse('not an advert');
  const [format, version, epoch, issued, expires, features, listed, contacts] = fields;
  const isContact = contact => Array.isArray(contact) && contact.length === 2
      && typeof contact[0] === 'string' && /^[!-~]{1,320}$/.test(contact[0]) && isUint(contact[1], 255);
  const isOurs = format === 1 && [version, epoch, features].every(number => isUint(number))
      && [issued, expires].every(second => isUint(second, 253402300799)) && issued < expires
      && typeof listed === 'boolean' && Array.isArray(contacts) && contacts.length <= 16 && contacts.every(isContact);
  return isOurs ? { node: signer, fields } : refuse('not an advert, or of a newer format');
}
