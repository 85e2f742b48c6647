package io.comity.examples.demo;

import io.comity.examples.process.ForkedJvm;
import io.comity.examples.process.Troupe;
import io.comity.examples.process.Troupe.Part;
import java.util.List;
import java.util.function.Consumer;

/** The three processes. */
final class Parties implements AutoCloseable {
    private final Troupe troupe;

    private Parties(Troupe troupe) {
        this.troupe = troupe;
    }

    /** Starts all three at once. */
    static Parties fork(Consumer<String> bobsEvents) {
        return new Parties(Troupe.start(
                "comity-demo-",
                List.of(
                        new Part("alice", AliceMain.class),
                        new Part("bob", BobMain.class, bobsEvents, List.of()),
                        new Part("mallory", MalloryMain.class))));
    }

    ForkedJvm alice() {
        return troupe.member("alice");
    }

    ForkedJvm bob() {
        return troupe.member("bob");
    }

    ForkedJvm mallory() {
        return troupe.member("mallory");
    }

    /** The ends of the logs, for whoever has to find out what went wrong. */
    List<String> logTails() {
        return troupe.logTails();
    }

    @Override
    public void close() {
        troupe.close();
    }
}
