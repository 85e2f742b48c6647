package io.comity.transport.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comity.transport.Address;
import io.comity.transport.Stranger;
import io.comity.transport.StreamContractTest;
import io.comity.transport.Transport;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletionException;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UnixTransportTest extends StreamContractTest {
    @TempDir
    Path folder;

    private int transports;

    @Override
    protected Transport make() {
        return at(folder.resolve(++transports + ".sock"));
    }

    private static Transport at(Path path) {
        return UnixTransport.of(new UnixTransport.Settings(path, 1));
    }

    @Override
    protected Stranger stranger() throws IOException {
        return new UnixStranger(SocketChannel.open(UnixDomainSocketAddress.of(address.host())));
    }

    private static Address listen(Transport transport) {
        return transport.listen(wire -> {}).toCompletableFuture().join();
    }

    private static void close(Transport transport) {
        transport.close().toCompletableFuture().join();
    }

    private static AbstractThrowableAssert<?, ?> assertCannotListen(Path path) {
        Transport transport = at(path);
        try {
            return assertThatThrownBy(() -> listen(transport))
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .hasMessageStartingWith("cannot listen on " + path + " (")
                    .hasMessageContaining("); set comity.unix.path to ")
                    .hasMessageNotContainingAny("\n", "null", "Exception");
        } finally {
            close(transport);
        }
    }

    // The file.

    @Test
    void theFileIsGoneWhenClosingIsDone() {
        Path file = Path.of(address.host());
        assertThat(file).exists();
        close(listener);
        assertThat(file).doesNotExist();
    }

    @Test
    void aFolderThatIsMadeIsItsOwnersOnly() throws IOException {
        Path made = folder.resolve("of").resolve("mine");
        Transport transport = at(made.resolve("node.sock"));
        listen(transport);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                .isEqualTo("rwx------");
        close(transport);
    }

    @Test
    void theFileOfAProcessThatWasKilledIsReplaced() throws IOException {
        Path file = folder.resolve("stale.sock");
        try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            killed.bind(UnixDomainSocketAddress.of(file));
        }
        assertThat(file).exists();
        Transport transport = at(file);
        assertThat(listen(transport)).isEqualTo(Address.ofPath("unix", file));
        close(transport);
    }

    @Test
    void theFileOfAProcessThatListensIsLeftAlone() throws InterruptedException {
        assertCannotListen(Path.of(address.host())).hasMessageContaining("(another process listens there)");
        assertThat(Path.of(address.host())).exists();
        nextAccepted();
        honestPair();
    }

    @Test
    void theFileOfAProcessThatIsTooBusyToAnswerIsLeftAlone() throws IOException {
        Path file = folder.resolve("busy.sock");
        try (ServerSocketChannel busy = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                SocketChannel first = SocketChannel.open(StandardProtocolFamily.UNIX);
                SocketChannel second = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            busy.bind(UnixDomainSocketAddress.of(file), 1);
            first.connect(UnixDomainSocketAddress.of(file));
            second.configureBlocking(false);
            second.connect(UnixDomainSocketAddress.of(file));
            assertCannotListen(file).hasMessageContaining("(another process listens there)");
        }
        assertThat(file).exists();
    }

    @Test
    void whatIsNoSocketIsLeftAlone() throws IOException {
        Path file = Files.writeString(folder.resolve("diary"), "mine");
        assertCannotListen(file).hasMessageContaining("(what lies there is no socket)");
        assertThat(file).hasContent("mine");
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of(address.host()));
        assertCannotListen(link).hasMessageContaining("(what lies there is no socket)");
        assertCannotListen(folder).hasMessageContaining("(what lies there is no socket)");
    }

    @Test
    void aPathOfTheGreatestLengthIsTakenAndOneByteMoreIsRefused() {
        int room = FilePlaces.MAX_PATH_BYTES - folder.toString().length() - 1;
        Path longest = folder.resolve("x".repeat(room));
        Transport transport = at(longest);
        assertThat(listen(transport).host()).isEqualTo(longest.toString());
        close(transport);
        assertCannotListen(folder.resolve("x".repeat(room + 1)))
                .hasMessageContaining("(the path has 107 bytes, a socket's may have 106)");
    }

    @Test
    void whereNoFolderCanBeMadeNobodyListens() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertCannotListen(file.resolve("below").resolve("node.sock"));
    }

    // Addresses.

    @Test
    void whatIsNoPathIsNotDialled() {
        for (Address wrong :
                new Address[] {new Address("unix", "localhost", 80), new Address("unix", "/" + "x".repeat(106), 0)}) {
            assertThatThrownBy(() -> dialler.dial(wrong, nodeAt(listener))
                            .toCompletableFuture()
                            .join())
                    .hasMessageContaining("cannot reach " + wrong + " (this is no path of a socket)");
        }
    }
}
