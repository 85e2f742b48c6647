// The link of docs/protocol/link.md: the handshake, and records. Knows no sockets.
import { createCipheriv, createDecipheriv, createHmac, diffieHellman } from 'node:crypto';
import { decode, encode, isUint, refuse } from './cbor.mjs';
import { agreement, isSound, separated, sha256, verify, x25519Public } from './identity.mjs';

const NONE = Buffer.alloc(0);
const PADDING = Buffer.alloc(150);
const SUITES = {
  1: { noise: 'Noise_XX_25519_AESGCM_SHA256', cipher: 'aes-256-gcm', counter: 'writeBigUInt64BE' },
  2: { noise: 'Noise_XX_25519_ChaChaPoly_SHA256', cipher: 'chacha20-poly1305', counter: 'writeBigUInt64LE' },
};
const hmac = (key, ...parts) => createHmac('sha256', key).update(Buffer.concat(parts)).digest();

function hkdf(salt, input) {
  const key = hmac(salt, input);
  const first = hmac(key, Buffer.from([1]));
  return [first, hmac(key, first, Buffer.from([2]))];
}

/** One key in one direction, and its counter. */
export class Sealer {
  constructor(suite, key, counter = 0n) {
    Object.assign(this, { suite, key, counter });
  }

  nonce(counter) {
    const nonce = Buffer.alloc(12);
    nonce[SUITES[this.suite].counter](counter, 4);
    return nonce;
  }

  seal(plain, aad = NONE, nonce = this.nonce(this.counter++)) {
    const cipher = createCipheriv(SUITES[this.suite].cipher, this.key, nonce, { authTagLength: 16 });
    cipher.setAAD(aad, { plaintextLength: plain.length });
    return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  }

  open(sealed, aad = NONE) {
    if (sealed.length < 16) refuse('shorter than a tag');
    const cipher = createDecipheriv(SUITES[this.suite].cipher, this.key, this.nonce(this.counter++), { authTagLength: 16 });
    cipher.setAAD(aad, { plaintextLength: sealed.length - 16 });
    cipher.setAuthTag(sealed.subarray(-16));
    try {
      return Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]);
    } catch {
      return refuse('not authentic');
    }
  }

  /** The same under the next key; the counter goes on. */
  rekey() {
    this.key = this.seal(Buffer.alloc(32), NONE, this.nonce(2n ** 64n - 1n)).subarray(0, 32);
  }
}

export const prefix = (suite, responder) => Buffer.concat([Buffer.from('CMTY'), Buffer.from([1, suite]), sha256(responder)]);

/** What a side says of itself. */
export function readPayload(bytes) {
  const said = decode(bytes);
  if (!Array.isArray(said) || said.length !== 7) refuse('not an identity payload');
  const [key, signature, min, max, features, epoch, last] = said;
  const sizes = Buffer.isBuffer(key) && key.length === 32 && Buffer.isBuffer(signature) && signature.length === 64
      && Buffer.isBuffer(last) && last.length % 32 === 0 && last.length <= 32;
  const numbers = isUint(min, 255) && isUint(max, 255) && min >= 1 && min <= max && isUint(features) && isUint(epoch);
  return sizes && numbers ? { key, signature, min, max, features, epoch, last } : refuse('not an identity payload');
}

/**
 * One side of one handshake. own is { identity, staticSecret, ephemeralSecret, epoch }; the initiator names the responder it
 * expects, and last, the hash of the last link it had with it. Hearing a frame gives what to send, and at last the link.
 */
export class Handshake {
  constructor(own, { expected = null, suite = 1, last = NONE } = {}) {
    this.own = own;
    this.expected = expected;
    this.last = last;
    this.s = agreement(own.staticSecret);
    this.e = agreement(own.ephemeralSecret);
    this.begun = false;
    if (expected) this.begin(prefix(suite, expected));
  }

  begin(clear) {
    this.suite = clear[5];
    this.prologue = clear;
    this.h = this.ck = Buffer.concat([Buffer.from(SUITES[this.suite].noise), Buffer.alloc(32)]).subarray(0, 32);
    this.mixHash(clear);
  }

