package io.comity.dissemination;

import static io.comity.dissemination.Nodes.node;
import static io.comity.dissemination.Nodes.slot;
import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class OverlayTest {
    private static final NodeId ANN = node(1);
    private static final NodeId EVE = node(2);
    private static final Talk ASK = new Talk.Ask(false);

    private final Overlay overlay =
            new Overlay(node(0), MembershipSettings.DEFAULT, TreeSettings.DEFAULT, new SplittableRandom(1), 0);
    private long nowNs;

    private List<Output> hear(NodeId from, Talk talk) {
        return overlay.hear(from, talk, nowNs);
    }

    /** Announces what there is not until it is found out. */
    private List<Output> boasts(NodeId liar) {
        List<Output> out = new ArrayList<>();
        for (int time = 1; time <= TreeSettings.DEFAULT.faults(); time++) {
            hear(liar, new Talk.Have(List.of(slot(9, time))));
            long untilNs = nowNs
                    + TreeSettings.DEFAULT.graftAfter().toNanos()
                    + TreeSettings.DEFAULT.answerWithin().toNanos();
            while (overlay.dueNs() <= untilNs) {
                nowNs = overlay.dueNs();
                out.addAll(overlay.due(nowNs));
            }
        }
        return out;
    }

    @Test
    void aNewNeighbourIsAcceptedBeforeItIsToldOfTheLatest() {
        overlay.publish(slot(0, 1), nowNs);
        assertThat(hear(ANN, ASK))
                .containsExactly(
                        new Output.Say(ANN, new Talk.Accept()),
                        new Output.Up(ANN),
                        new Output.Say(ANN, new Talk.Have(List.of(slot(0, 1)))));
        assertThat(overlay.publish(slot(0, 2), nowNs)).contains(new Output.Send(ANN, slot(0, 2)));
    }

    @Test
    void whoeverIsNoNeighbourAnyMoreIsSentNothing() {
        hear(ANN, ASK);
        assertThat(hear(ANN, new Talk.Leave())).contains(new Output.Down(ANN));
        assertThat(overlay.publish(slot(0, 1), nowNs)).containsExactly(new Output.Deliver(slot(0, 1)));
    }

    @Test
    void aSuspectOfTheTreeLosesItsPlace() {
        hear(ANN, ASK);
        hear(EVE, ASK);
        assertThat(boasts(EVE))
                .containsSubsequence(
                        new Output.Suspect(EVE, Output.Fault.SILENT),
                        new Output.Say(EVE, new Talk.Leave()),
                        new Output.Down(EVE),
                        new Output.Release(EVE));
        assertThat(overlay.neighbours()).containsExactly(ANN);
        assertThat(hear(EVE, ASK)).containsExactly(new Output.Say(EVE, new Talk.Refuse()));
    }

    @Test
    void whatTheCallerSuspectsLosesItsPlaceToo() {
        hear(EVE, ASK);
        assertThat(overlay.suspect(EVE, nowNs)).contains(new Output.Down(EVE));
        assertThat(overlay.neighbours()).isEmpty();
    }
}
