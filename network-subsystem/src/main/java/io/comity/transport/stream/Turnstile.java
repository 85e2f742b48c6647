package io.comity.transport.stream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Stands at a listener and lets connections in one after the other, some at once, never more than so many a second. Those who wait are
 * the operating system's, which sends away what it has no room for: a flood costs this process next to nothing, and whoever is inside is
 * served meanwhile.
 */
final class Turnstile extends ChannelInboundHandlerAdapter {
    /** Let in a second. */
    static final int PER_SECOND = 500;

    /** And at once: each takes a tenth of a millisecond, for which those inside wait. */
    static final int AT_ONCE = 25;

    private static final long EACH_NANOS = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;
    private static final long MOST_NANOS = EACH_NANOS * AT_ONCE;

    /** So that it turns for two at a time, and whoever is inside waits for no more. */
    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

    private final LongSupplier nanoTime;
    private long freeAt;

    Turnstile(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.freeAt = nanoTime.getAsLong();
    }

    /** One more has come in. */
    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
        long now = nanoTime.getAsLong();
        freeAt = Math.max(freeAt, now) + EACH_NANOS;
        long ahead = freeAt - now - MOST_NANOS;
        Channel listener = context.channel();
        if (ahead >= 0 && listener.config().isAutoRead()) {
            listener.config().setAutoRead(false);
            listener.eventLoop()
                    .schedule(
                            () -> listener.config().setAutoRead(true),
                            Math.max(REST_NANOS, ahead),
                            TimeUnit.NANOSECONDS);
        }
        context.fireChannelRead(accepted);
    }
}
