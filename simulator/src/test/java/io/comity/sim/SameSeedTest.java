package io.comity.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SameSeedTest {
    private static final int SEEDS = 12;

    private static List<String> hashes() {
        return LongStream.range(0, SEEDS)
                .mapToObj(seed -> Story.of(seed).tell().hash())
                .toList();
    }

    @Test
    void oneSeedIsOneStoryAlsoInAnotherProcess() throws Exception {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+IgnoreUnrecognizedVMOptions",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        InAnotherProcess.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> here = hashes();
        List<String> there = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(there).isEqualTo(here);
        assertThat(here).doesNotHaveDuplicates();
    }

    @Test
    void oneSeedIsOneStoryWhateverWasToldBefore() {
        String hash = Story.of(5).tell().hash();
        Story.of(6).tell();
        assertThat(Story.of(5).tell().hash()).isEqualTo(hash);
    }

    static final class InAnotherProcess {
        private InAnotherProcess() {}

        public static void main(String[] none) {
            hashes().forEach(System.out::println);
        }
    }
}
