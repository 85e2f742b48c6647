package io.comity.result;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects the figures of one run and writes them down when somebody asked for it, by {@code -Dcomity.results=FOLDER}:
 * <pre>
 * Results.of("explorer", "mvn …").atLeast("states", states, "states", 1e7).atMost("violations", 0, "violations", 0).write();
 * </pre>
 */
public final class Results {
    /** The folder that results are written to, seen from {@code comity.root}; without it they are not. */
    public static final String FOLDER = "comity.results";

    /** Where the repository is; tests run in the folder of their module. */
    private static final String ROOT = "comity.root";

    private final String subject;
    private final String command;
    private final List<Figure> figures = new ArrayList<>();
    private final List<String> misses = new ArrayList<>();

    private Results(String subject, String command) {
        this.subject = subject;
        this.command = command;
    }

    /**
     * Begins with no figures.
     *
     * @param subject letters, digits and hyphens: the name of the file
     * @param command by which anybody repeats it
     */
    public static Results of(String subject, String command) {
        if (!subject.matches("[a-z0-9-]{1,64}")) {
            throw new IllegalArgumentException("a subject has 1 to 64 of a-z, 0-9 and '-', not '" + subject + "'");
        }
        return new Results(subject, command);
    }

    /** A number without a goal. */
    public Results figure(String name, double value, String unit) {
        return add(name, value, unit, null);
    }

    /** A number that is to be that large. */
    public Results atLeast(String name, double value, String unit, double bound) {
        return add(name, value, unit, new Goal(Goal.Sense.AT_LEAST, bound));
    }

    /** A number that is to be no larger. */
    public Results atMost(String name, double value, String unit, double bound) {
        return add(name, value, unit, new Goal(Goal.Sense.AT_MOST, bound));
    }

    private Results add(String name, double value, String unit, @Nullable Goal goal) {
        figures.add(new Figure(name, value, unit, goal));
        return this;
    }

    /** What was to be shown and was not, in one sentence. */
    public Results miss(String what) {
        misses.add(what);
        return this;
    }

    /** Writes {@code FOLDER/subject.json} over the one before, or does nothing when no folder was named. */
    public void write() {
        String folder = System.getProperty(FOLDER, "");
        if (!folder.isEmpty()) {
            writeTo(Path.of(System.getProperty(ROOT, ".")).resolve(folder));
        }
    }

    /** @throws ResultException when it cannot be written; the message names the file */
    public void writeTo(Path folder) {
        new ResultFolder(folder).write(result());
    }

    /** Whether every figure that has a goal meets it. */
    public boolean areMet() {
        return figures.stream().noneMatch(Figure::isMissed);
    }

    private Result result() {
        return new Result(
                subject, command, LocalDate.now().toString(), Commit.current(), Machine.words(), figures, misses);
    }
}
