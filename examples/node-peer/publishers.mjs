// Who may publish on a topic, and which messages are theirs, allowed and new, as docs/protocol/topics.md has it.
import { Refused } from './cbor.mjs';
import { readChain } from './grants.mjs';
import { isEndorsed, isSigned, readPublisherKey, topicId } from './topics.mjs';

const WINDOW = 4096n;
const SKEW = 5 * 60 * 1000;
const MAX_EPOCHS = 2;
const MAX_RIGHTS = 4;
const YEAR = 365n * 24n * 3600n * 10n ** 9n;
const [NOT_BEFORE, EXPIRY, INTERVAL, BURST, BYTES, KINDS] = [1, 2, 3, 4, 7, 10];

const max = (a, b) => (a > b ? a : b);
const min = (a, b) => (a < b ? a : b);
const name = (...parts) => parts.map(part => part.toString('hex')).join(' ');

function readOrNull(reader) {
  try {
    return reader();
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}

/** What was seen of a publisher in one epoch. */
class Track {
  constructor() {
    this.word = null;
    this.highest = 0n;
    this.highestMillis = 0;
    this.seen = new Map();
    this.arrival = 0n;
    this.start = null;
  }

  vouched(word) {
    if (!this.word || word.expires > this.word.expires) this.word = word;
  }

  /** How many messages of a batch are beyond the last that was seen. */
  beyond({ last, count }) {
    return max(0n, min(BigInt(count), last - this.highest));
  }

  /** When the first of them would have been said at the rate, and when the batch says that it was, in nanoseconds. */
  due({ first, time }, interval) {
    const unseen = this.highest === 0n ? 0n : max(0n, first - this.highest - 1n);
    const at = BigInt(time - (this.start ?? time)) * 1_000_000n;
    return { unseen, at, start: max(at, this.arrival + unseen * interval) };
  }

  isInPace(batch, { interval, tolerance }) {
    const count = this.beyond(batch);
    if (interval === 0n || count === 0n) return true;
    const { unseen, at, start } = this.due(batch, interval);
    return unseen <= (2n ** 63n - 1n) / 4n / interval && start - at + (count - 1n) * interval <= tolerance;
  }

  isKnown(sequence) {
    return sequence > this.highest - WINDOW && this.seen.has(sequence);
  }

  take(batch, { interval }) {
    const count = this.beyond(batch);
    if (count > 0n) {
      if (interval > 0n) this.arrival = this.due(batch, interval).start + count * interval;
      this.start ??= batch.time;
      this.highest = batch.last;
      this.highestMillis = batch.time;
    }
    for (const [place, hash] of batch.leaves) this.seen.set(batch.first + BigInt(place), hash);
    for (const sequence of this.seen.keys()) if (sequence <= this.highest - WINDOW) this.seen.delete(sequence);
  }
}

export class Publishers {
  constructor({ owner, called, mission, types, publishers = 256, cuts = 65536 }) {
    Object.assign(this, { owner, mission, types, limits: { publishers, cuts } });
    this.topic = topicId(owner, called);
    this.engine = `topic/${called}`;
    this.known = new Map();
    this.cuts = new Map();
    this.isClosed = false;
    this.now = 0;
  }

  advance(now) {
    this.now = Math.max(this.now, now);
  }

  isOwner(publisher) {
    return publisher.equals(this.owner);
  }

  // Introductions.

  /** What is objected to, or null. */
  introduce(publisher, key, chain, now) {
    this.advance(now);
    const word = readOrNull(() => readPublisherKey(key, publisher));
    if (!word) return 'NO_RIGHT';
    const second = Math.floor(this.now / 1000);
    if (second >= word.expires) return 'EXPIRED';
    const isNew = !this.known.has(name(publisher));
    if (isNew && !this.isOwner(publisher) && this.known.size >= this.limits.publishers) return 'OVERLOADED';
    const right = this.right(publisher, chain, second);
    return right.objection ?? this.enter(publisher, word, right);
  }

  /** What a publisher may say by a chain at a second: { grant, caveats }, or { objection }. */
  right(publisher, chain, second) {
    if (this.isOwner(publisher)) return { grant: Buffer.alloc(0), caveats: new Map() };
    const shown = readChain(chain, this.owner, second);
    if (shown.flaw) return { objection: shown.flaw === 'expired' ? 'EXPIRED' : 'NO_RIGHT' };
    const isTheirs = shown.role === 0 && shown.holder.equals(publisher) && shown.mission === this.mission;
    return isTheirs ? { grant: shown.id, caveats: shown.caveats } : { objection: 'NO_RIGHT' };
  }

  enter(node, word, right) {
    const publisher = this.known.get(name(node)) ?? { rights: new Map(), epochs: new Map(), lied: false };
    this.known.set(name(node), publisher);
    const track = publisher.epochs.get(word.epoch);
    if (!track && [...publisher.epochs.keys()].some(epoch => epoch > word.epoch)) return 'BACKWARDS';
    if (track && !track.word.key.equals(word.key)) return 'NO_RIGHT';
    publisher.rights.delete(name(right.grant));
    publisher.rights.set(name(right.grant), right);
    if (publisher.rights.size > MAX_RIGHTS) publisher.rights.delete(publisher.rights.keys().next().value);
    if (!track) publisher.epochs.set(word.epoch, new Track());
    publisher.epochs.get(word.epoch).vouched(word);
    if (publisher.epochs.size > MAX_EPOCHS) publisher.epochs.delete([...publisher.epochs.keys()].reduce(min));
    return null;
  }

  // Taking back.

  /** Whether it is news. */
  cut(cut) {
    const which = name(cut.publisher, cut.grant);
    const standing = this.cuts.get(which);
    const isNarrower = !standing || cut.epoch < standing.epoch || (cut.epoch === standing.epoch && cut.sequence < standing.sequence);
    if (!cut.topic.equals(this.topic) || !isNarrower) return false;
    if (!standing && this.cuts.size >= this.limits.cuts) {
      this.isClosed = true;
      return false;
    }
    this.cuts.set(which, cut);
    return true;
  }

  /** Whether it is news. */
  expose({ topic, publisher }) {
    const known = this.known.get(name(publisher));
    if (!known || known.lied || !topic.equals(this.topic)) return false;
    known.lied = true;
    return true;
  }

  // Judging.

  /** { answer: 'taken', fresh }, { answer: 'exposed', epoch, sequence }, or { answer } with what is objected to. */
  judge(read, now) {
    this.advance(now);
    const batch = { ...read, last: read.first + BigInt(read.count) - 1n };
    const publisher = this.known.get(name(batch.publisher));
    const track = publisher?.epochs.get(batch.epoch);
    const right = publisher?.rights.get(name(batch.grant));
    if (!track || !right) return { answer: 'NOT_INTRODUCED' };
    const objection = this.objection(batch, publisher, track, right);
    return objection ? { answer: objection } : this.judgeSigned(batch, publisher, track, right);
  }

  /** As judge, of what somebody else than the owner brings, with the owner's word for it or null. */
  judgePassed(read, endorsement, now) {
    const key = endorsement && this.known.get(name(this.owner))?.epochs.get(endorsement.epoch)?.word.key;
    const isGood = this.isOwner(read.publisher) || (key && isEndorsed(read, endorsement, key));
    return isGood ? this.judge(read, now) : { answer: 'NOT_ENDORSED' };
  }

  objection(batch, publisher, track, { caveats }) {
    if (!batch.topic.equals(this.topic)) return 'OTHER_TOPIC';
    if (publisher.lied) return 'LIAR';
    if (this.isCut(batch)) return 'CUT';
    const second = Math.floor(Math.max(batch.time, this.now) / 1000);
    if (second >= track.word.expires || second >= (caveats.get(EXPIRY) ?? Infinity)) return 'EXPIRED';
    if (batch.time > this.now + SKEW) return 'FROM_THE_FUTURE';
    if (Math.floor(batch.time / 1000) < (caveats.get(NOT_BEFORE) ?? 0)) return 'NO_RIGHT';
    const isInTime = batch.last > track.highest ? batch.time >= track.highestMillis : batch.time <= track.highestMillis;
    if (!isInTime) return 'BACKWARDS';
    if (![...batch.messages.values()].every(message => this.isAllowed(message, caveats))) return 'NOT_ALLOWED';
    return track.isInPace(batch, limit(caveats)) ? null : 'TOO_FAST';
  }

  /** Judges what the owner stored at a time, by a paper of that time: { answer }. */
  recall(read, { key, chain }, stored) {
    const batch = { ...read, last: read.first + BigInt(read.count) - 1n };
    if (!batch.topic.equals(this.topic)) return { answer: 'OTHER_TOPIC' };
    const second = Math.floor(stored / 1000);
    const word = readOrNull(() => readPublisherKey(key, batch.publisher));
    if (!word || second >= word.expires) return { answer: 'NO_RIGHT' };
    const right = this.right(batch.publisher, chain, second);
    if (right.objection || !right.grant.equals(batch.grant) || word.epoch !== batch.epoch) return { answer: 'NO_RIGHT' };
    if (batch.time > stored + SKEW) return { answer: 'FROM_THE_FUTURE' };
    if (this.isCut(batch)) return { answer: 'CUT' };
    if (![...batch.messages.values()].every(message => this.isAllowed(message, right.caveats))) return { answer: 'NOT_ALLOWED' };
    return { answer: isSigned(batch, word.key) ? 'taken' : 'FORGED' };
  }

  isCut({ publisher, grant, epoch, last }) {
    if (this.isClosed && !this.isOwner(publisher)) return true;
    const cut = this.cuts.get(name(publisher, grant));
    return cut !== undefined && (BigInt(epoch) > cut.epoch || (BigInt(epoch) === cut.epoch && last > cut.sequence));
  }

  isAllowed({ type, body }, caveats) {
    const kinds = caveats.get(KINDS);
    const isOf = i => kinds[i] === this.engine && ['', this.types[type]].includes(kinds[i + 1]);
    return type < this.types.length && body.length <= (caveats.get(BYTES) ?? Infinity)
        && (!kinds || kinds.some((_, i) => i % 2 === 0 && isOf(i)));
  }

  judgeSigned(batch, publisher, track, { caveats }) {
    if (batch.last <= track.highest - WINDOW) return { answer: 'TOO_OLD' };
    const here = [...batch.leaves].map(([place, hash]) => ({ place, hash, sequence: batch.first + BigInt(place) }));
    const fresh = here.filter(({ sequence }) => sequence > track.highest - WINDOW && !track.isKnown(sequence)).map(({ place }) => place);
    const lie = here.find(({ sequence, hash }) => track.isKnown(sequence) && !track.seen.get(sequence).equals(hash));
    if (fresh.length === 0 && !lie) return { answer: 'taken', fresh };
    if (!isSigned(batch, track.word.key)) return { answer: 'FORGED' };
    if (lie) {
      publisher.lied = true;
      return { answer: 'exposed', epoch: batch.epoch, sequence: lie.sequence };
    }
    track.take(batch, limit(caveats));
    return { answer: 'taken', fresh };
  }
}

/** The interval between messages, 0 when there is none, and how far ahead of it a burst may run, both in nanoseconds. */
function limit(caveats) {
  const interval = BigInt(caveats.get(INTERVAL) ?? 0);
  return { interval, tolerance: min(YEAR, BigInt((caveats.get(BURST) ?? 1) - 1) * interval) };
}
