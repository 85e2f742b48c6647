package io.comity.engine;

import java.io.OutputStream;
import java.util.Arrays;

/** Where one sender's bodies are written: grows up to a hard maximum, and shrinks again after a large one. */
final class BodyBuffer extends OutputStream {
    private static final int INITIAL_BYTES = 512;
    /** What an idle sender may keep. */
    private static final int RETAINED_BYTES = 16 * 1024;

    private final int maxBytes;
    private byte[] content = new byte[INITIAL_BYTES];
    private int length;

    BodyBuffer(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    byte[] content() {
        return content;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
        if (content.length > RETAINED_BYTES) {
            content = new byte[INITIAL_BYTES];
        }
    }

    @Override
    public void write(int octet) {
        reserve(1);
        content[length++] = (byte) octet;
    }

    @Override
    public void write(byte[] source, int offset, int count) {
        reserve(count);
        System.arraycopy(source, offset, content, length, count);
        length += count;
    }

    private void reserve(int count) {
        if (count > maxBytes - length) {
            throw new EncodingException("larger than " + maxBytes + " bytes");
        }
        if (count > content.length - length) {
            int doubled = (int) Math.min(maxBytes, 2L * content.length);
            content = Arrays.copyOf(content, Math.max(doubled, length + count));
        }
    }
}
