package io.comity.examples.demo.topics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.comity.examples.demo.TextFile;
import io.comity.examples.process.ForkFailure;
import io.comity.examples.process.Troupe;
import io.comity.examples.process.Troupe.Part;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Five processes on loopback, each with a key of its own. Alice publishes the lines of a file on a topic; Bob and Carol hear the part
 * of it that each asked for, Dave comes late and hears everything, and Mallory, who may only read, forges, alters and replays. At the
 * end everybody has heard exactly what was published for him.
 */
public final class TopicsDemo {
    /** A file of fewer lines is published several times, so that somebody slow cannot keep up. */
    static final long LEAST_LINES = 2_000;

    private static final String CANNOT_READ = "comity demo topics: cannot read ";

    private TopicsDemo() {}

    /**
     * Runs the demo on {@code file}.
     *
     * @param split Bob wants the lines shorter than so many characters, Carol the others
     * @param json whether to print the result as JSON, and nothing else, to {@code out}
     * @param err takes the one line that says what went wrong
     * @return 0 when every value is right, else 1
     */
    public static int run(Path file, int split, boolean json, PrintStream out, PrintStream err) {
        Optional<String> unreadable = TextFile.whyUnreadable(file);
        if (unreadable.isPresent()) {
            err.println(CANNOT_READ + file + ": " + unreadable.get());
            return 1;
        }
        try {
            long lines = Reading.count(file);
            if (lines == 0) {
                err.println(CANNOT_READ + file + ": it has no lines");
                return 1;
            }
            Report report = play(file, lines, split, json ? line -> {} : out::println, err);
            if (json) {
                out.println(json(report));
            } else {
                report.print(out);
            }
            if (!report.isRight()) {
                err.println("comity demo topics: " + report.complaint());
            }
            return report.isRight() ? 0 : 1;
        } catch (IOException broken) {
            err.println(CANNOT_READ + file + ": " + broken.getMessage());
            return 1;
        } catch (ForkFailure failed) {
            err.println("comity demo topics: " + failed.getMessage());
            return 1;
        }
    }

    private static Report play(Path file, long lines, int split, Consumer<String> tell, PrintStream err)
            throws IOException {
        int times = (int) Math.max(1, (LEAST_LINES + lines - 1) / lines);
        tell.accept("Alice, Bob, Carol, Dave and Mallory start, each a process with a key of its own.");
        try (Troupe troupe = Troupe.start("comity-demo-topics-", parts(file, times));
                Expected expected = new Expected(file, times, split)) {
            try {
                Story story = new Story(troupe, expected, lines * times, tell);
                ReaderMain.Slow slow = story.play(split);
                return new Report(file.toString(), lines, times, split, slow, story.checks());
            } catch (ForkFailure failed) {
                troupe.logTails().forEach(err::println);
                throw failed;
            }
        }
    }

    private static List<Part> parts(Path file, int times) {
        return List.of(
                new Part("alice", PublisherMain.class, file.toAbsolutePath().toString(), Integer.toString(times)),
                new Part("bob", ReaderMain.class, "bob"),
                new Part("carol", ReaderMain.class, "carol"),
                new Part("dave", ReaderMain.class, "dave"),
                new Part("mallory", ForgerMain.class));
    }

    private record Data(
            String file,
            long lines,
            int times,
            int split,
            long slowTold,
            long slowLeftOut,
            List<Check> checks,
            boolean right,
            String complaint) {}

    private static String json(Report report) {
        try {
            return new ObjectMapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .writeValueAsString(new Data(
                            report.file(),
                            report.lines(),
                            report.times(),
                            report.split(),
                            report.slow().told(),
                            report.slow().leftOut(),
                            report.checks(),
                            report.isRight(),
                            report.complaint()));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
