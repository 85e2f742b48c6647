package io.comity.store;

import io.comity.identity.Bytes;
import io.comity.store.Answer.Reason;
import io.comity.store.Answer.Refused;
import io.comity.store.TopicLog.Entry;
import io.comity.store.TopicLog.Proof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sqlite.SQLiteErrorCode;

/** Says what is wrong, by remedy and in one line. */
final class LogFaults {
    private final String name;
    private final Path place;
    private final long maxFileBytes;

    /**
     * @param name of the log, with its place
     * @param place on the disk that may be full
     */
    LogFaults(String name, Path place, long maxFileBytes) {
        this.name = name;
        this.place = place;
        this.maxFileBytes = maxFileBytes;
    }

    /** For the words only: whether what was refused may have been too much for the disk. */
    private boolean isDiskFull() {
        try {
            return Files.getFileStore(place).getUsableSpace() < 2 * TopicLog.MAX_APPEND_BYTES;
        } catch (IOException notToBeAsked) {
            return true;
        }
    }

    /** What is read and cannot be is damage, too. */
    <T> Refused<T> of(Exception failure) {
        if (failure instanceof Introductions.TooMany) {
            return tooManyIntroductions();
        }
        int code = failure instanceof SQLException told ? told.getErrorCode() & 0xff : 0;
        if (code == SQLiteErrorCode.SQLITE_FULL.code) {
            return refused(
                    Reason.DISK_FULL,
                    isDiskFull()
                            ? "has no room: its disk is full; make room on it"
                            : "has no room in the " + maxFileBytes
                                    + " bytes that it may have; let it have more, or keep less of the topic");
        }
        if (code == SQLiteErrorCode.SQLITE_BUSY.code) {
            return refused(Reason.OVERLOADED, "is read by another program; let nothing else open it");
        }
        boolean isOfDisk = code == SQLiteErrorCode.SQLITE_IOERR.code;
        return refused(
                Reason.DAMAGED,
                (isOfDisk ? "met a failure of its disk (" : "is damaged (") + failure.getMessage() + "); "
                        + (isOfDisk ? "see to the disk and its quota" : "restore it from a copy, or move it away"));
    }

    <T> Refused<T> closed() {
        return refused(Reason.CLOSED, "is closed; the node has stopped, or left the topic");
    }

    <T> Refused<T> overloaded(String waiting) {
        return refused(Reason.OVERLOADED, "takes no more: " + waiting + " wait; is its disk too slow?");
    }

    <T> Refused<T> tooManyProofs() {
        return refused(Reason.TOO_BIG, "holds " + TopicLog.MAX_PROOFS + " proofs already, and takes no more");
    }

    <T> Refused<T> tooManyIntroductions() {
        return refused(Reason.DISK_FULL, "holds as many introductions of publishers as it may; keep less of the topic");
    }

    /** Why these may not be appended, whatever the disk. */
    static Optional<String> excess(List<Entry> entries) {
        if (entries.size() > TopicLog.MAX_APPEND_ENTRIES) {
            return Optional.of(past("entries", entries.size(), TopicLog.MAX_APPEND_ENTRIES));
        }
        for (Entry entry : entries) {
            int size = entry.signed().size();
            if (size > TopicLog.MAX_SIGNED_BYTES) {
                return Optional.of(past("bytes in one entry", size, TopicLog.MAX_SIGNED_BYTES));
            }
            int introduction = entry.introduction().size();
            if (introduction > TopicLog.MAX_INTRODUCTION_BYTES) {
                return Optional.of(past("bytes in one introduction", introduction, TopicLog.MAX_INTRODUCTION_BYTES));
            }
        }
        long bytes = sizeBytes(entries);
        return bytes > TopicLog.MAX_APPEND_BYTES
                ? Optional.of(past("bytes", bytes, TopicLog.MAX_APPEND_BYTES))
                : Optional.empty();
    }

    /** What they keep in memory: an introduction that several have is there once. */
    static long sizeBytes(List<Entry> entries) {
        Set<Bytes> introductions = Collections.newSetFromMap(new IdentityHashMap<>());
        long bytes = 0;
        for (Entry entry : entries) {
            boolean isNew = introductions.add(entry.introduction());
            bytes += entry.signed().size() + (isNew ? entry.introduction().size() : 0);
        }
        return bytes;
    }

    static Optional<String> excess(Proof proof) {
        Bytes bytes = proof.bytes();
        return bytes.size() > TopicLog.MAX_PROOF_BYTES
                ? Optional.of(past("bytes in one proof", bytes.size(), TopicLog.MAX_PROOF_BYTES))
                : Optional.empty();
    }

    private static String past(String what, long size, long max) {
        return "does not take " + size + " " + what + ", but " + max + " at most; send less at a time";
    }

    <T> Refused<T> tooBig(String excess) {
        return refused(Reason.TOO_BIG, excess);
    }

    private <T> Refused<T> refused(Reason reason, String why) {
        return new Refused<>(reason, name + " " + why);
    }
}
