package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Behaviors;
import io.comity.engine.EngineId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Revocation while the one who is cut off is sending as fast as it can. */
final class RevocationTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path home;

    @Test
    void itCutsTheMissionAndNothingElse() throws InterruptedException {
        try (Neighbours town = new Neighbours(home, Map.of())) {
            ActorRef<Greeter.Command> noisy = noisyEngine(town);
            AtomicBoolean sending = new AtomicBoolean(true);
            Thread sender = new Thread(() -> {
                while (sending.get()) {
                    noisy.tell(new Greeter.Note(""));
                }
            });
            sender.start();
            try {
                await().atMost(PATIENCE).until(() -> town.deliveredOfOthers() > 20_000);
                town.alice().missions().revoke("noise");
                long admitted = town.deliveredOfOthers();
                TestProbe<Object> watcher = TestProbe.create(town.bob().system());
                watcher.expectTerminated(noisy, PATIENCE);
                // One message may have passed the gate before it closed, and have been counted after.
                assertThat(town.deliveredOfOthers()).isBetween(admitted, admitted + 1);
            } finally {
                sending.set(false);
                sender.join();
            }
            town.bobIsServed();
            assertThat(town.bob().counters())
                    .containsEntry("dropped.protocol", 0L)
                    .containsEntry("dropped.record", 0L);
        }
    }

    /** An engine of Alice's that takes what comes and keeps none of it, as Bob sees it. */
    private static ActorRef<Greeter.Command> noisyEngine(Neighbours town) {
        town.alice().spawn("noisy", Greeter.Command.class, Behaviors.ignore());
        town.alice().missions().define("noise").allow("noisy").grant(town.bob().id());
        EngineId id = new EngineId(town.alice().id(), "noisy");
        await().atMost(PATIENCE).until(() -> town.bob().registry().find(id).isPresent());
        return town.bob().engine(id.node(), id.name(), Greeter.Command.class);
    }
}
