// Detached calls over HTTP: one signed PUT, one signed answer, no session.
import { request } from 'node:http';
import { sha256, text, verify } from './identity.mjs';

const OUTCOME_OF_STATUS = { 400: 'malformed', 401: 'unsigned', 403: 'denied', 503: 'busy' };
const base64 = bytes => `:${bytes.toString('base64')}:`;
const digest = body => `sha-256=${base64(sha256(body))}`;

/** Every byte but unreserved ones as % and two capitals. */
const escape = name => [...Buffer.from(name)]
  .map(byte => (/[A-Za-z0-9._~-]/.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`))
  .join('');

export const path = (node, engine, type) => `/${text('node', node)}/${escape(engine)}/${escape(type)}`;

/** The path, headers and signature base of a call; call is {node, engine, type, contentType, body, epoch, stream, sequence, created, deadline, reply}. */
export function signedCall(identity, call) {
  const parameters = '("@method" "@path" "content-type" "content-digest" "comity-call")'
    + `;created=${call.created};expires=${call.deadline};keyid="${text('node', identity.id)}";alg="ed25519";tag="comity-call"`;
  const headers = {
    'content-type': call.contentType,
    'content-digest': digest(call.body),
    'comity-call': `epoch=${call.epoch}, stream=${call.stream}, sequence=${call.sequence}, reply=?${call.reply ? 1 : 0}`,
  };
  const where = path(call.node, call.engine, call.type);
  const lines = Object.entries({ '@method': 'PUT', '@path': where, ...headers, '@signature-params': parameters });
  const base = lines.map(([name, value]) => `"${name}": ${value}`).join('\n');
  const signature = base64(identity.sign(Buffer.from(base)));
  return { path: where, base, signature, headers: { ...headers, 'signature-input': `comity=${parameters}`, signature: `comity=${signature}` } };
}

/** The outcome, epoch, type and body of an answer that this node signed to the call with this signature; null for any other. */
export function readAnswer(node, callSignature, { status, headers, body }) {
  const parameters = /^comity=(.*)$/.exec(headers['signature-input'] ?? '')?.[1];
  const form = /^\("@status" "content-type" "content-digest" "comity-answer" "signature";req;key="comity"\);created=\d+;keyid="(\w+)";alg="ed25519";tag="comity-answer"$/;
  const keyid = form.exec(parameters ?? '')?.[1];
  const said = /^outcome=(\w+), epoch=(\d+), type="([^"]*)"$/.exec(headers['comity-answer'] ?? '');
  const signature = /^comity=:([A-Za-z0-9+/]*=*):$/.exec(headers.signature ?? '')?.[1];
  if (keyid !== text('node', node) || !said || !signature || headers['content-digest'] !== digest(body)) return null;
  const base = [
    `"@status": ${status}`,
    ...['content-type', 'content-digest', 'comity-answer'].map(name => `"${name}": ${headers[name]}`),
    `"signature";req;key="comity": ${callSignature}`,
    `"@signature-params": ${parameters}`,
  ].join('\n');
  if (!verify(node, Buffer.from(base), Buffer.from(signature, 'base64'))) return null;
  return { outcome: said[1], epoch: said[2], type: decodeURIComponent(said[3]), body, base };
}

function put(url, { path: where, headers }, body) {
  return new Promise((resolve, reject) => {
    const sent = request(new URL(where, url), { method: 'PUT', headers: { ...headers, 'content-length': body.length }, agent: false }, response => {
      const parts = [];
      response.on('data', part => parts.push(part));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) }));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Calls, once more when the node says that its epoch is another. Gives the answer, or throws with the outcome. */
export async function call(identity, url, wanted, epoch = 0) {
  const now = Math.floor(Date.now() / 1000);
  const made = signedCall(identity, { ...wanted, epoch, created: now, deadline: now + 30 });
  const response = await put(url, made, wanted.body);
  const answer = readAnswer(wanted.node, made.signature, response);
  if (!answer) throw new Error(`unsigned: ${OUTCOME_OF_STATUS[response.status] ?? response.status}`);
  if (answer.outcome === 'epoch' && answer.epoch !== String(epoch)) return call(identity, url, wanted, answer.epoch);
  if (answer.outcome !== 'ok') throw new Error(answer.outcome);
  return answer;
}
