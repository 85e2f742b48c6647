package io.comity.examples.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.comity.examples.process.ForkFailure;
import io.comity.examples.words.DirectCount;
import io.comity.examples.words.Words;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Three processes on loopback, each with a key of its own. Alice offers an engine that counts words; Bob, whom she invited,
 * streams a file to it; Mallory, whom she did not, tries to reach it. At the end every count must be right.
 */
public final class Demo {
    private Demo() {}

    /**
     * Runs the demo on {@code file}.
     *
     * @param json whether to print the result as JSON, and nothing else, to {@code out}
     * @param err takes the one line that says what went wrong
     * @return 0 when every count is right, else 1
     */
    public static int run(Path file, boolean json, PrintStream out, PrintStream err) {
        Optional<String> unreadable = TextFile.whyUnreadable(file);
        if (unreadable.isPresent()) {
            err.println("comity demo: cannot read " + file + ": " + unreadable.get());
            return 1;
        }
        Consumer<String> tell = json ? line -> {} : out::println;
        try {
            Report report = play(file, tell, err);
            if (json) {
                out.println(json(report));
            } else {
                report.print(out);
            }
            if (!report.isRight()) {
                err.println("comity demo: " + report.complaint());
            }
            return report.isRight() ? 0 : 1;
        } catch (IOException broken) {
            err.println("comity demo: cannot read " + file + ": " + broken.getMessage());
            return 1;
        } catch (ForkFailure failed) {
            err.println("comity demo: " + failed.getMessage());
            return 1;
        }
    }

    private static Report play(Path file, Consumer<String> tell, PrintStream err) throws IOException {
        long bytes = Files.size(file);
        tell.accept("Alice, Bob and Mallory start, each a process with a key of its own.");
        try (Parties parties = Parties.fork(new Progress(bytes, tell)::hear)) {
            Words.Ranking direct = count(file);
            try {
                Ledger ledger = new Ledger(parties.alice());
                Words.Ranking ranking = new Story(parties, ledger, tell).play(file, direct);
                return new Report(file.toString(), bytes, ranking, ledger.rows(), ledger.checks());
            } catch (ForkFailure failed) {
                parties.logTails().forEach(err::println);
                throw failed;
            }
        }
    }

    private static Words.Ranking count(Path file) throws IOException {
        try (InputStream text = Files.newInputStream(file)) {
            return DirectCount.of(text);
        }
    }

    private record Data(
            String file,
            long bytes,
            Words.Ranking ranking,
            List<Row> rows,
            List<Check> checks,
            long malloryDelivered,
            boolean right,
            String complaint) {}

    private static String json(Report report) {
        try {
            return new ObjectMapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .writeValueAsString(new Data(
                            report.file(),
                            report.bytes(),
                            report.ranking(),
                            report.rows(),
                            report.checks(),
                            report.malloryDelivered(),
                            report.isRight(),
                            report.complaint()));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
