package io.comity.proxy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** The warnings about peers in the log, from when this is made until it is closed. */
public final class LinesOfPeers implements AutoCloseable {
    private static final Logger PROXIES = (Logger) LoggerFactory.getLogger("io.comity.proxy");

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    public LinesOfPeers() {
        // Actors may still write while a test reads.
        lines.list = new CopyOnWriteArrayList<>();
        lines.start();
        PROXIES.addAppender(lines);
    }

    /** Those so far that contain {@code part}. */
    public List<String> with(String part) {
        return lines.list.stream()
                .filter(line -> line.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.contains(part))
                .toList();
    }

    @Override
    public void close() {
        PROXIES.detachAppender(lines);
    }
}
