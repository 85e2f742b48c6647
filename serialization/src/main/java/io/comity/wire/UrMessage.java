package io.comity.wire;

import io.comity.identity.Bytes;
import java.util.List;

/**
 * What two nodes say to each other inside a session, in a form any language can read: canonical CBOR, an array whose first
 * element is the kind. A sealed record's plaintext is any number of them, one after the other.
 *
 * <p>A <em>ref</em> is an index into the table of the node that gave it out. {@code learn}, and references inside a cast's
 * body, give out refs; {@code cast} uses them. There is no other way to name anything.
 * <pre>
 *  kind  message                                          who says it
 *     0  learn    [0, ref, engine, digest, [type…]]       owner: you may send to this engine; a cast's type indexes the list
 *              or  [0, ref, engine, digest, [type…], levels]   the same, and what proof it wants: a byte for each type
 *     1  forget   [1, ref, reason]                        owner: you no longer may
 *     2  cast     [2, ref, type, body]                    holder: deliver body to ref
 *              or  [2, ref, type, deadline, body]          the same, and not after the deadline
 *     3  refuse   [3, ref, reason]                        owner: a cast to ref was not delivered
 *              or  [3, ref, reason, retry]                 the same, and in so many milliseconds it might be
 *              or  [3, ref, reason, retry, reply]          the same, of the call that was to be answered there; retry may be 0
 *     4  release  [4, ref, count]                         holder: I have dropped ref, which I was sent so often
 *     5  present  [5, id, credential]                     holder: an invitation, or a chain of grants; answered by granted or decl
 *     6  granted  [6, id, chain]                          owner: what was learned since is what it allows
 *     7  declined [7, id, reason]
 *     8  ready    [8]                                     both, once, after the first learns: all you may name was named
 *    14  advert   [14, signed]                            both: how a node is reached, in its own words; see NodeAdvert
 *    18  notice   [18, signed]                            owner: a chain of yours is dead; see io.comity.mission.Notice
 *
 *     9  ack      [9, received]                           both: this many records of yours have come and were handled
 *    10  hello    [10, session, received, credit, heartbeat, clock]
 *                                                         both, first on every link: what I know of our session
 *    11  bye      [11, why, retry]                        both, last on a link
 *    12  rekey    [12, clock]                             both: my next record is under the next key
 *
 *    13  part     [13, ref, type, total, offset, bytes]   holder: a piece of a cast whose body has {@code total} bytes
 *              or  [13, ref, type, deadline, total, offset, bytes]
 *    15  evidence [15, certificate]                       holder: the key that signs what I send from now on
 *              or  [15, lane, number, time, which, roots, signature]   casts that follow are signed; see Signing
 *              or  [15, place, which]                      the same, by the signature of an earlier record
 *    16  receipt  [16, account, signed]                   owner: what became of your signed casts, in my words
 *    17  countersigned [17, last, signed]                 holder: so it was
 *    19  renew    [19, [ref…]]                            holder: I still have these
 *    20  call     [20, ref, type, reply, body]            holder: a cast whose answer goes to the one-shot ref in its body
 *              or  [20, ref, type, deadline, reply, body]
 *    21  piece    [21, ref, type, reply, total, offset, bytes]   holder: a part of a call
 *              or  [21, ref, type, deadline, reply, total, offset, bytes]
 * </pre>
 * Learning an engine again under the same ref replaces the list of types, which only grows.
 *
 * <p>The parts of a cast come in order from offset 0 on, none empty, until they are {@code total} bytes. Other messages may come
 * between them, but none to the same ref. The owner may refuse the cast at its first part; it then ignores the others.
 *
 * <p>Kinds 9 to 12 belong to the link. A record that holds any other message has a number in its session: the sender's first
 * is 1, both sides count, the number never travels. A sender keeps such a record until it is acknowledged. {@code ack} may
 * stand first in any record; the other three have a record of their own, which an {@code ack} may precede.
 *
 * <p><em>Hello.</em> {@code session} is empty when the speaker has no session with the other node, and else its name: the
 * handshake hash of the first link it ran on. When both name the same one it goes on: each side seals again, in order,
 * the records after the other's {@code received}. In every other case both begin a new one, which has this link's hash
 * for a name. Whoever said an empty {@code session} knows the outcome at once and need not wait. {@code credit} is how many
 * bytes of unacknowledged records the speaker accepts; within {@code heartbeat} milliseconds it says something, always.
 *
 * <p><em>Clocks.</em> {@code clock} is the speaker's at that moment, in milliseconds from wherever it likes. A deadline is a
 * reading of its sender's clock. The receiver reckons that clock from when it last heard of it, by its own passing of time, so
 * that the dates of the two machines do not matter; it is behind by as long as the news took.
 */
