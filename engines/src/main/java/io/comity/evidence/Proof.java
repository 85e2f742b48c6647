package io.comity.evidence;

import io.comity.identity.Bytes;
import io.comity.identity.Ed25519;
import io.comity.identity.NodeId;
import io.comity.wire.CastCursor;
import io.comity.wire.CborReader;
import io.comity.wire.CborWriter;
import io.comity.wire.UrMessage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that proves one message to somebody who knows neither node: the canonical CBOR array {@code [1, sender, engine,
 * type, messages, place, path, statement, signature, certificate, received]}.
 *
 * @param sender the node that sent it
 * @param messages the run of ur-messages that were hashed as one, end to end as they were on the wire; of one that came in parts, the
 *     whole
 * @param place of the one that is proven, among them
 * @param signature of the statement by the key of the certificate
 * @param received Unix seconds by the owner's clock; nobody else vouches for it
 */
public record Proof(
        NodeId sender,
        String engine,
        String type,
        Bytes messages,
        int place,
        Path path,
        Statement statement,
        Bytes signature,
        Bytes certificate,
        long received) {
    /** Longer than any message may be. */
    public static final int MAX_MESSAGE_BYTES = (1 << 28) + 64;

    private static final int VERSION = 1;
    private static final int FIELDS = 11;
    private static final int MAX_REST_BYTES = 8_192;

    /** What it turned out to be worth. */
    public sealed interface Finding {}

    /** {@code body} is what the sender had the owner deliver. */
    public record Holds(Proof proof, Bytes body) implements Finding {}

    public record Fails(Flaw flaw) implements Finding {}

    /** What is wrong with a proof. */
    public enum Flaw {
        /** It is not the array above. */
        MALFORMED("it is no proof of a message"),
        /** The sender named is no sound key. */
        SENDER("its sender is not the key of a node"),
        /** What was hashed is no run of casts, or has none in this place. */
        MESSAGE("what it proves is no message to an engine"),
        /** The sender did not vouch for the key that signed. */
        CERTIFICATE("its sender has not vouched for the key that signed it"),
        /** The sender vouched for the key for another node, session or time. */
        SCOPE("its sender has vouched for the key only for another node, session or time"),
        /** The message is not under the root that was signed. */
        PATH("the message is not among those that were signed"),
        /** The signature does not hold. */
        SIGNATURE("its signature does not hold");

        private final String words;

        Flaw(String words) {
            this.words = words;
        }

        /** For people, to go after a colon. */
        public String words() {
            return words;
        }
    }

    public Bytes encode() {
        int most = messages.size() + MAX_REST_BYTES;
        CborWriter out = new CborWriter(most, most).array(FIELDS).uint(VERSION);
        out.bytes(sender.key()).text(engine).text(type).bytes(messages).uint(place);
        path.write(out);
        statement.write(out);
        out.bytes(signature).bytes(certificate).uint(received);
        return Bytes.of(out.toByteArray());
    }

    /** The next proof of {@code in}; null after a fault. */
    static @Nullable Proof read(CborReader in) {
        in.tuple(FIELDS);
        boolean isKnown = in.uint() == VERSION;
        Bytes sender = in.fixed(NodeId.SIZE_BYTES);
        String engine = in.text(UrMessage.MAX_NAME_BYTES);
        String type = in.text(UrMessage.MAX_NAME_BYTES);
        Bytes messages = in.bytes(MAX_MESSAGE_BYTES);
        int place = (int) in.uint(HashTree.MAX_RUN - 1);
        Path path = Path.read(in);
        Statement statement = Statement.read(in);
        Bytes signature = in.fixed(Ed25519.SIGNATURE_BYTES);
        Bytes certificate = in.bytes(Certificate.MAX_SIGNED_BYTES);
        long received = in.uint();
        return statement == null || in.fault() != null || !isKnown
                ? null
                : new Proof(
                        new NodeId(sender),
                        engine,
                        type,
                        messages,
                        place,
                        path,
                        statement,
                        signature,
                        certificate,
                        received);
    }

    /** Whether it proves what it says. Four signature checks at most. */
    public Finding check() {
        Optional<NodeId> node = NodeId.admit(sender.key().toArray());
        if (node.isEmpty()) {
            return new Fails(Flaw.SENDER);
        }
        byte[] bytes = messages.toArray();
        Bytes body = body(bytes, place);
        if (body == null) {
            return new Fails(Flaw.MESSAGE);
        }
        Certificate vouched = Certificate.read(certificate, sender)
                .map(signed -> signed.value())
                .orElse(null);
        if (vouched == null) {
            return new Fails(Flaw.CERTIFICATE);
        }
        boolean isInTime = statement.time() >= vouched.issued();
        if (!isInTime || !vouched.covers(statement.owner(), statement.session(), statement.time())) {
            return new Fails(Flaw.SCOPE);
        }
        if (!path.root(new Hashing(), leaf(bytes)).equals(statement.root())) {
            return new Fails(Flaw.PATH);
        }
        return statement.isSigned(vouched.key(), signature.toArray())
                ? new Holds(this, body)
                : new Fails(Flaw.SIGNATURE);
    }

    private byte[] leaf(byte[] bytes) {
        Hashing hashing = new Hashing();
        byte[] leaf = new byte[Hashing.BYTES];
        hashing.leaf(hashing.leafPrefix(engine, type), bytes, 0, bytes.length, leaf, 0);
        return leaf;
    }

    /** The last item of the cast in that place; null when there is none, or when there is anything but casts. */
    private static @Nullable Bytes body(byte[] messages, int place) {
        CastCursor cursor = new CastCursor();
        cursor.reset(messages, 0, messages.length);
        Bytes body = null;
        int end = 0;
        int casts = 0;
        for (; cursor.next() && cursor.start() == end && casts < HashTree.MAX_RUN; casts++) {
            end = cursor.end();
            body = casts == place ? body(messages, cursor.start(), end) : body;
        }
        return end == messages.length ? body : null;
    }

    private static @Nullable Bytes body(byte[] messages, int from, int to) {
        CborReader in = new CborReader(messages, from, to - from);
        int left = in.array(Integer.MAX_VALUE);
        for (; left > 1; left--) {
            in.skip();
        }
        Bytes body = in.bytes(MAX_MESSAGE_BYTES);
        return in.finish() == null ? body : null;
    }

    /** Who, to what and when; never what. */
    @Override
    public String toString() {
        return "proof of " + type + " from " + sender + " to " + statement.owner() + "/" + engine;
    }
}
