package io.comity.pubsub;

import io.comity.filter.Filter;
import io.comity.filter.Matcher;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings subscribers what was on the topic before: page by page, each when the one before was dealt with. What is said meanwhile
 * is held back, and what is held too much comes with a later page; when a page is the last, what is held follows it, and from
 * then on the subscriber hears what others do. Nothing comes twice, since each publisher's order is watched. Used by its {@link
 * Telling} only.
 */
final class Replaying {
    /** Where pages come from. */
    interface Source {
        /** @param then is told the page, or null when none came in time */
        void read(Since since, Filter filter, Consumer<@Nullable Page> then);
    }

    /** What is told to one subscriber. */
    interface Audience {
        /** What is said from now on is held; what was held before is forgotten. */
        void hold(long id);

        /** What it wants of one page, without what comes too late in its publisher's order. */
        void tell(long id, Page page, Matcher wanted, InOrder told);

        /** Whether it has dealt with what it was told. */
        boolean isIdle(long id);

        /** Tells what was held, if all of it was. False when some was not. */
        boolean release(long id, InOrder told);

        void end(long id, String why);
    }

    private static final class Replay {
        private final Filter filter;
        private final Matcher matcher;
        private final InOrder told;
        private Since next;
        private boolean isAsked;

        private Replay(Filter filter, Since next, InOrder told) {
            this.filter = filter;
            this.matcher = filter.matcher();
            this.next = next;
            this.told = told;
        }
    }

    private final Source source;
    private final Audience audience;
    private final Map<Long, Replay> replays = new HashMap<>();

    Replaying(Source source, Audience audience) {
        this.source = source;
        this.audience = audience;
    }

    /** @param told what it has heard of each publisher */
    void begin(long id, Filter filter, Since since, InOrder told) {
        replays.put(id, new Replay(filter, since, told));
        audience.hold(id);
        ask(id);
    }

    boolean isReplaying(long id) {
        return replays.containsKey(id);
    }

    void cancel(long id) {
        replays.remove(id);
    }

    private void ask(long id) {
        Replay replay = replays.get(id);
        if (replay != null && !replay.isAsked && audience.isIdle(id)) {
            replay.isAsked = true;
            audience.hold(id);
            source.read(replay.next, replay.filter, page -> {
                replay.isAsked = false;
                if (replays.get(id) == replay && page != null) {
                    take(id, replay, page.isTooLong() ? Page.refused(replay.next, Page.UNREADABLE) : page);
                }
            });
        }
    }

    private void take(long id, Replay replay, Page page) {
        if (page.isForNever()) {
            replays.remove(id);
            audience.end(
                    id, "what was said before cannot be had: " + page.refused().orElse(""));
            return;
        }
        if (page.refused().isEmpty()) {
            audience.tell(id, page, replay.matcher, replay.told);
            replay.next = page.next();
            if (page.isLast() && audience.release(id, replay.told)) {
                replays.remove(id);
            } else {
                ask(id);
            }
        }
    }

    /** A subscriber has dealt with something. */
    void had(long id) {
        ask(id);
    }

    /** To be called every now and then: what did not come is asked for again. */
    void again() {
        List<Long> waiting = new ArrayList<>(replays.keySet());
        waiting.forEach(this::ask);
    }
}