  /** The initiator's first frame. */
  start() {
    this.mixHash(this.e.public);
    return Buffer.concat([this.prologue, this.e.public, this.seal(PADDING)]);
  }

  hear(frame) {
    if (frame.length > 2048) refuse('too long');
    if (this.expected) return this.answerTo(frame);
    return this.begun ? this.conclude(frame) : this.onOpening(frame);
  }

  onOpening(frame) {
    const mine = SUITES[frame[5]] && prefix(frame[5], this.own.identity.id);
    if (frame.length !== 220 || !mine?.equals(frame.subarray(0, 38)) || !PADDING.equals(frame.subarray(70))) refuse('not for this node');
    this.begun = true;
    this.begin(frame.subarray(0, 38));
    this.re = frame.subarray(38, 70);
    this.mixHash(this.re);
    this.open(PADDING);
    this.mixHash(this.e.public);
    this.mixKey(this.e, this.re);
    const keys = [this.e.public, this.seal(this.s.public)];
    this.mixKey(this.s, this.re);
    return { send: Buffer.concat([...keys, this.seal(this.ownPayload())]) };
  }

  answerTo(frame) {
    if (frame.length < 80) refuse('cut short');
    this.re = frame.subarray(0, 32);
    this.mixHash(this.re);
    this.mixKey(this.e, this.re);
    this.rs = this.open(frame.subarray(32, 80));
    this.mixKey(this.e, this.rs);
    const peer = this.peer(frame.subarray(80));
    const key = this.seal(this.s.public);
    this.mixKey(this.s, this.re);
    const send = Buffer.concat([key, this.seal(this.ownPayload())]);
    return { send, link: this.link(peer) };
  }

  conclude(frame) {
    if (frame.length < 48) refuse('cut short');
    this.rs = this.open(frame.subarray(0, 48));
    this.mixKey(this.e, this.rs);
    return { link: this.link(this.peer(frame.subarray(48))) };
  }

  statement(byInitiator, key) {
    return separated('comity/1 handshake', Buffer.concat([Buffer.from([byInitiator ? 1 : 2]), key, this.h]));
  }

  ownPayload() {
    this.signed = this.statement(this.expected !== null, this.s.public);
    return encode([this.own.identity.id, this.own.identity.sign(this.signed), 1, 1, 0, this.own.epoch, this.last]);
  }

  peer(sealed) {
    const statement = this.statement(this.expected === null, this.rs);
    const said = readPayload(this.open(sealed));
    if (said.key.equals(this.own.identity.id)) refuse('this node itself');
    if (this.expected && !said.key.equals(this.expected)) refuse('another node answered');
    if (said.min > 1) refuse('no common version');
    return isSound(said.key) && verify(said.key, statement, said.signature) ? said : refuse('its key did not sign this handshake');
  }

  link(peer) {
    const [first, second] = hkdf(this.ck, NONE).map(key => new Sealer(this.suite, key));
    const [sealer, opener] = this.expected ? [first, second] : [second, first];
    return { peer: peer.key, hash: this.h, sealer, opener };
  }

  mixHash(data) {
    this.h = sha256(this.h, data);
  }

  mixKey(own, other) {
    let shared;
    try {
      shared = diffieHellman({ privateKey: own.key, publicKey: x25519Public(other) });
    } catch {
      refuse('a key of small order');
    }
    if (shared.equals(Buffer.alloc(32))) refuse('a key of small order');
    const [ck, key] = hkdf(this.ck, shared);
    this.ck = ck;
    this.cipher = new Sealer(this.suite, key);
  }

  seal(plain) {
    const sealed = this.cipher ? this.cipher.seal(plain, this.h) : plain;
    this.mixHash(sealed);
    return sealed;
  }

  open(sealed) {
    const plain = this.cipher ? this.cipher.open(sealed, this.h) : sealed;
    this.mixHash(sealed);
    return plain;
  }
}
