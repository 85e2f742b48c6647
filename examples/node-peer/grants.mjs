// Grants, as docs/protocol/grants.md has them: whether a chain gives a right, and what holds in the end.
import { decode, isUint, refuse } from './cbor.mjs';
import { isSound, verifyObject } from './identity.mjs';

const SECOND = 253402300799;
const NOT_BEFORE = 1, EXPIRY = 2, DEPTH = 9, KINDS = 10;

/** Of each number: the least, the most, and whether more of it is narrower. */
const NUMBERS = {
  [NOT_BEFORE]: [0, SECOND, true], [EXPIRY]: [0, SECOND, false], 3: [1, 86400000000000, true], 4: [1, 1000000, false],
  5: [0, 1000000, false], 6: [0, 1e15, false], 7: [0, 2 ** 30, false], 8: [0, 2, true], [DEPTH]: [0, 7, false],
};

const bytes = (value, ...sizes) => Buffer.isBuffer(value) && sizes.includes(value.length);
const isEngine = value => typeof value === 'string' && /^[a-z0-9]([a-z0-9._/-]{0,62}[a-z0-9])?$/.test(value);
const isType = value => typeof value === 'string' && Buffer.byteLength(value) <= 128 && /^[\p{L}\p{M}\p{N}\p{P}\p{S}]*$/u.test(value);
const pairs = flat => Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i], flat[2 * i + 1]]);
const order = ([a, b], [c, d]) => Buffer.compare(Buffer.from(a), Buffer.from(c)) || Buffer.compare(Buffer.from(b), Buffer.from(d));
const rises = (list, compare) => list.every((each, i) => i === 0 || compare(list[i - 1], each) < 0);

function isKinds(value) {
  return Array.isArray(value) && value.length % 2 === 0 && value.length <= 128
      && pairs(value).every(([engine, type]) => isEngine(engine) && isType(type)) && rises(pairs(value), order);
}

function isCaveat([key, value]) {
  const [least, most] = NUMBERS[key] ?? [];
  return key === KINDS ? isKinds(value) : most !== undefined && isUint(value, most) && value >= least;
}

/** Caveats by their keys, from their array. */
export function readCaveats(flat) {
  const isForm = Array.isArray(flat) && flat.length % 2 === 0 && pairs(flat).every(isCaveat);
  return isForm && rises(pairs(flat), ([a], [b]) => a - b) ? new Map(pairs(flat)) : refuse('not caveats');
}

/** The array of caveats. */
export const flatCaveats = caveats => [...caveats].sort(([a], [b]) => a - b).flat();

const depth = caveats => caveats.get(DEPTH) ?? 0;
const covers = ([engine, type], [other, wanted]) => engine === other && (type === '' || type === wanted);

function isNarrower(key, value, before) {
  if (key === KINDS) return pairs(value).every(kind => pairs(before).some(given => covers(given, kind)));
  return NUMBERS[key][2] ? value >= before : value <= before;
}

function isWidened(met, stated) {
  return [...stated].some(([key, value]) => {
    const before = key === DEPTH ? depth(met) - 1 : met.get(key);
    return before !== undefined && !isNarrower(key, value, before);
  });
}

/** One link by this signer; refuses one that is not. */
function readGrant(signed, by) {
  if (signed.length > 4096) refuse('too long');
  const { signer, payload, id } = verifyObject(signed, 'comity/1 grant');
  const fields = decode(payload);
  if (!signer.equals(by) || !Array.isArray(fields) || fields.length !== 10) refuse('not a grant of this signer');
  const [version, salt, owner, serial, mission, role, holder, parent, issued, caveats] = fields;
  const isOurs = version === 1 && bytes(salt, 16) && bytes(owner, 32) && isUint(serial) && isUint(role, 1)
      && typeof mission === 'string' && /^[a-z0-9][a-z0-9._-]{0,63}$/.test(mission)
      && bytes(holder, 32) && isSound(holder) && bytes(parent, 0, 32) && isUint(issued, SECOND);
  return isOurs ? { id, owner, serial, mission, role, holder, parent, caveats: readCaveats(caveats) } : refuse('not a grant');
}

function linkOrNull(signed, by) {
  try {
    return readGrant(signed, by);
  } catch {
    return null;
  }
}

function flawOf(link, before, root, met, owner) {
  if (!link) return 'signature';
  if (!before) return link.parent.length > 0 ? 'parent' : link.owner.equals(owner) ? null : 'other root';
  if (!link.owner.equals(owner) || link.mission !== root.mission || link.serial !== root.serial) return 'other root';
  if (!link.parent.equals(before.id)) return 'parent';
  if (depth(met) === 0) return 'depth';
  return isWidened(met, link.caveats) ? 'widened' : null;
}

function links(encoded) {
  try {
    const split = decode(encoded);
    const isForm = Array.isArray(split) && split.length >= 1 && split.length <= 8 && split.every(Buffer.isBuffer);
    return isForm ? split : null;
  } catch {
    return null;
  }
}

/** A chain of this owner's at a second: { id, mission, role, holder, caveats } when it is sound, else { flaw, link }. */
export function readChain(encoded, owner, now) {
  const split = links(encoded);
  if (!split) return { flaw: 'malformed', link: 0 };
  let root, last, met;
  for (const [i, signed] of split.entries()) {
    const link = linkOrNull(signed, last?.holder ?? owner);
    const flaw = flawOf(link, last, root, met, owner);
    if (flaw) return { flaw, link: i };
    met = last ? new Map([...met, [DEPTH, depth(met) - 1], ...link.caveats]) : link.caveats;
    root ??= link;
    last = link;
  }
  if (now >= (met.get(EXPIRY) ?? Infinity)) return { flaw: 'expired', link: split.length - 1 };
  if (now < (met.get(NOT_BEFORE) ?? 0)) return { flaw: 'early', link: split.length - 1 };
  return { id: last.id, mission: root.mission, role: last.role, holder: last.holder, caveats: met };
}

/** What an owner says of a chain that it took back: its id, why, and when; null when the owner did not say it. */
export function readNotice(signed, owner) {
  try {
    const { signer, payload } = verifyObject(signed, 'comity/1 revocation notice');
    const fields = decode(payload);
    const isNotice = signed.length <= 256 && signer.equals(owner) && Array.isArray(fields) && fields.length === 4 && fields[0] === 1
        && bytes(fields[1], 32) && isUint(fields[2]) && isUint(fields[3], SECOND);
    return isNotice ? { chain: fields[1], reason: fields[2], at: fields[3] } : null;
  } catch {
    return null;
  }
}

/** Whether a proof shows that its presenter has the private half of a mission key. */
export function isPossession(proof, { key, link, chain, presenter }) {
  try {
    const { signer, payload } = verifyObject(proof, 'comity/1 possession');
    const fields = decode(payload);
    return proof.length <= 256 && signer.equals(key) && Array.isArray(fields) && fields.length === 4 && fields[0] === 1
        && [link, chain, presenter].every((expected, i) => Buffer.isBuffer(fields[i + 1]) && fields[i + 1].equals(expected));
  } catch {
    return false;
  }
}
