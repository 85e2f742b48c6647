package io.comity.transport;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A port without cryptography. It seals the records of a script one after the other, and opens those of the same script: any
 * other bytes, or the right ones out of turn, it calls unauthentic.
 */
final class ScriptedPort implements LinkPort {
    private final LongFunction<byte[]> script;
    private final long total;
    private volatile long sealed;
    private volatile long sealedBytes;
    private volatile long opened;
    private volatile @Nullable String fault;
    private volatile @Nullable CountDownLatch held;

    /** @param total how many records it has to seal; it opens any number */
    ScriptedPort(LongFunction<byte[]> script, long total) {
        this.script = script;
        this.total = total;
    }

    /** Makes the wire's thread stand still in the next {@link #open}, as behind a slow engine, until the latch opens. */
    void hold(CountDownLatch latch) {
        held = latch;
    }

    @Override
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // written by the wire's thread alone
    public int seal(byte[] aad, int aadLength, byte[] out, int offset) {
        if (sealed == total) {
            return 0;
        }
        byte[] record = script.apply(sealed);
        System.arraycopy(record, 0, out, offset, record.length);
        sealedBytes += record.length;
        sealed++;
        return record.length;
    }

    @Override
    public boolean hasMore() {
        return sealed < total;
    }

    @Override
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // written by the wire's thread alone
    public boolean open(byte[] aad, int aadLength, byte[] record, int offset, int length) {
        waitIfHeld();
        byte[] expected = script.apply(opened);
        if (!Arrays.equals(expected, 0, expected.length, record, offset, offset + length)) {
            fault = "record " + opened + " of " + length + " bytes is not the next of the script";
            return false;
        }
        opened++;
        return true;
    }

    private void waitIfHeld() {
        CountDownLatch latch = held;
        if (latch != null) {
            try {
                latch.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }

    long sealed() {
        return sealed;
    }

    long sealedBytes() {
        return sealedBytes;
    }

    long opened() {
        return opened;
    }

    @Nullable
    String fault() {
        return fault;
    }
}
