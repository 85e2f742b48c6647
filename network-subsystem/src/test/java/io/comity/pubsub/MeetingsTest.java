package io.comity.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import io.comity.identity.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Whom a node without neighbours asks to meet; its owner answers nothing. */
final class MeetingsTest {
    private static final Function<Runnable, TopicPubSub.Command> NEVER = deed -> {
        throw new AssertionError("nobody answers");
    };

    private final Owner owner = new Owner();
    private final Asked asked = new Asked();
    private final Meetings meetings = new Meetings(Idle.context(), spreading(), asked, NEVER);

    private static final class Asked implements Weaving.Source {
        private final List<Demand> demands = new ArrayList<>();

        @Override
        public long fed() {
            return 0;
        }

        @Override
        public void tell(Demand demand) {
            demands.add(demand);
        }

        @Override
        public void reached(long position) {}

        @Override
        public ActorRef<TopicPubSub.Command> owner() {
            throw new AssertionError("only nodes that follow are met");
        }
    }

    private Spreading spreading() {
        Court court = new Court(owner.settings(Company.NONE), event -> {});
        return new Spreading(Idle.context(), court, Company.NONE, NEVER, delay -> {});
    }

    private static NodeId peer(int number) {
        return Owner.key(10 + number).nodeId();
    }

    @Test
    void asManyNodesAreToBeMetAtOneTimeAsMayBeAndNotOneMore() {
        for (int i = 0; i <= Meetings.MAX_UNDERWAY; i++) {
            meetings.connect(peer(i));
        }
        assertThat(asked.demands).hasSize(Meetings.MAX_UNDERWAY);
    }

    @Test
    void nobodyIsWaitedForLongerThanItsTurns() {
        meetings.connect(peer(0));
        for (int i = 1; i < Meetings.MAX_UNDERWAY; i++) {
            meetings.again();
        }
        asked.demands.clear();
        for (int i = 0; i < Meetings.MAX_TURNS; i++) {
            meetings.again();
        }
        assertThat(asked.demands).isEmpty();
        for (int i = 0; i < Meetings.MAX_UNDERWAY; i++) {
            meetings.connect(peer(i));
        }
        assertThat(asked.demands).hasSize(Meetings.MAX_UNDERWAY);
    }
}
