package io.comity.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.javadsl.Adapter;
import io.comity.mission.Reason;
import io.comity.wire.UrMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Two sessions, links that break at every possible moment, and a model of what must arrive. To repeat a failure, put the seed
 * that the message names in the place of the loop.
 */
final class ResumeSimulationTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final int SEEDS = 60;
    private static final int STEPS = 400;

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    /** What one side has sent and the other must have, in order. */
    private static final class Model {
        final List<Talk.Add> casts = new ArrayList<>();
        final List<UrMessage> control = new ArrayList<>();

        void send(TwoSessions.Side from, TwoSessions.Side to, SplittableRandom random) {
            if (random.nextInt(4) == 0) {
                UrMessage message = new UrMessage.Granted(control.size());
                from.session().say(message);
                control.add(message);
            } else {
                Talk.Add message = new Talk.Add(casts.size());
                Reason refused = from.session().outlet(TwoSessions.TALK).send(to.engineRef, message);
                if (refused == null) {
                    casts.add(message);
                } else {
                    assertThat(refused).isEqualTo(Reason.OVERLOADED);
                }
            }
        }

        void check(TwoSessions.Side at, String where) {
            assertThat(at.engine.getAllReceived()).as(where).isEqualTo(casts);
            assertThat(at.control).as(where).isEqualTo(control);
        }
    }

    @Test
    void nothingIsLostRepeatedOrReorderedWhereverLinksBreak() {
        for (int seed = 0; seed < SEEDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            TwoSessions pair = new TwoSessions(Adapter.toClassic(KIT.system()), 2_000, 200 + random.nextInt(2_000));
            Model toFar = new Model();
            Model toNear = new Model();
            pair.connect();
            int cutsIn100 = 1 + random.nextInt(20);
            for (int step = 0; step < STEPS; step++) {
                step(pair, toFar, toNear, random, cutsIn100);
            }
            pair.connect();
            pair.settle();
            String where = "seed " + seed;
            toFar.check(pair.far, where);
            toNear.check(pair.near, where);
            assertThat(pair.near.events).as(where).noneMatch(Session.Broken.class::isInstance);
            assertThat(pair.far.events).as(where).noneMatch(Session.Broken.class::isInstance);
        }
    }

    private static void step(TwoSessions pair, Model toFar, Model toNear, SplittableRandom random, int cutsIn100) {
        if (random.nextInt(100) < cutsIn100) {
            pair.connect();
            return;
        }
        switch (random.nextInt(8)) {
            case 0 -> toFar.send(pair.near, pair.far, random);
            case 1 -> toNear.send(pair.far, pair.near, random);
            case 2 -> pair.near.sealTo(pair.far);
            case 3 -> pair.far.sealTo(pair.near);
            case 4, 5 -> pair.near.openNext();
            case 6 -> pair.far.openNext();
            default -> beat(random.nextBoolean() ? pair.near : pair.far, random);
        }
    }

    private static void beat(TwoSessions.Side side, SplittableRandom random) {
        if (side.attachment != null) {
            side.attachment.beat(random.nextInt(3) == 0);
        }
    }
}
