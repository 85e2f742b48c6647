package io.comity.transport.artery;

import akka.actor.ActorSystem;
import akka.event.EventStream;
import akka.event.LoggingFilter;
import java.util.Set;

/**
 * What the transport's ActorSystem may log: warnings and errors, a few a second, and nothing from the stages that report
 * every bad frame with a stack trace; those are counted instead. Akka makes it by reflection.
 */
public final class QuietLog implements LoggingFilter {
    static final int LINES_PER_SECOND = 5;

    private static final long SECOND = 1_000_000_000L;
    /** It warns that its serializers are not Akka's, which is so. */
    private static final String SERIALIZATION = "akka.serialization.Serialization";

    private static final Set<String> SILENT = Set.of(
            "akka.io.TcpListener",
            "akka.remote.RemoteActorRefProvider",
            "akka.remote.artery.Association",
            "akka.remote.artery.Decoder",
            "akka.remote.artery.Deserializer",
            "akka.remote.artery.Encoder",
            "akka.stream.impl.io.TLSActor",
            "akka.stream.Materializer");

    private long second = Long.MIN_VALUE;
    private int lines;

    /** The arguments are what Akka passes; neither is needed. */
    @SuppressWarnings("UnusedVariable")
    public QuietLog(ActorSystem.Settings settings, EventStream stream) {
        this();
    }

    QuietLog() {}

    @Override
    public boolean isErrorEnabled(Class<?> logClass, String logSource) {
        return speaks(logClass, logSource);
    }

    @Override
    public boolean isWarningEnabled(Class<?> logClass, String logSource) {
        return speaks(logClass, logSource);
    }

    @Override
    public boolean isInfoEnabled(Class<?> logClass, String logSource) {
        return false;
    }

    @Override
    public boolean isDebugEnabled(Class<?> logClass, String logSource) {
        return false;
    }

    private boolean speaks(Class<?> logClass, String logSource) {
        boolean silent = SILENT.contains(logClass.getName()) || logSource.startsWith(SERIALIZATION);
        return !silent && spend(System.nanoTime() / SECOND);
    }

    synchronized boolean spend(long now) {
        if (now != second) {
            second = now;
            lines = 0;
        }
        return lines++ < LINES_PER_SECOND;
    }
}
