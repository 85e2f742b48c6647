package io.comity.examples.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Forked JVMs that start all at once, and the folder in which each has its own; all of it is gone after {@link #close}. */
public final class Troupe implements AutoCloseable {
    private static final int LOG_TAIL_LINES = 40;

    /**
     * One of them.
     *
     * @param events hears what it was not asked for
     */
    public record Part(String name, Class<?> main, Consumer<String> events, List<String> arguments) {
        public Part(String name, Class<?> main, String... arguments) {
            this(name, main, event -> {}, List.of(arguments));
        }
    }

    private final Path folder;
    private final Map<String, CompletableFuture<ForkedJvm>> members = new LinkedHashMap<>();

    private Troupe(Path folder, List<Part> parts) {
        this.folder = folder;
        for (Part part : parts) {
            String[] arguments = part.arguments().toArray(String[]::new);
            members.put(
                    part.name(),
                    CompletableFuture.supplyAsync(() -> ForkedJvm.start(
                            part.name(), part.main(), folder.resolve(part.name()), part.events(), arguments)));
        }
    }

    /** @param prefix of the name of a temporary folder */
    public static Troupe start(String prefix, List<Part> parts) {
        try {
            return new Troupe(Files.createTempDirectory(prefix), parts);
        } catch (IOException cannotWrite) {
            throw new UncheckedIOException(cannotWrite);
        }
    }

    /**
     * The one of this name, once it has opened.
     *
     * @throws ForkFailure when it did not
     */
    public ForkedJvm member(String name) {
        try {
            return Objects.requireNonNull(members.get(name), name).join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }

    /** The ends of the logs, for whoever has to find out what went wrong. */
    public List<String> logTails() {
        return members.values().stream()
                .filter(member -> member.isDone() && !member.isCompletedExceptionally())
                .map(CompletableFuture::join)
                .flatMap(jvm -> jvm.logTail(LOG_TAIL_LINES).stream().map(line -> jvm.name() + ": " + line))
                .toList();
    }

    /** The last of them first. */
    @Override
    public void close() {
        List<CompletableFuture<ForkedJvm>> all = new ArrayList<>(members.values());
        Collections.reverse(all);
        all.forEach(member -> member.thenAccept(ForkedJvm::close)
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
