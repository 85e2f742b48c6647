#!/usr/bin/env node
// Holds this peer against every file in docs/protocol/vectors: node vectors.mjs [FOLDER]. Says how many it consumed; fails at the first
// that is read otherwise than it should be.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { check, digest, readDescription } from './bodies.mjs';
import { decode, encode, refuse, Refused } from './cbor.mjs';
import { readAnswer, signedCall } from './detached.mjs';
import { leaf, readCertificate, readLedger, readProofs, root as treeRoot, RUN } from './evidence.mjs';
import { parseBody, readFilter } from './filters.mjs';
import { flatCaveats, isPossession, readCaveats, readChain, readNotice } from './grants.mjs';
import { identity, parseInvitation, parseNodeId, readAdvert, text, verifyObject } from './identity.mjs';
import { Handshake, prefix, readPayload, Sealer } from './link.mjs';
import { Publishers } from './publishers.mjs';
import { readMessages, Session } from './session.mjs';
import {
  isEndorsed, isName, isSigned, leaf as messageLeaf, only, parseTopicId, readBatch, readCut, readEndorsement, readEquivocation, readPaper, readPublisherKey, readTopicAdvert, root as batchRoot,
  topicId, topicText,
} from './topics.mjs';

const folder = process.argv[2] ?? fileURLToPath(new URL('../../docs/protocol/vectors', import.meta.url));
const hex = string => Buffer.from(string, 'hex');

/** The notation of RFC 8949 section 8. */
function diagnostic(value) {
  if (Buffer.isBuffer(value)) return `h'${value.toString('hex')}'`;
  if (Array.isArray(value)) return `[${value.map(diagnostic).join(', ')}]`;
  return typeof value === 'string' ? `"${value}"` : String(value);
}

function refused(action) {
  try {
    action();
    return false;
  } catch (error) {
    if (error instanceof Refused) return true;
    throw error;
  }
}

let consumed = 0;
function* each(list) {
  for (const vector of list) {
    yield vector;
    consumed++;
  }
}

/** Holds a reader, which gives what it would write, against both lists. */
function both({ accept, refuse }, reader) {
  for (const vector of each(accept)) assert.deepEqual(reader(vector), vector.again ?? vector.canonical ?? vector.hex ?? vector.text, vector.name);
  for (const vector of each(refuse)) assert(refused(() => reader(vector)), vector.name);
}

