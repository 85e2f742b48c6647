package io.comity.examples.demo;

import io.comity.examples.process.ForkedJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The three processes and the folder in which each has its own; all of it is gone after {@link #close}. */
final class Parties implements AutoCloseable {
    private static final int LOG_TAIL_LINES = 40;

    private final Path folder;
    private final CompletableFuture<ForkedJvm> alice;
    private final CompletableFuture<ForkedJvm> bob;
    private final CompletableFuture<ForkedJvm> mallory;

    private Parties(Path folder, Consumer<String> bobsEvents) {
        this.folder = folder;
        this.alice = fork("alice", AliceMain.class, event -> {});
        this.bob = fork("bob", BobMain.class, bobsEvents);
        this.mallory = fork("mallory", MalloryMain.class, event -> {});
    }

    /** Starts all three at once. */
    static Parties fork(Consumer<String> bobsEvents) {
        try {
            return new Parties(Files.createTempDirectory("comity-demo-"), bobsEvents);
        } catch (IOException cannotWrite) {
            throw new UncheckedIOException(cannotWrite);
        }
    }

    private CompletableFuture<ForkedJvm> fork(String name, Class<?> main, Consumer<String> events) {
        return CompletableFuture.supplyAsync(() -> ForkedJvm.start(name, main, folder.resolve(name), events));
    }

    ForkedJvm alice() {
        return opened(alice);
    }

    ForkedJvm bob() {
        return opened(bob);
    }

    ForkedJvm mallory() {
        return opened(mallory);
    }

    private static ForkedJvm opened(CompletableFuture<ForkedJvm> party) {
        try {
            return party.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }

    /** The ends of the logs, for whoever has to find out what went wrong. */
    List<String> logTails() {
        return Stream.of(alice, bob, mallory)
                .filter(party -> party.isDone() && !party.isCompletedExceptionally())
                .map(CompletableFuture::join)
                .flatMap(jvm -> jvm.logTail(LOG_TAIL_LINES).stream().map(line -> jvm.name() + ": " + line))
                .toList();
    }

    @Override
    public void close() {
        Stream.of(bob, mallory, alice)
                .forEach(party -> party.thenAccept(ForkedJvm::close)
                        .exceptionally(neverStarted -> null)
                        .join());
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException cannotDelete) {
            throw new UncheckedIOException(cannotDelete);
        }
    }
}
