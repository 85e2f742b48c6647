package io.comity.transport.artery;

import io.comity.transport.LinkPort;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;

/** Sends numbered records bound to their header by a checksum, and takes them in order only. */
final class CountingPort implements LinkPort {
    final AtomicLong limit;
    final AtomicLong sealed = new AtomicLong();
    final AtomicLong opened = new AtomicLong();
    final AtomicInteger inside = new AtomicInteger();
    private final int bytes;

    /** Records of {@code bytes}, as many as {@code records}. */
    CountingPort(long records, int bytes) {
        this.limit = new AtomicLong(records);
        this.bytes = bytes;
    }

    @Override
    public int seal(byte[] aad, int aadLength, byte[] out, int offset) {
        return alone(() -> {
            if (!hasMore()) {
                return 0;
            }
            ByteBuffer.wrap(out, offset, bytes)
                    .putLong(sealed.getAndIncrement())
                    .putLong(checksum(aad, aadLength));
            return bytes;
        });
    }

    @Override
    public boolean hasMore() {
        return sealed.get() < limit.get();
    }

    @Override
    public boolean open(byte[] aad, int aadLength, byte[] record, int offset, int length) {
        return alone(() -> {
            ByteBuffer fields = ByteBuffer.wrap(record, offset, length);
            boolean next =
                    length == bytes && fields.getLong() == opened.get() && fields.getLong() == checksum(aad, aadLength);
            if (next) {
                opened.incrementAndGet();
            }
            return next;
        });
    }

    private <T> T alone(java.util.function.Supplier<T> step) {
        if (inside.getAndIncrement() != 0) {
            throw new AssertionError("two threads in one port");
        }
        T result = step.get();
        inside.decrementAndGet();
        return result;
    }

    private static long checksum(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        return crc.getValue();
    }
}
