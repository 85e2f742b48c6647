// Proofs and receipts, as docs/protocol/evidence.md has them: whether a file proves what it says, to whoever knows neither node.
import { decode, encode, isUint, Reader, refuse } from './cbor.mjs';
import { isSound, separated, sha256, verify, verifyObject } from './identity.mjs';
import { CALL, CAST, readMessages } from './session.mjs';

const [LEAF, NODE, NAMES, ENTRY] = [0, 1, 2, 3].map(octet => Buffer.from([octet]));
const HASH = 32;
export const RUN = 8;
const WIDTH = 16;
const MAX_STEPS = 8;
const NINETY_DAYS = 90 * 24 * 3600;

const isBytes = (value, size) => Buffer.isBuffer(value) && (size === undefined || value.length === size);
const isArray = (value, size) => Array.isArray(value) && value.length === size;

/** Of a run of messages of one type to one engine. */
export const leaf = (engine, type, messages) => sha256(LEAF, sha256(NAMES, encode(engine), encode(type)), ...messages);
const node = hashes => sha256(NODE, ...hashes);

/** The root over leaves, at least one. */
export function root(leaves) {
  let row = leaves;
  while (row.length > 1) {
    row = Array.from({ length: Math.ceil(row.length / WIDTH) }, (_, i) => node(row.slice(i * WIDTH, (i + 1) * WIDTH)));
  }
  return row[0];
}

/** Where a path of places and neighbours leads from a hash. */
function climb(from, path) {
  if (!Array.isArray(path) || path.length % 2 !== 0 || path.length > 2 * MAX_STEPS) refuse('not a path');
  let hash = from;
  for (let i = 0; i < path.length; i += 2) {
    const [place, others] = path.slice(i, i + 2);
    const isStep = isUint(place, WIDTH - 1) && isBytes(others) && others.length % HASH === 0 && others.length < WIDTH * HASH;
    if (!isStep || place * HASH > others.length) refuse('not a step');
    hash = node([others.subarray(0, place * HASH), hash, others.subarray(place * HASH)]);
  }
  return hash;
}

/** The key that a node vouches for: its certificate's fields. */
export function readCertificate(signed, sender) {
  const { signer, payload } = verifyObject(signed, 'comity/1 evidence key');
  const [version, audience, session, key, issued, expires, ...more] = decode(payload);
  const isForm = version === 1 && isBytes(audience, 32) && isBytes(session, 32) && isBytes(key, 32) && isSound(key)
      && isUint(issued) && isUint(expires) && issued < expires && expires - issued <= NINETY_DAYS && more.length === 0;
  return isForm && signer.equals(sender) ? { audience, session, key, issued, expires } : refuse('not the certificate of this node');
}

function items(file, magic) {
  if (!file.subarray(0, 8).equals(Buffer.from(magic))) refuse('another sort of file');
  const reader = new Reader(file.subarray(8));
  const found = [];
  while (reader.left > 0) found.push(reader.item());
  return found;
}

/** The messages that a file proves; refuses one that does not prove all of them. */
export const readProofs = file => items(file, 'comity-1').map(readProof);

function readProof(proof) {
  if (!isArray(proof, 11)) refuse('not a proof');
  const [version, sender, engine, type, messages, place, path, statement, signature, certificate] = proof;
  if (version !== 1 || !isBytes(sender, 32) || !isSound(sender) || !isArray(statement, 7) || !isBytes(messages)) refuse('not a proof');
  const [, owner, session, , , time, signedRoot] = statement;
  const key = readCertificate(certificate, sender);
  if (!key.audience.equals(owner) || !key.session.equals(session) || time < key.issued || time >= key.expires) refuse('signed by another key');
  if (!climb(leaf(engine, type, [messages]), path).equals(signedRoot)) refuse('another message');
  if (!verify(key.key, separated('comity/1 evidence', encode(statement)), signature)) refuse('not signed');
  const run = readMessages(messages);
  const isRun = run.length <= RUN && run.every(([kind]) => [CAST, CALL].includes(kind));
  if (!isRun || !isUint(place, run.length - 1)) refuse('no run of casts, or none in this place');
  return { sender, owner, engine, type, body: run[place].at(-1) };
}

/** The accounts of a file, each with whether both sides have signed it; refuses one that is not whole. */
export function readLedger(file) {
  const tips = new Map();
  return items(file, 'comityr1').map(piece => {
    if (!isArray(piece, 3) || !piece.every(part => isBytes(part))) refuse('not a receipt');
    const account = readAccount(decode(piece[0]));
    const ledger = account.owner.toString('hex') + account.holder.toString('hex');
    const tip = tips.get(ledger);
    const goesOn = !tip || (tip.last + 1 === account.first && tip.head.equals(account.previous));
    if (!goesOn) refuse('an account is missing, or out of its place');
    tips.set(ledger, account);
    requireSigned(piece[1], 'comity/1 receipt', account.owner, account.holder, account);
    if (piece[2].length > 0) requireSigned(piece[2], 'comity/1 agreement', account.holder, account.owner, account);
    return { ...account, isAgreed: piece[2].length > 0 };
  });
}

function readAccount(fields) {
  if (!isArray(fields, 7) || fields[0] !== 1) refuse('not an account');
  const [, owner, holder, session, first, previous, entries] = fields;
  const isForm = isBytes(owner, 32) && isBytes(holder, 32) && isBytes(session, 32) && isUint(first) && first >= 1
      && isBytes(previous, HASH) && Array.isArray(entries) && entries.length >= 1 && entries.length <= 512;
  if (!isForm) refuse('not an account');
  const head = entries.reduce((before, entry) => sha256(ENTRY, before, encode(entry)), previous);
  return { owner, holder, session, first, previous, entries, head, last: first + entries.length - 1 };
}

function requireSigned(signed, domain, by, other, account) {
  const { signer, payload } = verifyObject(signed, domain);
  const [version, named, session, first, last, previous, head, time, ...more] = decode(payload);
  const isSame = version === 1 && named.equals(other) && session.equals(account.session) && first === account.first
      && last === account.last && previous.equals(account.previous) && head.equals(account.head) && isUint(time) && more.length === 0;
  if (!signer.equals(by) || !isSame) refuse('signed by another, or something else');
}
