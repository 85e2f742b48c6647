// Another node over TCP: dials it, shakes hands, keeps the session alive from link to link, and does with its messages what a
// peer that serves no engines of its own has to.
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { encode } from './cbor.mjs';
import { Handshake } from './link.mjs';
import { BYE, CALL, CAST, DECLINED, FORGET, GRANTED, LEARN, PRESENT, READY, REASONS, REFUSE, REKEY, Session } from './session.mjs';

const HEARTBEAT_MILLIS = 1_000;
const SILENCE_MILLIS = 8_000;
const RETRY_MILLIS = 200;
const KEEP_MILLIS = 30_000;
const STOPPING = 0;

const reason = code => REASONS[code] ?? REASONS[0];

export class Remote {
  /** identity is this node's own key; log is told in a line what happens to the connection. */
  constructor(identity, invitation, log = () => {}) {
    this.own = { identity, staticSecret: randomBytes(32), epoch: Date.now() };
    Object.assign(this, { invitation, log, engines: new Map(), waiting: new Set(), last: Buffer.alloc(0), links: 0 });
    this.session = new Session({ heartbeat: HEARTBEAT_MILLIS, clock: () => Math.floor(performance.now()) });
    this.session.onFresh = () => {
      this.log('a new session');
      this.introduce();
    };
    this.introduce();
  }

  /** Says what every session begins with: no engines are served here, and the invitation. */
  introduce() {
    this.engines.clear();
    this.session.tell(READY);
    this.session.tell(PRESENT, 1, this.invitation.signed);
  }

  /** Resolves when the invitation was granted and its engines are learned. */
  open() {
    const granted = this.promise(resolve => (this.granted = resolve));
    this.beat = setInterval(() => {
      this.session.beat();
      this.flush();
      if (this.link && Date.now() - this.heard > SILENCE_MILLIS) this.socket.destroy();
    }, HEARTBEAT_MILLIS);
    this.dial();
    return granted;
  }

  /** A promise that fails when the session ends. */
  promise(begin) {
    return new Promise((resolve, reject) => {
      this.waiting.add(reject);
      begin(value => {
        this.waiting.delete(reject);
        resolve(value);
      });
    });
  }

  dial() {
    const address = this.invitation.addresses.find(each => each.startsWith('tcp://'));
    if (!address) return this.end('the invitation has no tcp address');
    const { hostname, port } = new URL(address);
    const own = { ...this.own, ephemeralSecret: randomBytes(32) };
    const handshake = new Handshake(own, { expected: this.invitation.issuer, last: this.last });
    const socket = connect({ host: hostname.replace(/[[\]]/g, ''), port, noDelay: true });
    let unread = Buffer.alloc(0);
    this.socket = socket;
    this.link = null;
    socket.on('connect', () => this.frame(handshake.start()));
    socket.on('error', error => this.log(error.message));
    socket.on('close', () => this.onClose());
    socket.on('data', data => {
      unread = Buffer.concat([unread, data]);
      try {
        while (unread.length >= 4 && !this.ended) {
          const length = unread.readUInt32BE();
          if (length === 0 || length > (this.link ? 61_440 : 2_048)) throw new Error('a frame of a length that is not allowed');
          if (unread.length < 4 + length) break;
          const frame = unread.subarray(4, 4 + length);
          unread = unread.subarray(4 + length);
          if (this.link) this.onRecord(frame);
          else this.onHandshake(handshake.hear(frame));
        }
      } catch (error) {
        this.end(error.message);
      }
    });
  }

  frame(bytes) {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    this.socket.write(Buffer.concat([length, bytes]));
  }

  onHandshake({ send, link }) {
    this.frame(send);
    this.link = link;
    this.last = link.hash;
    this.heard = Date.now();
    this.session.link(link.hash);
    this.log(`link ${++this.links} is up`);
    this.flush();
  }

  /** Seals whatever is to be said. */
  flush() {
    if (!this.link) return;
    for (const plain of this.session.says()) this.frame(this.link.sealer.seal(plain));
  }

  onRecord(frame) {
    const plain = this.opened(frame);
    if (!plain) return;
    const messages = this.session.hear(plain);
    this.heard = Date.now();
    messages.forEach(message => this.heed(message));
    this.flush();
  }

  /** A record that is not authentic ends the link, not the session. */
  opened(frame) {
    try {
      return this.link.opener.open(frame);
    } catch (error) {
      this.log(error.message);
      this.socket.destroy();
      return null;
    }
  }

  heed([kind, ...rest]) {
    switch (kind) {
      case LEARN: {
        const [ref, engine, digest, types] = rest;
        return this.engines.set(engine, { ref, digest, types });
      }
      case FORGET: return this.engines.forEach(({ ref }, engine) => ref === rest[0] && this.engines.delete(engine));
      case REFUSE: return this.log(`a message was refused: ${reason(rest[1])}`);
      case GRANTED: return this.granted?.(this.engines);
      case DECLINED: return this.end(`the invitation was declined: ${reason(rest[1])}`);
      case REKEY: return this.link.opener.rekey();
      case BYE: return this.end(`it said goodbye, code ${rest[0]}`);
      default: return undefined;
    }
  }

  /** A link that was lost without goodbye is dialled again; the session goes on over the next. */
  onClose() {
    this.link = null;
    this.session.lost();
    if (this.ended) return undefined;
    if (this.links === 0) return this.end('it cannot be reached');
    if (Date.now() - this.heard > KEEP_MILLIS) return this.end('the connection did not come back');
    return setTimeout(() => this.ended || this.dial(), RETRY_MILLIS);
  }

  end(why) {
    if (this.ended) return;
    this.ended = true;
    clearInterval(this.beat);
    this.socket?.destroy();
    this.waiting.forEach(reject => reject(new Error(why)));
  }

  /** Where to cast a message of this type. */
  target(engine, type) {
    const learned = this.engines.get(engine);
    const place = learned?.types.indexOf(type) ?? -1;
    if (place < 0) throw new Error(`this node may not send ${type} to ${engine}`);
    return [learned.ref, place];
  }

  /** Sends a body, an item of CBOR, and hears nothing of it. */
  cast(engine, type, body) {
    this.session.tell(CAST, ...this.target(engine, type), encode(body));
    this.flush();
  }

  /** Sends the body that is made with a ref for the reply; resolves with the reply's bytes. */
  ask(engine, type, bodyWith) {
    const target = this.target(engine, type);
    return this.promise(resolve => {
      const ref = this.session.export((_, reply) => resolve(reply));
      this.session.tell(CALL, ...target, ref, encode(bodyWith(ref)));
      this.flush();
    });
  }

  /** Hands over what waits and says goodbye. */
  close() {
    this.flush();
    if (this.link && !this.ended) {
      this.frame(this.link.sealer.seal(encode([BYE, STOPPING, 0])));
      this.socket.end();
    }
    this.ended = true;
    clearInterval(this.beat);
  }
}
