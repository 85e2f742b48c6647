package io.comity.witness;

import io.comity.evidence.HashTree;
import io.comity.evidence.Hashing;
import io.comity.evidence.Path;
import io.comity.evidence.Proof;
import io.comity.evidence.Statement;
import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.wire.CastCursor;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Messages that one signature proves, as they came: all of one record, or of several. */
public final class Batch {
    /**
     * By what it is proven.
     *
     * @param roots of its records, end to end
     * @param received Unix seconds by this node's clock
     */
    public record Ground(
            NodeId sender,
            Statement statement,
            Bytes signature,
            Bytes certificate,
            Bytes roots,
            Names names,
            long received) {}

    /** One record: what stood in it from the first signed cast on, and the bits of its casts; no bits are all. */
    record Part(byte[] bytes, byte[] which) {}

    /** One message in it. */
    public record Message(String engine, String type, int sizeBytes) {}

    private final Ground ground;
    private final List<Part> parts;

    Batch(Ground ground, List<Part> parts) {
        this.ground = ground;
        this.parts = List.copyOf(parts);
    }

    public Ground ground() {
        return ground;
    }

    /** What was signed, in order. */
    public List<Message> messages() {
        List<Message> messages = new ArrayList<>();
        for (Part part : parts) {
            walk(
                    part,
                    cursor -> messages.add(new Message(
                            String.valueOf(ground.names.engine(cursor.ref())),
                            String.valueOf(ground.names.type(cursor.ref(), cursor.type())),
                            cursor.end() - cursor.start())));
        }
        return messages;
    }

    /** The proof of one of {@link #messages}; empty when there is no such place. */
    public Optional<Proof> prove(int place) {
        int before = 0;
        for (int i = 0; i < parts.size(); i++) {
            Opened opened = open(parts.get(i));
            if (place - before < opened.tree.count()) {
                return Optional.of(proof(i, opened, place - before));
            }
            before += opened.tree.count();
        }
        return Optional.empty();
    }

    /** @param spans start and end of each signed message */
    private record Opened(Part part, HashTree tree, List<int[]> spans, List<long[]> names) {
        /** End to end. */
        private Bytes messages(HashTree.Run run) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            for (int[] span : spans.subList(run.first(), run.first() + run.count())) {
                out.write(part.bytes, span[0], span[1] - span[0]);
            }
            return Bytes.of(out.toByteArray());
        }
    }

    private Opened open(Part part) {
        Hashing hashing = new Hashing();
        Opened opened = new Opened(part, new HashTree(hashing), new ArrayList<>(), new ArrayList<>());
        walk(part, cursor -> {
            byte[] prefix = hashing.leafPrefix(
                    String.valueOf(ground.names.engine(cursor.ref())),
                    String.valueOf(ground.names.type(cursor.ref(), cursor.type())));
            opened.tree.add(prefix, part.bytes, cursor.start(), cursor.end() - cursor.start());
            opened.spans.add(new int[] {cursor.start(), cursor.end()});
            opened.names.add(new long[] {cursor.ref(), cursor.type()});
        });
        return opened;
    }

    private Proof proof(int record, Opened opened, int place) {
        long[] name = opened.names.get(place);
        HashTree.Run run = opened.tree.run(place);
        Path path = opened.tree.path(run.leaf());
        byte[] roots = ground.roots.toArray();
        if (roots.length > Hashing.BYTES) {
            path = path.then(Path.Step.among(roots, 0, roots.length / Hashing.BYTES, record));
        }
        return new Proof(
                ground.sender,
                String.valueOf(ground.names.engine(name[0])),
                String.valueOf(ground.names.type(name[0], name[1])),
                opened.messages(run),
                place - run.first(),
                path,
                ground.statement,
                ground.signature,
                ground.certificate,
                ground.received);
    }

    private static void walk(Part part, Consumer<CastCursor> signed) {
        CastCursor cursor = new CastCursor();
        cursor.reset(part.bytes, 0, part.bytes.length);
        for (int cast = 0; cursor.next(); cast++) {
            if (isSet(part.which, part.which.length, cast)) {
                signed.accept(cursor);
            }
        }
    }

    /** Whether the bits of a record say that a cast is signed; without bits all are. */
    public static boolean isSet(byte[] which, int whichBytes, int cast) {
        return whichBytes == 0 || cast >>> 3 < whichBytes && (which[cast >>> 3] >>> (cast & 7) & 1) != 0;
    }
}
