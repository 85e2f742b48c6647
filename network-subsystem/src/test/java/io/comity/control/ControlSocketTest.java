package io.comity.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real socket, and whatever somebody may write to it. */
@Timeout(60)
final class ControlSocketTest {
    private static final String SELF = "{\"do\":\"self\"}";

    @TempDir
    Path folder;

    private final CountDownLatch blocked = new CountDownLatch(1);
    private final List<SocketChannel> opened = new ArrayList<>();
    private ControlSocket socket;

    @BeforeEach
    void listen() throws IOException {
        socket = listen(ControlSocket.IDLE);
    }

    private ControlSocket listen(Duration idle) throws IOException {
        return ControlSocket.listen(
                folder,
                new Answers(request -> {
                    if (request instanceof Request.Missions) {
                        await();
                    }
                    return new Reply(Map.of("did", request.getClass().getSimpleName()));
                }),
                idle);
    }

    private void await() {
        try {
            blocked.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void close() throws IOException {
        blocked.countDown();
        for (SocketChannel client : opened) {
            client.close();
        }
        socket.close();
    }

    private SocketChannel connect() throws IOException {
        SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX);
        opened.add(client);
        client.connect(UnixDomainSocketAddress.of(ControlSocket.path(folder)));
        return client;
    }

    private static void write(SocketChannel client, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            client.write(buffer);
        }
    }

    private static void write(SocketChannel client, String text) throws IOException {
        write(client, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Up to the end of a line, or of the conversation. */
    private static String readLine(SocketChannel client) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (client.read(one.clear()) > 0 && one.get(0) != '\n') {
            line.write(one.get(0));
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private static boolean isOver(SocketChannel client) throws IOException {
        return client.read(ByteBuffer.allocate(1)) < 0;
    }

    private static void assertServed(SocketChannel client) throws IOException {
        write(client, SELF + "\n");
        assertThat(readLine(client)).isEqualTo("{\"did\":\"Self\"}");
    }

    // Who may.

    @Test
    void onlyItsOwnerCanOpenIt() throws IOException {
        Path path = ControlSocket.path(folder);
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"), "this file system has no mode bits");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
    }

    @Test
    void aSocketThatAKilledProcessLeftIsReplaced() throws IOException {
        socket.close();
        ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        killed.bind(UnixDomainSocketAddress.of(ControlSocket.path(folder)));
        killed.close();
        assertThat(ControlSocket.path(folder)).exists();
        assertThat(ControlClient.connect(folder)).isEmpty();
        socket = listen(ControlSocket.IDLE);
        assertServed(connect());
    }

    @Test
    void aSocketOnWhichSomebodyListensIsNot() throws IOException {
        assertThatThrownBy(() -> listen(ControlSocket.IDLE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another process listens there");
        assertServed(connect());
    }

    @Test
    void whatIsNoSocketIsLeftAsItIs() throws IOException {
        socket.close();
        Files.writeString(ControlSocket.path(folder), "mine");
        assertThatThrownBy(() -> listen(ControlSocket.IDLE)).hasMessageContaining("is no socket");
        assertThat(ControlSocket.path(folder)).hasContent("mine");
        Files.delete(ControlSocket.path(folder));
    }

    @Test
    void afterTheEndThereIsNoFile() {
        socket.close();
        assertThat(ControlSocket.path(folder)).doesNotExist();
        assertThat(ControlClient.connect(folder)).isEmpty();
    }

    @Test
    void aPathThatIsTooLongIsToldWithItsCure() {
        Path deep = folder.resolve("x".repeat(120));
        assertThatThrownBy(() -> ControlSocket.listen(deep, new Answers(request -> new Reply(Map.of()))))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("bytes, a socket's may have 106", "shorter COMITY_HOME");
        assertThat(ControlClient.connect(deep)).isEmpty();
    }

    // What they say.

    @Test
    void twoClientsAreServedAtTheSameTime() throws IOException {
        SocketChannel slow = connect();
        write(slow, "{\"do\":\"missions\"}\n");
        assertServed(connect());
        blocked.countDown();
        assertThat(readLine(slow)).isEqualTo("{\"did\":\"Missions\"}");
        assertServed(slow);
    }

    @Test
    void asManyClientsAsMayAndOneMore() throws IOException {
        for (int i = 0; i < ControlSocket.MAX_CLIENTS; i++) {
            assertServed(connect());
        }
        SocketChannel more = connect();
        assertThat(readLine(more)).contains("\"error\"").contains("8 others ask this node");
        assertThat(isOver(more)).isTrue();
        opened.get(0).close();
        Awaitility.await().ignoreExceptions().untilAsserted(() -> assertServed(connect()));
    }

    @Test
    void aLineAsLongAsMayBeAndOneByteMore() throws IOException {
        SocketChannel client = connect();
        String longest = SELF + " ".repeat(ControlSocket.MAX_LINE_BYTES - SELF.length());
        write(client, longest + "\n");
        assertThat(readLine(client)).isEqualTo("{\"did\":\"Self\"}");
        write(client, longest + " \n");
        assertThat(readLine(client)).contains("a request has at most 32768 bytes");
        assertThat(isOver(client)).isTrue();
    }

    @Test
    void hostileBytesGetOneErrorLineAndDisturbNobody() throws IOException {
        SocketChannel honest = connect();
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            byte[] bytes = new byte[random.nextInt(300) + 1];
            random.nextBytes(bytes);
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = bytes[at] == '\n' ? 0 : bytes[at];
            }
            try (SocketChannel hostile = connect()) {
                write(hostile, bytes);
                write(hostile, "\n");
                assertThat(readLine(hostile)).startsWith("{\"error\":");
            }
            opened.remove(1);
        }
        assertServed(honest);
    }

    @Test
    void textThatIsNoUtf8IsToldSo() throws IOException {
        SocketChannel client = connect();
        write(client, new byte[] {'{', '"', (byte) 0xff, '"', '}', '\n'});
        assertThat(readLine(client)).contains("UTF-8");
        assertThat(isOver(client)).isTrue();
    }

    @Test
    void whoeverDoesNotWaitForTheAnswerIsCutOff() throws IOException {
        SocketChannel client = connect();
        write(client, "{\"do\":\"missions\"}\n" + SELF + "\n");
        assertThat(readLine(client)).contains("wait for the answer");
        assertThat(isOver(client)).isTrue();
    }

    @Test
    void whoeverSaysNothingIsCutOffAndWhoeverWaitsForAnAnswerIsNot() throws IOException {
        socket.close();
        socket = listen(Duration.ofMillis(200));
        SocketChannel waiting = connect();
        write(waiting, "{\"do\":\"missions\"}\n");
        SocketChannel silent = connect();
        assertThat(readLine(silent)).contains("nothing was asked for too long");
        assertThat(isOver(silent)).isTrue();
        blocked.countDown();
        assertThat(readLine(waiting)).isEqualTo("{\"did\":\"Missions\"}");
    }

    @Test
    void theOwnersSideAsksAndIsAnswered() throws IOException {
        try (ControlClient client = ControlClient.connect(folder).orElseThrow()) {
            assertThat(client.ask(SELF)).isEqualTo("{\"did\":\"Self\"}");
            assertThat(client.ask("nonsense")).startsWith("{\"error\":");
            socket.close();
            assertThatThrownBy(() -> client.ask(SELF)).isInstanceOf(IOException.class);
        }
    }
}
