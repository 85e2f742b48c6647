package io.comity.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.filter.Filter;
import io.comity.filter.Matcher;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Page after page, each when the one before was dealt with, until one is the last and nothing was missed meanwhile. */
final class ReplayingTest {
    private static final long ID = 7;

    private final List<Since> asked = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private Consumer<@Nullable Page> answer = page -> {};
    private boolean isIdle = true;
    private boolean isAllHeld = true;

    private final Replaying replaying = new Replaying(
            (since, filter, then) -> {
                asked.add(since);
                answer = then;
            },
            new Replaying.Audience() {
                @Override
                public void hold(long id) {
                    events.add("hold");
                }

                @Override
                public void tell(long id, Page page, Matcher wanted, InOrder told) {
                    events.add("page to " + page.next());
                }

                @Override
                public boolean isIdle(long id) {
                    return isIdle;
                }

                @Override
                public boolean release(long id, InOrder told) {
                    events.add("release");
                    return isAllHeld;
                }

                @Override
                public void end(long id, String why) {
                    events.add("end: " + why);
                }
            });

    private void begin() {
        replaying.begin(ID, Filter.everything(), Since.beginning(), new InOrder());
    }

    private static Page page(long next, boolean isLast) {
        return new Page(List.of(), List.of(), new Since.Position(next), isLast, Optional.empty());
    }

    @Test
    void pagesFollowEachOtherAndTheLastIsFollowedByWhatWasHeld() {
        begin();
        answer.accept(page(10, false));
        answer.accept(page(20, true));
        assertThat(asked).containsExactly(new Since.Position(1), new Since.Position(10));
        assertThat(events.subList(events.size() - 2, events.size()))
                .containsExactly("page to " + new Since.Position(20), "release");
        assertThat(replaying.isReplaying(ID)).isFalse();
    }

    private static Page page(int batches, int bytes) {
        Page.Past past = new Page.Past(0, 0, new byte[bytes]);
        return new Page(
                List.of(new byte[0]),
                Collections.nCopies(batches, past),
                new Since.Position(10),
                false,
                Optional.empty());
    }

    @Test
    void aPageIsAsLongAsItMayBeAndALongerOneEndsIt() {
        assertThat(page(2, Pages.MAX_BYTES / 2).isTooLong()).isFalse();
        assertThat(page(2, Pages.MAX_BYTES / 2 + 1).isTooLong()).isTrue();
        assertThat(page(1, Pages.MAX_BYTES + 1).isTooLong())
                .as("there is only one")
                .isFalse();
        assertThat(page(Page.MAX_PAST, 0).isTooLong()).isFalse();
        assertThat(page(Page.MAX_PAST + 1, 0).isTooLong()).isTrue();
        begin();
        answer.accept(page(Page.MAX_PAST + 1, 0));
        assertThat(events).endsWith("end: what was said before cannot be had: UNREADABLE");
        assertThat(replaying.isReplaying(ID)).isFalse();
    }

    @Test
    void whatCouldNotBeHeldComesWithAnotherPage() {
        begin();
        isAllHeld = false;
        answer.accept(page(10, true));
        assertThat(asked).containsExactly(new Since.Position(1), new Since.Position(10));
        assertThat(events).endsWith("hold");
        isAllHeld = true;
        answer.accept(page(12, true));
        assertThat(replaying.isReplaying(ID)).isFalse();
    }

    @Test
    void whoIsSlowIsToldNoMoreUntilItHasDealtWithIt() {
        begin();
        isIdle = false;
        answer.accept(page(10, false));
        replaying.again();
        assertThat(asked).hasSize(1);
        isIdle = true;
        replaying.had(ID);
        assertThat(asked).hasSize(2);
    }

    @Test
    void whatDoesNotComeIsAskedForAgainAndOnlyOnceAtATime() {
        begin();
        replaying.again();
        assertThat(asked).hasSize(1);
        answer.accept(null);
        assertThat(asked).hasSize(1);
        replaying.again();
        answer.accept(Page.refused(Since.beginning(), Page.LATER));
        assertThat(asked).hasSize(2);
        replaying.again();
        assertThat(asked).hasSize(3);
    }

    @Test
    void whatCannotBeHadEndsTheSubscription() {
        begin();
        answer.accept(Page.refused(Since.beginning(), Page.NOT_KEPT));
        assertThat(events).last().asString().startsWith("end: ");
        replaying.again();
        assertThat(asked).hasSize(1);
    }

    @Test
    void whatComesAfterItWasCancelledIsNoNews() {
        begin();
        Consumer<@Nullable Page> late = answer;
        replaying.cancel(ID);
        late.accept(page(10, true));
        begin();
        late.accept(page(10, true));
        assertThat(events).doesNotContain("release");
    }
}
