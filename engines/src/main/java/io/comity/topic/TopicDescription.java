package io.comity.topic;

import io.comity.engine.EngineId;
import io.comity.identity.Bytes;
import io.comity.wire.CborReader;
import io.comity.wire.CborWriter;
import io.comity.wire.Fault;
import io.comity.wire.UrMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a topic's owner says of it. Its form is the canonical CBOR array {@code [1, name, version, issued, expires, publishers,
 * retention, digest, [type…]]}, times in Unix seconds.
 *
 * @param name as an engine may be called; with the owner's key it is the {@link TopicId}
 * @param version of two descriptions of one topic the higher one stands
 * @param expiresAt exclusive
 * @param publishers the mission whose grants let others publish
 * @param retention what the owner keeps
 * @param digest of the protocol of its messages
 * @param types the wire names of its messages, in their order; later descriptions only add to them
 */
public record TopicDescription(
        String name,
        long version,
        Instant issuedAt,
        Instant expiresAt,
        String publishers,
        Retention retention,
        Bytes digest,
        List<String> types) {
    private static final int FORMAT = 1;
    private static final int FIELDS = 9;
    private static final int MAX_MISSION_BYTES = 64;

    /** The end of the year 9999. */
    private static final long MAX_SECOND = 253_402_300_799L;

    /**
     * What is kept of what was said, the latest; zeros mean nothing.
     *
     * @param seconds since it was said
     * @param messages in all
     * @param bytes in all
     */
    public record Retention(long seconds, long messages, long bytes) {
        public static final Retention NONE = new Retention(0, 0, 0);

        public Retention {
            if (seconds < 0 || messages < 0 || bytes < 0) {
                throw new IllegalArgumentException(
                        "nothing is kept for less than no time, nor less than nothing of it");
            }
        }
    }

    public TopicDescription {
        types = List.copyOf(types);
        if (types.size() > Batch.MAX_TYPE + 1) {
            throw new IllegalArgumentException(
                    "a topic has at most " + (Batch.MAX_TYPE + 1) + " types of messages, not " + types.size());
        }
    }

    /** Whether it is time for another, well before its end. */
    public boolean isDue(Instant now) {
        return now.getEpochSecond() >= Renewal.dueAt(issuedAt.getEpochSecond(), expiresAt.getEpochSecond());
    }

    /** The same from now on, for as long, under a greater version. */
    public TopicDescription renewed(Instant now) {
        Instant from = now.truncatedTo(ChronoUnit.SECONDS);
        return new TopicDescription(
                name,
                Math.max(version + 1, now.toEpochMilli()),
                from,
                from.plus(Duration.between(issuedAt, expiresAt)),
                publishers,
                retention,
                digest,
                types);
    }

    void write(CborWriter out) {
        out.array(FIELDS).uint(FORMAT).text(name).uint(version);
        out.uint(issuedAt.getEpochSecond()).uint(expiresAt.getEpochSecond()).text(publishers);
        out.array(3).uint(retention.seconds()).uint(retention.messages()).uint(retention.bytes());
        out.bytes(digest).array(types.size());
        types.forEach(out::text);
    }

    /** Null when the bytes are anything else, or of a newer Comity. */
    static @Nullable TopicDescription read(byte[] payload) {
        CborReader in = new CborReader(payload, 0, payload.length);
        in.tuple(FIELDS);
        long format = in.uint();
        String name = in.text(EngineId.MAX_NAME_LENGTH);
        long version = in.uint();
        Instant issuedAt = Instant.ofEpochSecond(in.uint(MAX_SECOND));
        Instant expiresAt = Instant.ofEpochSecond(in.uint(MAX_SECOND));
        String publishers = in.text(MAX_MISSION_BYTES);
        in.tuple(3);
        Retention retention = new Retention(in.uint(), in.uint(), in.uint());
        Bytes digest = in.fixed(UrMessage.DIGEST_BYTES);
        List<String> types = types(in);
        boolean isSound =
                in.finish() == null && format == FORMAT && issuedAt.isBefore(expiresAt) && EngineId.isName(name);
        return isSound
                ? new TopicDescription(name, version, issuedAt, expiresAt, publishers, retention, digest, types)
                : null;
    }

    private static List<String> types(CborReader in) {
        int count = in.array(Batch.MAX_TYPE + 1);
        List<String> types = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            types.add(in.text(UrMessage.MAX_NAME_BYTES));
        }
        if (types.isEmpty()) {
            in.refuse(Fault.OUT_OF_RANGE);
        }
        return types;
    }
}
