package io.comity.pubsub;

import io.comity.identity.Bytes;
import io.comity.topic.Paper;
import java.util.List;
import java.util.Optional;

/**
 * Some of what was on the topic before, in the order in which it was stored.
 *
 * @param papers by which it was said, in the bytes of {@code io.comity.topic.Paper}
 * @param next what to ask for after it
 * @param isLast whether nothing more is stored now
 * @param refused why there is none: {@link #LATER}, or another for good
 */
public record Page(List<byte[]> papers, List<Past> past, Since next, boolean isLast, Optional<String> refused) {
    /**
     * @param storedMillis Unix time, by the clock of whoever stored it
     * @param paper its place among those of the page, from 0 on
     * @param batch the bytes of an {@code io.comity.topic.Batch}
     */
    public record Past(long storedMillis, int paper, byte[] batch) {}

    /** Of one page; each is a signed batch, so that fewer fill {@link Pages#MAX_BYTES}. */
    static final int MAX_PAST = 1_024;

    static final String LATER = "OVERLOADED";
    static final String NOT_KEPT = "NOT_KEPT";
    static final String UNREADABLE = "UNREADABLE";

    static Page refused(Since since, String why) {
        return new Page(List.of(), List.of(), since, false, Optional.of(why));
    }

    /** Whether nobody who keeps to the protocol says so much at once. */
    boolean isTooLong() {
        return past.size() > MAX_PAST || papers.size() > past.size() || past.size() > 1 && bytes() > Pages.MAX_BYTES;
    }

    private int bytes() {
        return papers.stream().mapToInt(paper -> paper.length).sum()
                + past.stream().mapToInt(each -> each.batch().length).sum();
    }

    boolean isForNever() {
        return refused.isPresent() && !refused.get().equals(LATER);
    }

    Optional<Paper> paper(Past of) {
        return of.paper() >= 0 && of.paper() < papers.size()
                ? Paper.read(Bytes.of(papers.get(of.paper())))
                : Optional.empty();
    }
}
