package io.comity.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.comity.config.ConfigException;
import io.comity.config.Section;
import io.comity.config.Settings;
import io.comity.node.Reading;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Settings files. Whatever stands in one, it is read, or refused in one line that shows no secret. Most inputs are held against
 * a small {@code reference.conf} with a key of each type, for it takes a hundredth of the time; one in 2048 is a whole node's.
 */
final class ConfigFuzzTest extends FuzzTarget {
    private static final int WHOLE_EVERY = 2_048;
    private static final Path FILE = file();
    private static final Map<String, String> ENVIRONMENT = Map.of("HOME", "/home/alice", "COMITY_TCP_PORT", "4711");
    private static final ClassLoader SMALL = new Small();

    /** So that no input is slow for being the first of its kind. */
    private static final int WARM_UP = 30;

    static {
        for (int i = 0; i < WARM_UP; i++) {
            whole();
        }
    }

    private static void whole() {
        Reading.whole(Settings.load(FILE, Map.of(), Map.of(), ConfigFuzzTest.class.getClassLoader()), FILE);
    }

    @FuzzTest(maxDuration = "")
    void fuzz(byte[] input) {
        measured(input);
    }

    @Override
    void judge(byte[] input) {
        try {
            Files.write(FILE, input);
            CRC32 sum = new CRC32();
            sum.update(input);
            if (sum.getValue() % WHOLE_EVERY == 1) {
                whole();
            } else {
                small(Settings.load(FILE, Map.of("comity.tcp.threads", 3), ENVIRONMENT, SMALL));
            }
        } catch (ConfigException refused) {
            String why = String.valueOf(refused.getMessage());
            Must.hold(why.chars().noneMatch(Character::isISOControl), "a refusal of more than one line");
            Must.hold(why.length() < 1_024, "a refusal as long as what it refuses");
        } catch (IOException disk) {
            throw new UncheckedIOException(disk);
        }
    }

    private static void small(Section comity) {
        comity.flag("control");
        comity.textsOf("transports", "tcp", "tls");
        comity.texts("seeds");
        Section tcp = comity.section("tcp");
        tcp.text("host");
        Must.equal(tcp.integer("port", 0, 65_535), 4_711, "what the environment says");
        Must.equal(tcp.integer("threads", 1, 64), 3, "what the program says");
        tcp.duration("connect-timeout", Duration.ofMillis(100), Duration.ofMinutes(1));
        comity.bytes("outbox", 0, 1 << 30);
        Section missions = comity.section("missions");
        for (String name : missions.sections()) {
            missions.section(name).keys().forEach(missions.section(name)::cite);
        }
    }

    private static Path file() {
        try {
            Path memory = Path.of("/dev/shm");
            Path folder = Files.isWritable(memory)
                    ? Files.createTempDirectory(memory, "comity-fuzz")
                    : Files.createTempDirectory("comity-fuzz");
            folder.toFile().deleteOnExit();
            Path file = folder.resolve("comity.conf");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException disk) {
            throw new UncheckedIOException(disk);
        }
    }

    /** Has one resource. */
    private static final class Small extends ClassLoader {
        private static final byte[] REFERENCE = Seeds.text("""
                comity {
                  control = on
                  transports = [tcp]
                  seeds = []
                  outbox = 1 MiB
                  passphrase = ""
                  tcp { host = localhost, port = 0, threads = 1, connect-timeout = 5s }
                  missions { max = 100, "*" { allow = [], rate = 5 } }
                }
                """);

        Small() {
            super(null);
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            return Collections.enumeration(List.of(new URL(null, "memory:/" + name, new URLStreamHandler() {
                @Override
                protected URLConnection openConnection(URL url) {
                    return new URLConnection(url) {
                        @Override
                        public void connect() {}

                        @Override
                        public InputStream getInputStream() {
                            return new ByteArrayInputStream(REFERENCE);
                        }
                    };
                }
            })));
        }
    }

    @Override
    List<byte[]> seeds() {
        return List.of(
                        "comity.tcp.port = 4712",
                        "comity { tcp { host = \"0.0.0.0\", connect-timeout = 1.5s }, transports = [tcp, tls] }",
                        "comity.missions.hello { allow = [\"greeter/Greet\"], rate = 5 }\ncomity.outbox = 64 KiB",
                        "x = 5 s\ncomity.tcp.connect-timeout = ${x}\ncomity.tcp.host = ${?HOME}${HOME}",
                        "comity.passphrase = \"secret\"\ncomity.tcp += { }",
                        "comity { # comment\n control = off // other\n seeds += \"node1a@tcp://a:1\" }",
                        "comity.tcp.host = \"\"\"a\nb\"\"\"",
                        "{\"comity\": {\"control\": true, \"missions\": {\"max\": 1e2}}}",
                        "comity.tcp.portt = [1, {a : 2}, null]",
                        "a = ${b}\nb = ${a}",
                        "comity.seeds = " + "[".repeat(40))
                .stream()
                .map(Seeds::text)
                .toList();
    }
}
