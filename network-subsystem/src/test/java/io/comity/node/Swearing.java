package io.comity.node;

import io.comity.evidence.Certificate;
import io.comity.evidence.HashTree;
import io.comity.evidence.Hashing;
import io.comity.evidence.Statement;
import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.transport.Wire;
import io.comity.wire.CborWriter;
import io.comity.wire.UrMessage;
import io.comity.wire.UrMessages;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;

/** Makes evidence by hand, as it should be or not, for a {@link RawPeer} to send. */
final class Swearing {
    private static final byte[] ALL = {};

    final KeyHolder node;
    final NodeId owner;
    final Bytes session;
    final KeyHolder key = MemoryKeyHolder.generate(new java.security.SecureRandom());
    final long now = Instant.now().getEpochSecond();
    private final byte[] prefix = new Hashing().leafPrefix(Greeter.NAME, "Note");

    Swearing(KeyHolder node, NodeId owner, Bytes session) {
        this.node = node;
        this.owner = owner;
        this.session = session;
    }

    byte[] certificate() {
        return vouched(certificate(owner, session, now, now + 3_600).sign(node));
    }

    Certificate certificate(NodeId audience, Bytes name, long issued, long expires) {
        return new Certificate(node.nodeId(), audience, name, key.nodeId(), issued, expires);
    }

    static byte[] vouched(Bytes signed) {
        CborWriter out = new CborWriter(64, 1_024);
        UrMessages.write(out, new UrMessage.Vouched(signed));
        return out.toByteArray();
    }

    Bytes root(List<byte[]> casts) {
        HashTree tree = new HashTree(new Hashing());
        casts.forEach(cast -> tree.add(prefix, cast, 0, cast.length));
        byte[] root = new byte[Hashing.BYTES];
        tree.root(root, 0);
        return Bytes.of(root);
    }

    Statement statement(int lane, long number, Bytes root) {
        return new Statement(owner, session, lane, number, now, root);
    }

    /** For all casts that follow. */
    byte[] batch(long number, List<byte[]> casts) {
        return evidence(statement(UrMessages.LANE_OF_RECORDS, number, root(casts)), ALL, ALL);
    }

    byte[] own(long number, byte[] cast) {
        return evidence(statement(UrMessages.LANE_OF_CASTS, number, root(List.of(cast))), ALL, ALL);
    }

    byte[] evidence(Statement statement, byte[] which, byte[] roots) {
        return evidence(statement, which, roots, statement.sign(key));
    }

    static byte[] evidence(Statement statement, byte[] which, byte[] roots, byte[] signature) {
        CborWriter out =
                new CborWriter(256, 4_096).array(UrMessages.EVIDENCE_ELEMENTS).uint(UrMessage.EVIDENCE);
        out.uint(statement.lane()).uint(statement.number()).uint(statement.time());
        return out.bytes(which).bytes(roots).bytes(signature).toByteArray();
    }

    static byte[] again(int place, byte[] which) {
        CborWriter out = new CborWriter(64, 4_096)
                .array(UrMessages.EVIDENCE_AGAIN_ELEMENTS)
                .uint(UrMessage.EVIDENCE);
        return out.uint(place).bytes(which).toByteArray();
    }

    /** One record of all this. */
    static byte[] record(List<byte[]> messages) {
        ByteArrayOutputStream record = new ByteArrayOutputStream(Wire.MAX_RECORD_BYTES);
        messages.forEach(record::writeBytes);
        return record.toByteArray();
    }
}
