package io.comity.transport.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Opens the reader of stream frames to the fuzzers, which are of another package. */
public final class Cutting {
    private final FrameReader reader;
    private final List<byte[]> frames = new ArrayList<>();
    private boolean refused;

    public Cutting(int maxFrameBytes) {
        reader = new FrameReader(maxFrameBytes);
    }

    /** As a wire does with what a socket gave it, in one piece. */
    public void take(byte[] stream, int offset, int length) {
        ByteBuf in = Unpooled.wrappedBuffer(stream, offset, length);
        while (in.isReadable() && !refused) {
            FrameReader.Progress progress = reader.read(in);
            refused = progress == FrameReader.Progress.REFUSED;
            if (progress == FrameReader.Progress.FRAME) {
                frames.add(Arrays.copyOf(reader.frame(), reader.length()));
                reader.next();
            }
        }
    }

    public List<byte[]> frames() {
        return frames;
    }

    public boolean isRefused() {
        return refused;
    }
}
