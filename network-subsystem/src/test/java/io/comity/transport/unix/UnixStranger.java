package io.comity.transport.unix;

import io.comity.transport.Stranger;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One who has a Unix domain socket. */
final class UnixStranger implements Stranger {
    private static final long PATIENCE_SECONDS = 30;

    private final SocketChannel channel;

    UnixStranger(SocketChannel channel) {
        this.channel = channel;
    }

    @Override
    public void write(byte... bytes) {
        try {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
        } catch (IOException cutOff) {
            // How it ended is seen by reading.
        }
    }

    @Override
    public void finish() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void vanish() throws IOException {
        channel.close();
    }

    @Override
    public byte[] readToTheEnd() {
        return CompletableFuture.supplyAsync(this::read)
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    private byte[] read() {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(8_192);
        try {
            while (channel.read(buffer) >= 0) {
                said.write(buffer.array(), 0, buffer.position());
                buffer.clear();
            }
        } catch (IOException cutOff) {
            return said.toByteArray();
        }
        return said.toByteArray();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
