package io.comity;

import akka.actor.PoisonPill;
import akka.actor.UnhandledMessage;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Adapter;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Finds the rows that an engine's receive table lacks in the state it begins in. */
public final class ReceiveTable {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String END = "the end";

    private ReceiveTable() {}

    /** The simple names of the messages that nobody took; each sample goes to an engine of its own. */
    public static <M> Set<String> missing(ActorTestKit kit, List<M> samples, Supplier<Behavior<M>> engine) {
        TestProbe<UnhandledMessage> unhandled = kit.createUnhandledMessageProbe();
        for (M sample : samples) {
            ActorRef<M> fresh = kit.spawn(engine.get());
            fresh.tell(sample);
            // Unlike a stop from outside, a poison pill waits in the same queue as the sample before it.
            Adapter.toClassic(fresh).tell(PoisonPill.getInstance(), akka.actor.ActorRef.noSender());
            kit.createTestProbe().expectTerminated(fresh, SOON);
        }
        Adapter.toClassic(kit.system()).eventStream().publish(end(kit));
        Set<String> missing = new TreeSet<>();
        for (UnhandledMessage next = unhandled.receiveMessage(SOON);
                !END.equals(next.message());
                next = unhandled.receiveMessage(SOON)) {
            missing.add(next.message().getClass().getSimpleName());
        }
        return missing;
    }

    private static UnhandledMessage end(ActorTestKit kit) {
        akka.actor.ActorRef nobody = Adapter.toClassic(kit.system()).deadLetters();
        return new UnhandledMessage(END, nobody, nobody);
    }
}