const consume = {
  'cbor.json': file => both(file, vector => {
    const item = decode(hex(vector.hex));
    if (vector.diagnostic) assert.equal(diagnostic(item), vector.diagnostic);
    return encode(item).toString('hex');
  }),

  'ur-messages.json': file => both(file, vector => {
    const messages = readMessages(hex(vector.hex));
    if (messages.length !== 1) throw new Refused('not one message');
    const said = messages[0].filter(value => value !== null);
    if (vector.diagnostic) assert.equal(diagnostic(said), vector.diagnostic);
    return encode(said).toString('hex');
  }),

  'identity-payloads.json': file => both(file, vector => {
    const { key, signature, min, max, features, epoch, last } = readPayload(hex(vector.hex));
    return encode([key, signature, min, max, features, epoch, last]).toString('hex');
  }),

  'text.json': file => both(file, vector => text('node', parseNodeId(vector.text))),

  'invitations.json': file => both(file, vector => {
    const invitation = parseInvitation(vector.text);
    assert.equal(invitation.signed.toString('hex'), vector.signed ?? '');
    assert.equal(text('node', invitation.issuer), vector.issuer);
    assert.equal(diagnostic(decode(invitation.payload)), vector.payload);
    return text('invite', invitation.signed);
  }),

  'adverts.json': file => both(file, vector => {
    const advert = readAdvert(hex(vector.hex));
    assert.equal(text('node', advert.node), vector.node);
    assert.equal(diagnostic(advert.fields), vector.payload);
    return vector.hex;
  }),

  'bodies.json': file => {
    for (const { description, digest: expected, types } of each(file.protocols)) {
      assert.equal(digest(description).toString('hex'), expected);
      assert.deepEqual([...readDescription(description).keys()], types);
    }
    const types = readDescription(file.protocols.at(-1).description);
    both(file, vector => {
      const item = decode(hex(vector.hex), { body: true });
      check(types.get(vector.type), item);
      return vector.again ?? encode(item).toString('hex');
    });
  },

  'records.json': ({ accept, refuse }) => {
    const open = (sealer, sealed) => {
      const plain = sealer.open(hex(sealed));
      if (plain.subarray(-3).toString('hex') === '820c00') sealer.rekey();
      return plain.toString('hex');
    };
    for (const { suite, key, records, name } of each(accept)) {
      const [sealer, opener] = [new Sealer(suite, hex(key)), new Sealer(suite, hex(key))];
      for (const { plain, sealed } of records) {
        assert.equal(sealer.seal(hex(plain)).toString('hex'), sealed, name);
        if (plain.endsWith('820c00')) sealer.rekey();
        assert.equal(open(opener, sealed), plain, name);
      }
    }
    for (const { suite, key, records, name } of each(refuse)) {
      const opener = new Sealer(suite, hex(key));
      records.slice(0, -1).forEach(record => open(opener, record));
      assert(refused(() => open(opener, records.at(-1))), name);
    }
  },

  'handshake.json': ({ keys, accept, refuse }) => {
    const [bob, alice] = keys.map(side => ({
      identity: identity(hex(side.seed)),
      staticSecret: hex(side.static),
      ephemeralSecret: hex(side.ephemeral),
      epoch: side.epoch,
    }));
    const begin = options => [new Handshake(bob, { expected: alice.identity.id, ...options }), new Handshake(alice)];
    for (const vector of each(accept)) {
      const [initiator, responder] = begin({ suite: vector.suite, last: hex(vector.last) });
      const first = initiator.start();
      const second = responder.hear(first).send;
      const { send: third, link: near } = initiator.hear(second);
      const far = responder.hear(third).link;
      assert.deepEqual([first, second, third].map(frame => frame.toString('hex')), vector.frames, vector.name);
      assert.equal(prefix(vector.suite, alice.identity.id).toString('hex'), vector.prefix);
      const statement = signed => signed.subarray('comity/1 handshake'.length + 1).toString('hex');
      assert.deepEqual([statement(responder.signed), statement(initiator.signed)], [vector.responderSigns, vector.initiatorSigns]);
      assert.deepEqual([near.hash.toString('hex'), far.hash.toString('hex')], [vector.hash, vector.hash]);
      const records = [near, far].map(link => link.sealer.seal(hex(vector.plain)).toString('hex'));
      assert.deepEqual(records, [vector.firstRecordOfInitiator, vector.firstRecordOfResponder]);
    }
    for (const vector of each(refuse)) {
      const [initiator, responder] = begin({});
      const opening = initiator.start();
      if (vector.frame === 3) responder.hear(opening);
      const hearer = vector.hears === 'initiator' ? initiator : responder;
      assert(refused(() => hearer.hear(hex(vector.hex))), vector.name);
    }
  },

  'sessions.json': ({ scripts }) => {
    for (const { name, steps } of each(scripts)) {
      const session = new Session({ heartbeat: 60_000 });
      steps.forEach((step, i) => {
        const where = `${name}, step ${i + 1}`;
        if (step.ends) return assert(refused(() => session.hear(hex(step.hears))), where);
        if (step.link) session.link(hex(step.link));
        if (step.loses) session.lost();
        if (step.beats) session.beat();
        if (step.tells) session.tell(...readMessages(hex(step.tells))[0]);
        if (step.hears) session.hear(hex(step.hears));
        assert.deepEqual(session.says().map(record => record.toString('hex')), step.says ?? [], where);
        if (step.session) assert.deepEqual([session.name.toString('hex'), session.received], [step.session, step.received], where);
        return undefined;
      });
    }
  },

  'grants-vectors.json': ({ keys, chains, caveats, possessions, notices, presentations }) => {
    for (const { name, chain, now, verdict, link, id, holder, met } of each(chains)) {
      const read = readChain(hex(chain), hex(keys.owner.public), now);
      if (verdict !== 'sound') assert.deepEqual(read, { flaw: verdict, link }, name);
      else assert.deepEqual([read.id, read.holder, encode(flatCaveats(read.caveats))], [id, holder, met].map(hex), name);
    }
    for (const vector of each(caveats)) assert.equal(refused(() => readCaveats(decode(hex(vector.caveats)))), !vector.accepted, vector.name);
    for (const { name, accepted, proof, ...expected } of each(possessions)) {
      const wanted = Object.fromEntries(Object.entries(expected).map(([key, value]) => [key, hex(value)]));
      assert.equal(isPossession(hex(proof), wanted), accepted, name);
    }
    for (const { name, notice, accepted, chain, reason, at } of each(notices)) {
      assert.deepEqual(readNotice(hex(notice), hex(keys.owner.public)), accepted ? { chain: hex(chain), reason, at } : null, name);
    }
    for (const { name, presentation } of each(presentations)) {
      const [chain, proof] = decode(hex(presentation));
      const { id, holder } = readChain(chain, hex(keys.owner.public), chains[0].now);
      const isProven = proof.length === 0 || isPossession(proof, { key: holder, link: Buffer.alloc(32), chain: id, presenter: hex(keys.bob.public) });
      assert(id && isProven, name);
    }
  },

  'detached-vectors.json': ({ keys, objects, puts, httpAnswers }) => {
    const node = hex(keys.node.public);
    const issuer = identity(hex(keys.issuer.seed));
    for (const { object, callId } of each(objects.filter(object => object.verdict === 'accepted'))) {
      assert.equal(verifyObject(hex(object), 'comity/1 detached call').id.toString('hex'), callId);
    }
    for (const vector of each(puts.filter(put => put.verdict === 'accepted'))) {
      const [, engine, type] = vector.path.slice(1).split('/').map(decodeURIComponent);
      const [, epoch, stream, sequence, reply] = /epoch=(\d+), stream=(\d+), sequence=(\d+), reply=\?(\d)/.exec(vector['comity-call']);
      const [, created, deadline] = /created=(\d+);expires=(\d+)/.exec(vector['signature-input']);
      const made = signedCall(issuer, {
        node, engine, type, contentType: vector['content-type'], body: hex(vector.body), epoch, stream, sequence, created, deadline, reply: reply === '1',
      });
      assert.deepEqual([made.path, made.base, made.headers.signature], [vector.path, vector.base, vector.signature], vector.name);
    }
    for (const vector of each(httpAnswers)) {
      const callSignature = vector.callSignature.replace('comity=', '');
      const answer = readAnswer(node, callSignature, { status: vector.status, headers: vector, body: hex(vector.body) });
      assert.deepEqual([answer?.outcome, answer?.base], [vector.outcome, vector.base]);
      const altered = { ...vector, 'comity-answer': vector['comity-answer'].replace('epoch=', 'epoch=1') };
      assert.equal(readAnswer(node, callSignature, { status: vector.status, headers: altered, body: hex(vector.body) }), null);
    }
  },

  'evidence-vectors.json': ({ keys, trees, certificate, evidenceFiles, ledgerFiles }) => {
    for (const { engine, type, messages, root } of each(trees)) {
      const texts = Array.from({ length: messages }, (_, i) => Buffer.from(`${i}`));
      const leaves = Array.from({ length: Math.ceil(messages / RUN) }, (_, i) => leaf(engine, type, texts.slice(i * RUN, (i + 1) * RUN)));
      assert.equal(treeRoot(leaves).toString('hex'), root);
    }
    assert.equal(readCertificate(hex(certificate), hex(keys.holder.public)).key.toString('hex'), keys.session.public);
    const judge = (vectors, read) => {
      for (const { name, holds, file } of each(vectors)) {
        if (holds) assert(read(hex(file)).length > 0, name);
        else assert.throws(() => read(hex(file)), Refused, name);
      }
    };
    judge(evidenceFiles, readProofs);
    judge(ledgerFiles, readLedger);
  },

  'filters-vectors.json': ({ filters, refused: worthless, messages }) => {
    const read = new Map([...each(filters)].map(({ text, filter }) => [text, readFilter(hex(filter))]));
    for (const { name, bytes } of each(worthless)) assert(refused(() => readFilter(hex(bytes))), name);
    for (const { name, type, body, matches } of each(messages)) {
      const parsed = parseBody(hex(body));
      assert.deepEqual([...read].filter(([, filter]) => filter(type, parsed)).map(([text]) => text), matches, name);
    }
  },

  'topics-vectors.json': ({ keys, ids, notNames, notIds, adverts, publisherKeys, cuts, papers, trees, batches, parts, equivocations, endorsements, scripts }) => {
    const [owner, bob, epochKey] = [keys.owner, keys.bob, keys.bobsEpoch5].map(key => hex(key.public));
    for (const { owner: of, name, id, text: written } of each(ids)) {
      assert.deepEqual([topicId(hex(of), name), topicText(hex(id)), parseTopicId(written)], [hex(id), written, hex(id)], name);
    }
    for (const name of each(notNames)) assert(!isName(name), name);
    for (const written of each(notIds)) assert(refused(() => parseTopicId(written)), written);
    for (const { name, advert, accepted, says } of each(adverts)) {
      if (!accepted) assert(refused(() => readTopicAdvert(long(advert), owner)), name);
      else assert.deepEqual(plain(advertSays(readTopicAdvert(long(advert), owner))), says, name);
    }
    const judge = (vectors, field, read) => {
      for (const { name, accepted, ...vector } of each(vectors)) {
        const { [field]: bytes, ...expected } = vector;
        if (accepted) assert.deepEqual(plain(read(long(bytes))), unfolded(expected), name);
        else assert(refused(() => read(long(bytes))), name);
      }
    };
    judge(publisherKeys, 'word', bytes => readPublisherKey(bytes, bob));
    judge(cuts, 'cut', bytes => readCut(bytes, owner));
    judge(papers, 'paper', readPaper);
    judge(equivocations, 'proof', bytes => {
      const { hash, ...slot } = readEquivocation(bytes);
      return slot;
    });
    for (const { messages, root: expected } of each(trees)) {
      const leaves = new Map(Array.from({ length: messages }, (_, n) => [n, messageLeaf(n % 256, Buffer.from(`${n}`))]));
      assert.equal(batchRoot(messages, leaves, Buffer.alloc(0)).toString('hex'), expected);
    }
    for (const { name, batch: bytes, verdict, says } of each(batches)) {
      if (verdict === 'malformed') {
        assert(refused(() => readBatch(long(bytes))), name);
        continue;
      }
      const batch = readBatch(long(bytes));
      assert.equal(isSigned(batch, epochKey), verdict === 'signed', name);
      assert.deepEqual(plain(batchSays(batch)), says, name);
    }
    for (const { name, endorsement, batch, accepted } of each(endorsements)) {
      const holds = () => isEndorsed(readBatch(long(batch)), readEndorsement(hex(endorsement)), hex(keys.ownersEpoch5.public));
      assert.equal(!refused(() => holds() || refuse('not of this batch')), accepted, name);
    }
    for (const { whole, places, part } of each(parts)) assert.deepEqual(only(readBatch(long(whole)), places), long(part));
    for (const script of each(scripts)) {
      const publishers = new Publishers({ ...script, owner: hex(script.owner) });
      script.steps.forEach((step, i) => {
        const { answer, fresh, epoch, sequence } = step;
        const expected = Object.fromEntries(Object.entries({ answer, fresh, epoch, sequence }).filter(([, value]) => value !== undefined));
        assert.deepEqual(plain(answerTo(publishers, step, owner)), expected, `${script.name}, step ${i + 1}`);
      });
    }
  },
};

