package io.comity.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PeerLogTest {
    private static final long SECOND = PeerLog.EACH.toNanos();

    private long now = Long.MAX_VALUE - 5 * SECOND;
    private final Logger logger = new LoggerContext().getLogger("peers");
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();
    private final PeerLog log = new PeerLog(() -> now);

    @BeforeEach
    void listen() {
        said.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(said);
    }

    private List<String> lines() {
        return said.list.stream()
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
    }

    private void say(int lines) {
        for (int i = 0; i < lines; i++) {
            log.warn(logger, "it was {} and {}", i, "left");
        }
    }

    @Test
    void soManyLinesAreSaidAtOnceAndNotOneMore() {
        say(PeerLog.AT_ONCE);
        assertThat(lines()).hasSize(PeerLog.AT_ONCE).endsWith("WARN it was 255 and left");
        say(1_000);
        assertThat(lines()).hasSize(PeerLog.AT_ONCE);
    }

    @Test
    void oneIsSaidASecondAndBeforeItHowManyWereNot() {
        say(PeerLog.AT_ONCE + 1_000);
        said.list.clear();
        now += SECOND - 1;
        say(1);
        assertThat(lines()).isEmpty();
        now += 1;
        log.info(logger, "{} came", "Bob");
        say(1);
        assertThat(lines())
                .containsExactly("INFO 1001 lines of what other nodes did are left out here", "INFO Bob came");
    }

    @Test
    void whoWantsThemAllHasThem() {
        logger.setLevel(Level.DEBUG);
        say(PeerLog.AT_ONCE + 1_000);
        assertThat(lines()).hasSize(PeerLog.AT_ONCE + 1_000);
    }
}
