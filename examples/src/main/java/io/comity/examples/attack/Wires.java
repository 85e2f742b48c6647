package io.comity.examples.attack;

import io.comity.identity.KeyHolder;
import io.comity.transport.Transport;
import io.comity.transport.artery.ArteryKind;
import io.comity.transport.artery.ArteryTransport;
import io.comity.transport.stream.StreamSettings;
import io.comity.transport.tcp.TcpTransport;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Transports on loopback for a {@link Stranger}, who has no node to make them. */
public final class Wires {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private Wires() {}

    /** A transport that listens on loopback, as Artery must, and turns whoever calls away. */
    public static Transport open(String name, KeyHolder key) throws IOException {
        Transport transport = make(name, key);
        try {
            transport
                    .listen(caller -> caller.close())
                    .toCompletableFuture()
                    .get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
            return transport;
        } catch (ExecutionException | TimeoutException cannot) {
            throw new IOException(name + " does not listen: " + cannot.getMessage(), cannot);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopped);
        }
    }

    private static Transport make(String name, KeyHolder key) {
        Optional<ArteryKind> artery = ArteryKind.of(name);
        if (artery.isPresent()) {
            return new ArteryTransport(
                    ArteryTransport.Settings.defaults(artery.get()), key.nodeId(), key::sign, node -> false);
        }
        if (name.equals(TcpTransport.NAME)) {
            return TcpTransport.of(new StreamSettings("127.0.0.1", 0, DEADLINE, 1));
        }
        throw new IllegalArgumentException("no transport " + name);
    }
}
