// The session of docs/protocol/session.md: plaintexts of records in, plaintexts of records out. Knows no links; its clock is given.
import { encode, isUint, Reader, refuse } from './cbor.mjs';

export const LEARN = 0, FORGET = 1, CAST = 2, REFUSE = 3, RELEASE = 4, PRESENT = 5, GRANTED = 6, DECLINED = 7, READY = 8;
export const ACK = 9, HELLO = 10, BYE = 11, REKEY = 12, PART = 13, ADVERT = 14, EVIDENCE = 15, RECEIPT = 16, COUNTERSIGNED = 17, NOTICE = 18, RENEW = 19, CALL = 20, PIECE = 21;
export const REASONS = ['denied', 'revoked', 'expired', 'malformed', 'overloaded', 'unreachable', 'throttled'];

const [DENIED, EXPIRED, MALFORMED] = [0, 2, 3];
const MAX_RECORD = 61_424;
const MAX_CAST = 8 << 20;
const MAX_ACK = 11;
const CONTROL_RESERVE = 1 << 20;
const ACK_AFTER = 64 << 10;

const uint = value => isUint(value);
const uint31 = value => isUint(value, 2 ** 31 - 1);
const bytes = (...sizes) => value => Buffer.isBuffer(value) && sizes.includes(value.length);
const upTo = max => value => Buffer.isBuffer(value) && value.length <= max;
const name = value => typeof value === 'string' && Buffer.byteLength(value) <= 128;
const once = value => isUint(value) && BigInt(value) % 2n === 0n;
const refs = value => Array.isArray(value) && value.length <= 1000 && value.every(uint);
const names = value => Array.isArray(value) && value.length <= 256 && value.every(name);

/** What follows the kind. */
const FIELDS = {
  [LEARN]: [uint, name, bytes(16), names],
  [FORGET]: [uint, uint],
  [CAST]: [uint, uint, upTo(MAX_RECORD)],
  [REFUSE]: [uint, uint],
  [RELEASE]: [uint, uint],
  [PRESENT]: [uint, upTo(33_280)],
  [GRANTED]: [uint, upTo(33_280)],
  [DECLINED]: [uint, uint],
  [READY]: [],
  [ACK]: [uint],
  [HELLO]: [bytes(0, 32), uint, uint, uint, uint],
  [BYE]: [uint, uint],
  [REKEY]: [uint],
  [PART]: [uint, uint, uint31, uint31, upTo(MAX_RECORD)],
  [ADVERT]: [upTo(6144)],
  [EVIDENCE]: [upTo(512)],
  [RECEIPT]: [upTo(49_152), upTo(512)],
  [COUNTERSIGNED]: [uint, upTo(512)],
  [NOTICE]: [upTo(256)],
  [RENEW]: [refs],
  [CALL]: [uint, uint, once, upTo(MAX_RECORD)],
  [PIECE]: [uint, uint, once, uint31, uint31, upTo(MAX_RECORD)],
};

/** The longer forms: a cast and its parts with a deadline after the type, a refusal with a time at its end. */
const LIMITED = Object.fromEntries([CAST, PART, CALL, PIECE, REFUSE].map(kind => [kind, FIELDS[kind].toSpliced(2, 0, uint)]));
const level = value => Buffer.isBuffer(value) && value.every(each => each <= 2) && value.some(each => each > 0);
const isProven = ([, , , types, levels]) => levels.length === types.length;

/** Forms of more kinds: a refusal of a call, engines that want proof, and evidence with a signature or resting on an earlier one. */
const OTHER_FORMS = {
  [REFUSE]: [[uint, uint, uint, uint]],
  [LEARN]: [[uint, name, bytes(16), names, level]],
  [EVIDENCE]: [[value => isUint(value, 2), uint, uint, upTo(1280), upTo(480), bytes(64)], [value => isUint(value, 16), upTo(1280)]],
};
const isOther = (kind, values) =>
  (OTHER_FORMS[kind] ?? []).some(form => fit(form, values)) && (kind !== LEARN || isProven(values));
const hasDeadline = kind => kind === CAST || kind === PART || kind === CALL || kind === PIECE;

const fit = (fields, values) => fields?.length === values.length && fields.every((field, i) => field(values[i]));

