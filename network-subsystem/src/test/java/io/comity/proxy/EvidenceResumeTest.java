package io.comity.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.javadsl.Adapter;
import io.comity.evidence.Proof;
import io.comity.mission.Evidence;
import io.comity.witness.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Casts that are proven, over links that break anywhere: nothing is signed twice, everything is delivered, kept and proven. */
final class EvidenceResumeTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final int SEEDS = 6;
    private static final int STEPS = 300;

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @ParameterizedTest
    @EnumSource(names = {"BATCH", "ALWAYS"})
    void whatIsProvenStaysSoWhereverLinksBreak(Evidence level) {
        for (int seed = 0; seed < SEEDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            TwoSessions pair =
                    new TwoSessions(Adapter.toClassic(KIT.system()), 400_000, 300_000 + random.nextInt(100_000));
            pair.prove(level);
            pair.connect();
            List<Talk.Add> sent = new ArrayList<>();
            for (int step = 0; step < STEPS; step++) {
                step(pair, sent, random, level == Evidence.BATCH ? 8_000 : 200);
            }
            pair.connect();
            pair.settle();
            String where = level + ", seed " + seed;
            assertThat(pair.far.engine.getAllReceived()).as(where).isEqualTo(sent);
            assertThat(pair.far.events).as(where).noneMatch(Session.Broken.class::isInstance);
            assertThat(proven(pair.far)).as(where).isEqualTo(sent.size());
        }
    }

    private static void step(TwoSessions pair, List<Talk.Add> sent, SplittableRandom random, int burst) {
        switch (random.nextInt(12)) {
            case 0, 1 -> {
                for (int i = random.nextInt(random.nextInt(10) == 0 ? burst : 20); i > 0; i--) {
                    Talk.Add message = new Talk.Add(sent.size());
                    if (pair.near.session().outlet(TwoSessions.TALK).send(pair.far.engineRef, message) == null) {
                        sent.add(message);
                    }
                }
            }
            case 2, 3, 4 -> pair.near.sealTo(pair.far);
            case 5, 6, 7 -> pair.far.openNext();
            case 8 -> pair.far.sealTo(pair.near);
            case 9 -> pair.near.openNext();
            case 10 -> pair.near.beat();
            default -> {
                if (random.nextInt(4) == 0) {
                    pair.connect();
                }
            }
        }
    }

    /** All of one batch are proven by the same signature, so the first and the last of each will do. */
    private static long proven(TwoSessions.Side side) {
        long messages = 0;
        for (Batch batch : side.shelf.batches().values()) {
            int count = batch.messages().size();
            messages += count;
            assertThat(batch.prove(0).orElseThrow().check()).isInstanceOf(Proof.Holds.class);
            assertThat(batch.prove(count - 1).orElseThrow().check()).isInstanceOf(Proof.Holds.class);
            assertThat(batch.prove(count)).isEmpty();
        }
        return messages;
    }
}