/** Bytes that may be a list of parts: hex, or hex and how often it stands there. */
function long(bytes) {
  const parts = typeof bytes === 'string' ? [bytes] : bytes;
  return Buffer.concat(parts.map(part => (typeof part === 'string' ? hex(part) : Buffer.concat(Array(part[1]).fill(hex(part[0]))))));
}

/** With the bytes that are lists of parts in hex. */
function unfolded(vector) {
  return Object.fromEntries(Object.entries(vector).map(([key, value]) => [key, Array.isArray(value) ? long(value).toString('hex') : value]));
}

/** As topics-vectors.json has it: bytes in hex, and numbers in digits where they are not exact. */
function plain(value) {
  if (Buffer.isBuffer(value)) return value.toString('hex');
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'bigint') return value < 2n ** 53n ? Number(value) : value.toString();
  return typeof value === 'object' ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)])) : value;
}

function advertSays({ topic, name, version, issued, expires, publishers, retention, digest, types }) {
  return { topic, called: name, version, issued, expires, publishers, retention, digest, types: types.length, last: types.at(-1) };
}

function batchSays({ topic, publisher, epoch, first, count, time, grant, after, messages }) {
  const bodyBytes = [...messages.values()].reduce((sum, { body }) => sum + body.length, 0);
  return { topic, publisher, epoch, first, count, time, grant, after, messages: messages.size, bodyBytes };
}