/** The ur-messages of a record, as arrays; casts and their parts have their deadline, or null, after the type. */
export function readMessages(plain) {
  const reader = new Reader(plain);
  const messages = [];
  while (reader.left > 0) {
    reader.items = 0;
    const message = reader.item();
    const isMessage = Array.isArray(message) && isUint(message[0], PIECE);
    const [kind, ...values] = isMessage ? message : refuse('not an ur-message');
    const plainForm = fit(FIELDS[kind], values);
    const isOfForm = plainForm || fit(LIMITED[kind], values) || isOther(kind, values);
    if (!isOfForm) refuse(`a message of kind ${kind} that is not of its form`);
    messages.push(plainForm && hasDeadline(kind) ? message.toSpliced(3, 0, null) : message);
  }
  return messages;
}

const isOfLink = ([kind]) => kind >= ACK && kind <= REKEY;

export class Session {
  /** clock: this side's, in whole milliseconds. */
  constructor({ credit = 4 << 20, heartbeat = 2000, clock = () => 0 } = {}) {
    Object.assign(this, { credit, heartbeat, clock });
    this.name = null;
    this.fresh();
  }

  /** A session without a past. onFresh tells that whatever was learned or given out before is gone. */
  fresh() {
    this.control = [];
    this.casts = [];
    Object.assign(this, { received: 0, sent: 0, acknowledged: 0, kept: [], repeats: [], limit: this.credit, nextRef: 0 });
    this.exports = new Map();
    this.parts = new Map();
    this.onFresh?.();
  }

  /** A link of this hash is up, in place of any before. */
  link(hash) {
    this.hash = hash;
    this.offered = this.name;
    this.name ??= hash;
    Object.assign(this, { isUp: true, helloSaid: false, helloHeard: false, settled: this.offered === null, sinceAck: 0 });
  }

  lost() {
    this.isUp = false;
  }

  tell(...message) {
    const encoded = encode(message.filter(value => value !== null));
    if (encoded.length > MAX_RECORD - MAX_ACK) throw new RangeError('this peer sends no message that is longer than a record');
    (message[0] === CAST || message[0] === CALL ? this.casts : this.control).push(encoded);
  }

  /** A ref of ours: even for one cast, odd for any number. The other side's casts to it come to receive(type, body). */
  export(receive, { once = true } = {}) {
    const ref = this.nextRef++ * 2 + (once ? 0 : 1);
    this.exports.set(ref, receive);
    return ref;
  }

  beat() {
    this.ackDue = true;
  }

  // What is to be said.

  /** The plaintexts to seal now, in order. */
  says() {
    const records = [];
    if (this.isUp && !this.helloSaid) {
      this.helloSaid = true;
      this.ackSaid = this.received;
      records.push(encode([HELLO, this.offered ?? Buffer.alloc(0), this.received, this.credit, this.heartbeat, this.clock()]));
    }
    if (!this.isUp || !this.settled) return records;
    records.push(...this.repeats.splice(0));
    for (let record = this.fill(); record; record = this.fill()) records.push(record);
    if (this.ackDue) records.push(this.ack());
    return records;
  }

  unacknowledged() {
    return this.kept.reduce((sum, record) => sum + record.length, 0);
  }

  /** The next numbered record: an ack if it is news, control messages, then casts if there is credit. */
  fill() {
    const before = this.unacknowledged();
    const lanes = [...(before < this.limit + CONTROL_RESERVE ? [this.control] : []), ...(before < this.limit ? [this.casts] : [])];
    if (lanes.every(lane => lane.length === 0)) return null;
    const parts = this.ackSaid === this.received ? [] : [this.ack()];
    let room = MAX_RECORD - parts.length * MAX_ACK;
    for (const lane of lanes) {
      while (lane.length > 0 && lane[0].length <= room) {
        room -= lane[0].length;
        parts.push(lane.shift());
      }
      if (lane.length > 0) break;
    }
    const record = Buffer.concat(parts);
    this.sent++;
    this.kept.push(record);
    return record;
  }

  ack() {
    Object.assign(this, { ackSaid: this.received, ackDue: false, sinceAck: 0 });
    return encode([ACK, this.received]);
  }

  // What is heard.

