package io.comity.router;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.mission.Notice;
import io.comity.wire.Verified;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The last notices by which other nodes told this one that they took something back. Thread-safe; in memory only. */
public final class NoticeBoard {
    /** Of one owner, so that none can push out what others said. */
    static final int MAX_OF_ONE_OWNER = 32;

    private record Subject(NodeId owner, Bytes chain) {}

    private final int max;
    private final Map<Subject, Notice> notices = new LinkedHashMap<>();

    /** @param max of all owners together */
    public NoticeBoard(int max) {
        this.max = max;
    }

    /** Puts one up; false when the same owner said the same before. The oldest makes room. */
    synchronized boolean add(Verified<Notice> verified) {
        Notice notice = verified.value();
        Subject subject = new Subject(notice.owner(), notice.chain());
        if (notices.containsKey(subject)) {
            return false;
        }
        notices.put(subject, notice);
        if (of(notice.owner()) > MAX_OF_ONE_OWNER) {
            oldest(notice.owner()).ifPresent(notices::remove);
        } else if (notices.size() > max) {
            notices.remove(notices.keySet().iterator().next());
        }
        return true;
    }

    private long of(NodeId owner) {
        return notices.keySet().stream()
                .filter(subject -> subject.owner().equals(owner))
                .count();
    }

    private Optional<Subject> oldest(NodeId owner) {
        return notices.keySet().stream()
                .filter(subject -> subject.owner().equals(owner))
                .findFirst();
    }

    /** The oldest first. */
    public synchronized List<Notice> list() {
        return List.copyOf(notices.values());
    }
}
