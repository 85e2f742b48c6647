package io.comity.bench.chaos;

import io.comity.bench.BenchException;
import io.comity.transport.Address;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * A way to a node that can be broken: whoever dials it is connected with the node, by real sockets, until it is told
 * otherwise. It changes no byte.
 */
public final class Route implements AutoCloseable {
    private static final int BACKLOG = 64;
    private static final int DIAL_MILLIS = 2_000;

    /** How long the port may be somebody else's when it is to be opened again. */
    private static final Duration REBIND = Duration.ofSeconds(5);

    private enum State {
        OPEN,
        REFUSING,
        SWALLOWING,
        CLOSED
    }

    private final Address target;
    private final int port;
    private final Set<Pipe> pipes = ConcurrentHashMap.newKeySet();
    private volatile State state = State.OPEN;
    private volatile ServerSocket listener;
    private volatile Thread acceptor;

    private Route(Address target, ServerSocket listener) {
        this.target = target;
        this.listener = listener;
        this.port = listener.getLocalPort();
        this.acceptor = accept(listener);
    }

    /** Listens on any free loopback port. */
    public static Route to(Address target) {
        try {
            return new Route(target, listen(0));
        } catch (IOException e) {
            throw new BenchException("cannot listen on a free loopback port: " + e.getMessage(), e);
        }
    }

    /** What to dial instead of the node. */
    public Address address() {
        return new Address(target.transport(), InetAddress.getLoopbackAddress().getHostAddress(), port);
    }

    /** When something was last passed on by a connection that stands, by {@link System#nanoTime}; the least when none does. */
    long lastNanos() {
        return pipes.stream().mapToLong(Pipe::lastNanos).max().orElse(Long.MIN_VALUE);
    }

    /** Breaks every connection there is; the way stays as it is for those to come. */
    void cut(Consumer<Pipe> how) {
        List.copyOf(pipes).forEach(how);
    }

    /** Breaks every connection there is, by a reset. */
    public void reset() {
        cut(Pipe::reset);
    }

    /** Whoever dials from now on is refused by the system. */
    public void refuse() {
        state = State.REFUSING;
        closeListener();
    }

    /** From now on, whatever anybody says is lost, and nothing answers. */
    void swallow() {
        state = State.SWALLOWING;
    }

    /** Passes on again. Connections that were swallowed are reset: they would stay silent. */
    public void open() {
        State before = state;
        state = State.OPEN;
        if (before == State.SWALLOWING) {
            reset();
        } else if (before == State.REFUSING) {
            listenAgain();
        }
    }

    @Override
    public void close() {
        state = State.CLOSED;
        closeListener();
        reset();
    }

    /** The system listens until nobody waits in there any more. */
    private void closeListener() {
        try {
            listener.close();
            acceptor.join();
        } catch (IOException gone) {
            // It is closed already.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void listenAgain() {
        long patience = System.nanoTime() + REBIND.toNanos();
        while (true) {
            try {
                listener = listen(port);
                acceptor = accept(listener);
                return;
            } catch (IOException taken) {
                if (System.nanoTime() - patience > 0) {
                    throw new BenchException("cannot listen on port " + port + " again: " + taken.getMessage(), taken);
                }
                Thread.yield();
            }
        }
    }

    private static ServerSocket listen(int port) throws IOException {
        ServerSocket listener = new ServerSocket();
        listener.setReuseAddress(true);
        try {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
            return listener;
        } catch (IOException taken) {
            listener.close();
            throw taken;
        }
    }

    private Thread accept(ServerSocket open) {
        return Pipe.start("route " + port, () -> {
            while (!open.isClosed()) {
                try {
                    connect(open.accept());
                } catch (IOException closed) {
                    // The listener was closed, or the dialler is gone.
                }
            }
        });
    }

    private void connect(Socket dialler) throws IOException {
        Socket node = new Socket();
        try {
            node.connect(new InetSocketAddress(target.host(), target.port()), DIAL_MILLIS);
            dialler.setTcpNoDelay(true);
            node.setTcpNoDelay(true);
            carry(dialler, node);
        } catch (IOException unreachable) {
            dialler.close();
            node.close();
        }
    }

    private void carry(Socket dialler, Socket node) {
        Pipe pipe = new Pipe(dialler, node, () -> state == State.SWALLOWING, pipes::remove);
        pipes.add(pipe);
        pipe.start();
        if (state == State.CLOSED || state == State.REFUSING) {
            pipe.reset();
        }
    }
}