  /** Takes a record; returns its messages but acks, hellos and casts, for the caller to heed. Refuses what ends the session. */
  hear(plain) {
    const messages = readMessages(plain);
    const rest = messages[0]?.[0] === ACK ? messages.slice(1) : messages;
    const alone = messages.length === 1;
    if (rest.some(isOfLink) && rest.length > 1 || rest[0]?.[0] === ACK) refuse('a message of the link out of its place');
    if (rest[0]?.[0] === HELLO) return this.hello(rest[0], alone);
    if (rest[0]?.[0] === BYE) return rest;
    if (!this.helloHeard) refuse('a message before hello');
    if (rest.length < messages.length) this.acknowledge(messages[0][1]);
    if (rest[0]?.[0] === REKEY) this.othersClock(rest[0][1]);
    const heeded = rest.filter(message => !this.isDelivered(message));
    if (rest.some(message => !isOfLink(message))) {
      this.received++;
      this.sinceAck += plain.length;
      this.ackDue ||= this.sinceAck >= ACK_AFTER;
    }
    return heeded;
  }

  hello([, session, received, credit, , clock], alone) {
    if (this.helloHeard || !alone) refuse('hello out of its place');
    this.helloHeard = true;
    if (this.offered?.equals(session)) {
      if (received < this.acknowledged) refuse('it forgot what it had acknowledged');
      this.acknowledge(received);
      this.repeats = [...this.kept];
    } else if (this.offered) {
      this.name = this.hash;
      this.fresh();
      this.ackSaid = 0;
    }
    this.limit = Math.min(this.limit, Number(credit));
    this.othersClock(clock);
    this.settled = true;
    return [];
  }

  acknowledge(received) {
    if (received > this.sent) refuse('an ack of what was never said');
    while (this.acknowledged < received) {
      this.acknowledged++;
      const record = this.kept.shift();
      if (this.repeats[0] === record) this.repeats.shift();
    }
  }

  /** Whether a message was a cast or a part of one, for a ref of ours. */
  isDelivered([kind, ...rest]) {
    if (kind === CAST) this.deliver(...rest, null);
    else if (kind === PART) this.assemble(...rest.toSpliced(3, 0, null));
    else if (kind === CALL) this.deliver(...rest.toSpliced(3, 1), rest[3]);
    else if (kind === PIECE) this.assemble(...rest);
    return hasDeadline(kind);
  }

  /** What was not delivered, and where its answer was to go, if it said so. */
  refuse(ref, reason, reply) {
    if (reply === null) this.tell(REFUSE, ref, reason);
    else this.tell(REFUSE, ref, reason, 0, reply);
  }

  /** What the other side's clock shows now; from here on it is reckoned by our own. */
  othersClock(now) {
    this.behind = BigInt(this.clock()) - BigInt(now);
  }

  isOver(deadline) {
    return deadline !== null && BigInt(this.clock()) - this.behind > BigInt(deadline);
  }

  deliver(ref, type, deadline, body, reply) {
    const receive = this.exports.get(ref);
    if (receive && this.isOver(deadline)) return this.refuse(ref, EXPIRED, reply);
    if (BigInt(ref) % 2n === 0n) this.exports.delete(ref);
    if (receive) return receive(type, body);
    return this.refuse(ref, DENIED, reply);
  }

  assemble(ref, type, deadline, reply, total, offset, bytes) {
    const begun = this.parts.get(ref);
    if (bytes.length === 0 || offset + bytes.length > total) refuse('a part without a place');
    if (offset === 0 && begun) refuse('a cast that begins before the last has ended');
    if (offset === 0 && !(this.exports.has(ref) && total <= MAX_CAST)) return this.refuse(ref, this.exports.has(ref) ? MALFORMED : DENIED, reply);
    if (offset > 0 && !begun) return undefined;
    const cast = begun ?? { type, reply, total, length: 0, pieces: [] };
    if (cast.type !== type || cast.reply !== reply || cast.total !== total || cast.length !== offset) refuse('a part out of order');
    cast.pieces.push(bytes);
    cast.length += bytes.length;
    this.parts.set(ref, cast);
    if (cast.length < total) return undefined;
    this.parts.delete(ref);
    return this.deliver(ref, type, deadline, Buffer.concat(cast.pieces), reply);
  }
}
