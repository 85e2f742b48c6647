package io.comity.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

class ConsoleTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Command(name = "fails")
    static final class Fails implements Runnable {
        @Parameters
        private String message = "";

        @Override
        public void run() {
            throw new IllegalStateException(message.equals("nothing") ? null : message);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"it broke", "it broke\nin two", "\n\nit broke\n\tat io.comity.Stack"})
    void answersAFailureWithItsFirstLineAndOne(String message) {
        assertThat(run(message)).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualToIgnoringNewLines("comity: it broke");
        assertThat(out.size()).isZero();
    }

    @Test
    void namesAFailureThatSaysNothing() {
        assertThat(run("nothing")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualToIgnoringNewLines("comity: IllegalStateException");
    }

    private int run(String message) {
        return Console.commandLine(new Fails(), new PrintStream(out, true), new PrintStream(err, true))
                .execute(message);
    }
}
