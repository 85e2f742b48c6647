package io.comity.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * The forked nodes of one scenario, each a JVM with its own key and home. Nothing of it outlives {@link #close}, except,
 * after a failure, the folder with the members' logs.
 *
 * <pre>{@code
 * try (Cluster cluster = new Cluster("an engine answers")) {
 *     Member alice = cluster.fork("alice", OwnerMain.class, "tcp");
 *     alice.ask("offer hello");
 * }
 * }</pre>
 */
public final class Cluster implements AutoCloseable {
    /** More would not run beside a build on a small machine. */
    static final int MAX_MEMBERS = 8;

    /** How much of each member's log a failure prints. */
    static final int LOG_TAIL_LINES = 40;

    private static final int MAX_SLUG = 16;

    private final Path folder;
    private final List<Member> members = new ArrayList<>();
    private boolean failed;

    /**
     * Its folder is one of the system's temporary ones: below {@code target} the path of a node's socket would be too long
     * for some clones.
     *
     * @param scenario its name; the folder's begins with some of it
     */
    public Cluster(String scenario) {
        try {
            String slug = scenario.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
            folder = Files.createTempDirectory(slug.substring(0, Math.min(slug.length(), MAX_SLUG)) + "-");
        } catch (IOException cannotWrite) {
            throw new UncheckedIOException(cannotWrite);
        }
    }

    /** Forks a JVM that runs {@code program}, a class with a {@code main} that serves a {@code Program}. */
    public Member fork(String name, Class<?> program, String... arguments) {
        return forkBy(List.of(), name, program, arguments);
    }

    /** As {@link #fork}, run by another program, such as {@code setpriv} with its options. */
    public Member forkBy(List<String> launcher, String name, Class<?> program, String... arguments) {
        if (members.stream().filter(Member::isAlive).count() >= MAX_MEMBERS) {
            throw new IllegalStateException("a cluster has at most " + MAX_MEMBERS + " members at a time");
        }
        Member member = Member.fork(launcher, name, program, folder.resolve(name), arguments);
        members.add(member);
        return member;
    }

    /** Runs a scenario's steps; when one fails, prints what every member last said and keeps the folder. */
    public <T> T observe(Callable<T> steps) throws Exception {
        try {
            return steps.call();
        } catch (Throwable failure) {
            failed = true;
            System.err.println("Cluster failed: " + failure.getMessage() + "; logs are kept in " + folder);
            members.forEach(member -> member.printLog(LOG_TAIL_LINES));
            throw failure;
        }
    }

    public Path folder() {
        return folder;
    }

    @Override
    public void close() {
        members.forEach(Member::kill);
        if (!failed) {
            deleteFolder();
        }
    }

    private void deleteFolder() {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException stillOpen) {
            throw new UncheckedIOException(stillOpen);
        }
    }
}