public sealed interface UrMessage {
    int LEARN = 0;
    int FORGET = 1;
    int CAST = 2;
    int REFUSE = 3;
    int RELEASE = 4;
    int PRESENT = 5;
    int GRANTED = 6;
    int DECLINED = 7;
    int READY = 8;
    int ACK = 9;
    int HELLO = 10;
    int BYE = 11;
    int REKEY = 12;
    int PART = 13;
    int ADVERT = 14;
    int EVIDENCE = 15;
    int RECEIPT = 16;
    int COUNTERSIGNED = 17;
    int NOTICE = 18;
    int RENEW = 19;
    int CALL = 20;
    int PIECE = 21;

    /** No kind is greater. */
    int MAX_KIND = PIECE;

    /** UTF-8 bytes of an engine's or a type's name. */
    int MAX_NAME_BYTES = 128;

    /** Types of one protocol. */
    int MAX_TYPES = 256;

    /** Bytes of a credential: a grant that was passed on seven times is the longest. */
    int MAX_CREDENTIAL_BYTES = 33_280;

    /** Bytes of a signed advert. */
    int MAX_ADVERT_BYTES = 6_144;

    /** Bytes of a signed notice. */
    int MAX_NOTICE_BYTES = 256;

    /** Bytes of the certificate of a key that signs casts. */
    int MAX_CERTIFICATE_BYTES = 512;

    /** Bytes of an account of signed casts, without its signature. */
    int MAX_ACCOUNT_BYTES = 49_152;

    /** Bytes of the signature of an account, and of the other side's. */
    int MAX_SIGNED_ACCOUNT_BYTES = 512;

    /** The greatest level of proof, see {@code io.comity.mission.Evidence}. */
    int MAX_LEVEL = 2;

    int DIGEST_BYTES = 16;

    /** Of a session's name. */
    int SESSION_BYTES = 32;

    /** Stands for no deadline; clocks are never there. */
    long NO_DEADLINE = Long.MAX_VALUE;

    /** Stands for a cast that is no call. */
    long NO_REPLY = -1;

    /** Refs in one renewal. */
    int MAX_RENEWED = 1_000;

    /** {@code levels} has a byte for each type, or none when no type wants a proof. */
    record Learn(long ref, String engine, Bytes digest, List<String> types, Bytes levels) implements UrMessage {
        public Learn {
            types = List.copyOf(types);
        }

        public Learn(long ref, String engine, Bytes digest, List<String> types) {
            this(ref, engine, digest, types, Bytes.EMPTY);
        }
    }

    /** {@code reason} is a code of {@code io.comity.mission.Reason}. */
    record Forget(long ref, long reason) implements UrMessage {}

    /**
     * {@code retryMillis} is when the same message might pass, as far as that is known, and else 0; {@code reply} is the call's, or
     * {@link #NO_REPLY}.
     */
    record Refuse(long ref, long reason, long retryMillis, long reply) implements UrMessage {
        public Refuse(long ref, long reason, long retryMillis) {
            this(ref, reason, retryMillis, NO_REPLY);
        }

        public Refuse(long ref, long reason) {
            this(ref, reason, 0);
        }
    }

    record Release(long ref, long count) implements UrMessage {}

    record Renew(List<Long> refs) implements UrMessage {
        public Renew {
            refs = List.copyOf(refs);
        }
    }

    record Present(long id, Bytes credential) implements UrMessage {}

    /** {@code chain} is the certificate of what was granted, so that its holder can pass it on; perhaps empty. */
    record Granted(long id, Bytes chain) implements UrMessage {
        public Granted(long id) {
            this(id, Bytes.EMPTY);
        }
    }

    record Declined(long id, long reason) implements UrMessage {}

    record Ready() implements UrMessage {}

    /** {@code signed} is an {@code io.comity.advert.NodeAdvert}, of whoever says it or of somebody else. */
    record Advert(Bytes signed) implements UrMessage {}

    /** {@code signed} is an {@code io.comity.mission.Notice} of whoever says it. */
    record Notice(Bytes signed) implements UrMessage {}

    /** {@code certificate} is an {@code io.comity.evidence.Certificate}. The other forms of evidence are no objects. */
    record Vouched(Bytes certificate) implements UrMessage {}

    /** {@code account} is an {@code io.comity.evidence.Account}, {@code signed} its owner's signature. */
    record Receipt(Bytes account, Bytes signed) implements UrMessage {}

    /** {@code last} is the number of the account's last entry. */
    record Countersigned(long last, Bytes signed) implements UrMessage {}

    record Ack(long received) implements UrMessage {}

    /** {@code session} has 32 bytes or none. */
    record Hello(Bytes session, long received, long credit, long heartbeatMillis, long clockMillis)
            implements UrMessage {}

    /** {@code why} is a code of {@link Farewell}, {@code retryMillis} when to dial again, as far as that means anything. */
    record Bye(long why, long retryMillis) implements UrMessage {}

    record Rekey(long clockMillis) implements UrMessage {}

    /** Whether it is a cast, or one that says where its answer goes: both begin with kind, ref and type. */
    static boolean isCast(int kind) {
        return kind == CAST || kind == CALL;
    }

    /** Whether a record that holds nothing else has no number in its session. */
    static boolean isOfLink(int kind) {
        return kind >= ACK && kind <= REKEY;
    }
}
