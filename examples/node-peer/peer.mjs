#!/usr/bin/env node
// A Comity node of its own key, in JavaScript: accepts an invitation, and casts, asks and calls what it was granted.
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { decode, Float } from './cbor.mjs';
import { call } from './detached.mjs';
import { identity, parseInvitation, text } from './identity.mjs';
import { Remote } from './remote.mjs';

const HELP = `node peer.mjs INVITATION [options] [verb…]

Accepts an invitation of a Comity node over TCP, says which engines it may use, and does each verb in turn:

  cast ENGINE TYPE JSON   sends a message
  ask ENGINE TYPE JSON    sends a message and prints the reply; "@reply" in the JSON is where the reply is sent
  call ENGINE TYPE JSON   the same over HTTP, without the session; needs --http
  wait LINKS              waits until so many links were made, since the first was lost

  --address URL  dials this, tcp://host:port, and not what the invitation says
  --key FILE     this node's private key, 32 bytes in hex; made when there is none (default: peer.key)
  --http URL     where the node takes detached calls
  --granted      this node's key holds the grant already: calls alone, no session
  --quiet        says nothing of connections

In the JSON, an object is a record, an integer an integer, another number a double; {"@bytes": "00ff"} is a byte string.
`;

/** JSON as the item of CBOR that it stands for. */
function item(json, reply) {
  if (json === '@reply') return reply;
  if (typeof json === 'number' && !Number.isSafeInteger(json)) return Float.double(json);
  if (Array.isArray(json)) return json.map(each => item(each, reply));
  if (typeof json?.['@bytes'] === 'string') return Buffer.from(json['@bytes'], 'hex');
  if (json !== null && typeof json === 'object') return new Map(Object.entries(json).map(([name, each]) => [name, item(each, reply)]));
  return json;
}

/** An item as JSON, for people. */
function shown(value) {
  const plain = each => {
    if (each instanceof Map) return Object.fromEntries([...each].map(([name, inside]) => [name, plain(inside)]));
    if (Buffer.isBuffer(each)) return { '@bytes': each.toString('hex') };
    if (each instanceof Float) return each.valueOf();
    if (Array.isArray(each)) return each.map(plain);
    return typeof each === 'bigint' ? String(each) : each;
  };
  return JSON.stringify(plain(value));
}

function ownKey(file) {
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600 });
  return identity(Buffer.from(readFileSync(file, 'utf8').trim(), 'hex'));
}

const body = bytes => decode(bytes, { body: true });
const until = async condition => {
  while (!condition()) await new Promise(resolve => setTimeout(resolve, 20));
};

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { key: { type: 'string', default: 'peer.key' }, http: { type: 'string' }, address: { type: 'string' }, granted: { type: 'boolean' }, quiet: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  const [invitationText, ...verbs] = positionals;
  if (values.help || !invitationText) return console.log(HELP);
  const self = ownKey(values.key);
  const invitation = parseInvitation(invitationText);
  if (values.address) invitation.addresses = [values.address];
  const node = invitation.issuer;
  const remote = new Remote(self, invitation, line => values.quiet || console.log(`· ${line}`));
  console.log(`this node is ${text('node', self.id)}`);
  if (!values.granted) {
    const engines = await remote.open();
    engines.forEach(({ types }, engine) => console.log(`learned ${engine}: ${types.join(', ')}`));
  }
  const stream = Date.now();
  for (let sequence = 0; verbs.length > 0; sequence++) {
    const verb = verbs.shift();
    if (verb === 'wait') {
      const links = Number(verbs.shift());
      await remote.promise(resolve => until(() => remote.links >= links).then(resolve));
      continue;
    }
    const [engine, type, json] = verbs.splice(0, 3);
    const message = JSON.parse(json);
    if (verb === 'cast') {
      remote.cast(engine, type, item(message));
    } else if (verb === 'ask') {
      console.log(`reply ${shown(body(await remote.ask(engine, type, ref => item(message, ref))))}`);
    } else if (verb === 'call') {
      const bytes = Buffer.from(json.replaceAll('"@reply"', '0'));
      const wanted = { node, engine, type, contentType: 'application/json', body: bytes, stream, sequence, reply: json.includes('"@reply"') };
      const answer = await call(self, values.http, wanted);
      console.log(`answer ${answer.type} ${answer.body}`);
    } else {
      throw new Error(`no verb: ${verb}; see --help`);
    }
  }
  remote.close();
  return undefined;
}

main().catch(error => {
  console.error(error.message);
  process.exit(1);
});
