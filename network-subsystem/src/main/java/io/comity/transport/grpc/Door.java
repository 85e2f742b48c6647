package io.comity.transport.grpc;

import io.comity.transport.Shares;
import io.netty.channel.Channel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The TCP connections that gRPC's server holds, which gRPC itself neither bounds nor shows. A connection beyond the bound is
 * closed unread, and so is one that has begun no call in time.
 */
final class Door {
    private final int maxConnections;
    private final Duration patience;
    private final Runnable turnedAway;
    private final Map<SocketAddress, Channel> inside = new ConcurrentHashMap<>();
    private final Map<SocketAddress, Shares.Share> strangers = new ConcurrentHashMap<>();
    private final Shares shares;
    private final Set<SocketAddress> silent = ConcurrentHashMap.newKeySet();

    /**
     * @param patience from the connection to its first call
     * @param turnedAway told of every connection closed unread
     */
    Door(int maxConnections, Duration patience, Runnable turnedAway) {
        this.maxConnections = maxConnections;
        this.shares = new Shares(maxConnections);
        this.patience = patience;
        this.turnedAway = turnedAway;
    }

    /** A listening channel that lets connections in by this door. */
    NioServerSocketChannel channel() {
        return new Listening(this);
    }

    /** A call has begun on the connection from {@code remote}. */
    void entered(SocketAddress remote) {
        silent.remove(remote);
    }

    /**
     * A message is to come on the connection from {@code remote}.
     *
     * @param late is run when it does not come in time
     * @return to be run when it has come, or is not awaited any more
     */
    Runnable expectMessage(SocketAddress remote, Runnable late) {
        Channel connection = inside.get(remote);
        if (connection == null) {
            return () -> {};
        }
        Future<?> overdue = connection.eventLoop().schedule(late, patience.toMillis(), TimeUnit.MILLISECONDS);
        return () -> overdue.cancel(false);
    }

    /** A call on the connection from {@code remote} is whole, with a message of so many bytes. */
    void heard(SocketAddress remote, int bytes) {
        Channel connection = inside.get(remote);
        if (connection != null) {
            Credit.finished(connection, bytes);
        }
    }

    /** Whoever is at {@code remote} has proven a key. */
    void knows(SocketAddress remote) {
        Channel connection = inside.get(remote);
        if (connection != null) {
            Credit.lift(connection);
            Shares.Share share = strangers.remove(remote);
            if (share != null) {
                share.giveBack();
            }
        }
    }

    /** Ends the connection from {@code remote} with all its calls: its other end does not read. */
    void throwOut(SocketAddress remote) {
        Channel connection = inside.get(remote);
        if (connection != null) {
            cut(connection);
        }
    }

    private boolean admit(Channel connection) {
        SocketAddress remote = connection.remoteAddress();
        Shares.Share share =
                inside.size() < maxConnections ? shares.enter(remote).orElse(null) : null;
        if (remote == null || share == null) {
            turnedAway.run();
            return false;
        }
        inside.put(remote, connection);
        strangers.put(remote, share);
        connection.pipeline().addFirst(new Credit());
        silent.add(remote);
        connection.closeFuture().addListener(closed -> {
            inside.remove(remote, connection);
            // Another may have come from there before this one's end was heard of: each gives back its own.
            strangers.remove(remote, share);
            share.giveBack();
            silent.remove(remote);
        });
        return true;
    }

    private void expectCall(Channel connection, SocketAddress remote) {
        if (silent.remove(remote) && connection.isOpen()) {
            turnedAway.run();
            cut(connection);
        }
    }

    /** Past gRPC's handlers, which would first wait for the other end to take what was written. */
    private static void cut(Channel connection) {
        connection.eventLoop().execute(() -> connection.unsafe().close(connection.voidPromise()));
    }

    private static final class Listening extends NioServerSocketChannel {
        private final Door door;

        Listening(Door door) {
            this.door = door;
        }

        @Override
        protected int doReadMessages(List<Object> accepted) throws Exception {
            int before = accepted.size();
            int count = super.doReadMessages(accepted);
            if (accepted.size() > before && accepted.get(before) instanceof Channel connection) {
                if (door.admit(connection)) {
                    SocketAddress remote = connection.remoteAddress();
                    eventLoop()
                            .schedule(
                                    () -> door.expectCall(connection, remote),
                                    door.patience.toMillis(),
                                    TimeUnit.MILLISECONDS);
                } else {
                    accepted.remove(before);
                    connection.unsafe().closeForcibly();
                }
            }
            return count;
        }
    }
}