function answerTo(publishers, step, owner) {
  const news = isNews => ({ answer: isNews ? 'taken' : 'no news' });
  switch (step.does) {
    case 'introduce': return { answer: publishers.introduce(hex(step.publisher), hex(step.key), hex(step.chain), step.now) ?? 'taken' };
    case 'cut': return news(publishers.cut(readCut(hex(step.cut), owner)));
    case 'expose': return news(publishers.expose(readEquivocation(hex(step.proof))));
    case 'recall': return publishers.recall(readBatch(long(step.batch)), readPaper(hex(step.paper)), step.stored);
    default: {
      const batch = readBatch(long(step.batch));
      if (step.endorsement === undefined) return publishers.judge(batch, step.now);
      return publishers.judgePassed(batch, step.endorsement ? readEndorsement(hex(step.endorsement)) : null, step.now);
    }
  }
}

const beside = ['grants-vectors.json', 'detached-vectors.json', 'evidence-vectors.json', 'filters-vectors.json', 'topics-vectors.json']
  .map(file => `${folder}/../${file}`).filter(existsSync);
const files = readdirSync(folder).filter(file => file.endsWith('.json')).map(file => `${folder}/${file}`);
for (const path of [...files, ...beside]) {
  const name = basename(path);
  assert(consume[name], `nothing here reads ${name}`);
  consumed = 0;
  consume[name](JSON.parse(readFileSync(path, 'utf8')));
  console.log(`${name}: ${consumed} vectors`);
}
