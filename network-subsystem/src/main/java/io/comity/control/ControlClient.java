package io.comity.control;

import io.comity.transport.unix.SocketFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The owner's side of a control socket. Used by one thread. */
public final class ControlClient implements AutoCloseable {
    /** Of one answer; a node with as many grants as it may have says less. */
    private static final int MAX_REPLY_BYTES = 256 << 20;

    private static final int CHUNK = 16 << 10;

    private final SocketChannel socket;

    private ControlClient(SocketChannel socket) {
        this.socket = socket;
    }

    /** Connects to the node that lives in {@code folder}; empty when no process listens there. */
    public static Optional<ControlClient> connect(Path folder) {
        Path path = ControlSocket.path(folder);
        if (!Files.exists(path)
                || path.toString().getBytes(StandardCharsets.UTF_8).length > SocketFile.MAX_PATH_BYTES) {
            return Optional.empty();
        }
        try {
            return Optional.of(connectTo(path));
        } catch (IOException | UnsupportedOperationException nobody) {
            return Optional.empty();
        }
    }

    private static ControlClient connectTo(Path path) throws IOException {
        SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
        boolean isConnected = false;
        try {
            isConnected = socket.connect(UnixDomainSocketAddress.of(path));
            return new ControlClient(socket);
        } finally {
            if (!isConnected) {
                socket.close();
            }
        }
    }

    /**
     * Sends one line and waits for the answer.
     *
     * @throws IOException when the node ends before it has answered
     */
    public String ask(String line) throws IOException {
        ByteBuffer request = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        while (request.hasRemaining()) {
            socket.write(request);
        }
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        while (answer.size() <= MAX_REPLY_BYTES && socket.read(chunk.clear()) >= 0) {
            int size = chunk.flip().remaining();
            boolean isEnd = size > 0 && chunk.get(size - 1) == '\n';
            answer.write(chunk.array(), 0, isEnd ? size - 1 : size);
            if (isEnd) {
                return answer.toString(StandardCharsets.UTF_8);
            }
        }
        throw new IOException("the node ended the conversation without an answer");
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            return;
        }
    }
}
