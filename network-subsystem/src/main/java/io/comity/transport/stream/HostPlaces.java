package io.comity.transport.stream;

import io.comity.transport.Address;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Hosts and ports. Name servers may be slow, and hostile ones are: they are asked on threads that do nothing else, because an
 * event loop carries every peer.
 */
public final class HostPlaces implements Places {
    /** Threads that look names up; each may wait for a name server. */
    private static final int RESOLVERS = 4;

    /** Dials that wait for such a thread; one more fails at once. */
    private static final int MAX_LOOKUPS = 1_024;

    private static final String UNKNOWN = "no host has this name";

    /** Asks whoever knows the addresses of hosts, and waits for the answer. */
    public interface Lookup {
        InetAddress address(String host) throws UnknownHostException;
    }

    private final String transport;
    private final StreamSettings settings;
    private final Lookup lookup;
    private final ThreadPoolExecutor names;

    public HostPlaces(String transport, StreamSettings settings) {
        this(transport, settings, InetAddress::getByName);
    }

    public HostPlaces(String transport, StreamSettings settings, Lookup lookup) {
        this.transport = transport;
        this.settings = settings;
        this.lookup = lookup;
        this.names = new ThreadPoolExecutor(
                RESOLVERS,
                RESOLVERS,
                1,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MAX_LOOKUPS),
                new DefaultThreadFactory("comity-" + transport + "-names", true));
        this.names.allowCoreThreadTimeOut(true);
    }

    @Override
    public String transport() {
        return transport;
    }

    @Override
    public SocketAddress here() {
        return new InetSocketAddress(settings.host(), settings.port());
    }

    @Override
    public Address advertised(SocketAddress bound) {
        return new Address(transport, settings.advertise(), ((InetSocketAddress) bound).getPort());
    }

    @Override
    public String notBound(Throwable cause) {
        boolean unresolved = cause instanceof UnresolvedAddressException;
        String why = unresolved ? UNKNOWN : String.valueOf(cause.getMessage());
        String cure = unresolved || why.contains("assign")
                ? "set comity." + transport + ".host to an address of this machine"
                : "free the port or set comity." + transport + ".port to another, 0 for any";
        return "cannot listen on " + settings.host() + ":" + settings.port() + " (" + why + "); " + cure;
    }

    @Override
    public CompletionStage<SocketAddress> find(Address address) {
        InetAddress written = NetUtil.createInetAddressFromIpAddressString(address.host());
        return written == null
                ? lookUp(address)
                : CompletableFuture.completedFuture(new InetSocketAddress(written, address.port()));
    }

    private CompletionStage<SocketAddress> lookUp(Address address) {
        CompletableFuture<SocketAddress> found = new CompletableFuture<>();
        try {
            names.execute(() -> lookUp(address, found));
        } catch (RejectedExecutionException tooMany) {
            found.completeExceptionally(new IOException("too many host names are being looked up; try again"));
        }
        return found;
    }

    private void lookUp(Address address, CompletableFuture<SocketAddress> found) {
        try {
            found.complete(new InetSocketAddress(lookup.address(address.host()), address.port()));
        } catch (UnknownHostException unknown) {
            found.completeExceptionally(new IOException(UNKNOWN));
        }
    }

    @Override
    public void close() {
        names.shutdownNow();
    }
}
