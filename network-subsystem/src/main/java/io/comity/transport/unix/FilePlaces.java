package io.comity.transport.unix;

import io.comity.transport.Address;
import io.comity.transport.stream.Places;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Files that are sockets. */
final class FilePlaces implements Places {
    static final int MAX_PATH_BYTES = SocketFile.MAX_PATH_BYTES;

    private final Path path;

    FilePlaces(Path path) {
        this.path = path.toAbsolutePath().normalize();
    }

    @Override
    public String transport() {
        return UnixTransport.NAME;
    }

    @Override
    public SocketAddress here() throws IOException {
        int length = bytes(path);
        if (length > MAX_PATH_BYTES) {
            throw new IOException(notBound("the path has " + length + " bytes, a socket's may have " + MAX_PATH_BYTES)
                    + "set comity.unix.path to a shorter one");
        }
        try {
            SocketFile.clear(path);
        } catch (SocketFile.InUseException inUse) {
            throw new IOException(notBound(SocketFile.reason(inUse)) + "set comity.unix.path to another path", inUse);
        } catch (IOException unusable) {
            throw new IOException(notBound(unusable), unusable);
        }
        return UnixDomainSocketAddress.of(path);
    }

    @Override
    public Address advertised(SocketAddress bound) {
        return Address.ofPath(UnixTransport.NAME, path);
    }

    @Override
    public String notBound(Throwable cause) {
        return notBound(SocketFile.reason(cause)) + "set comity.unix.path to a file in a folder of yours";
    }

    private String notBound(String cause) {
        return "cannot listen on " + path + " (" + cause + "); ";
    }

    @Override
    public CompletionStage<SocketAddress> find(Address address) {
        try {
            Path there = Path.of(address.host());
            return address.isPath() && bytes(there) <= MAX_PATH_BYTES
                    ? CompletableFuture.completedFuture(UnixDomainSocketAddress.of(there))
                    : nowhere();
        } catch (InvalidPathException noPath) {
            return nowhere();
        }
    }

    private static CompletionStage<SocketAddress> nowhere() {
        return CompletableFuture.failedFuture(new IOException("this is no path of a socket"));
    }

    private static int bytes(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    public void close() {
        // The file system needs no threads to be asked.
    }
}
