package io.comity.sim;

import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.SecureRandomSpi;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;

/** All chance of a simulation, drawn from its seed. */
final class Lot {
    private final long seed;

    Lot(long seed) {
        this.seed = seed;
    }

    /** Of its own for each purpose, so that more of one changes nothing of another. */
    SplittableRandom of(String purpose) {
        long mixed = seed;
        for (byte one : purpose.getBytes(StandardCharsets.UTF_8)) {
            mixed = (mixed ^ one) * 0x9e37_79b9_7f4a_7c15L;
            mixed ^= mixed >>> 31;
        }
        return new SplittableRandom(mixed);
    }

    /** What a node takes for the operating system's. */
    SecureRandom secure(String purpose) {
        return new Seeded(of(purpose));
    }

    /**
     * Akka draws a number for each actor from the thread's own generator, and it is the hash code of its references: with another
     * number, sets of them have another order.
     */
    void takeThread() {
        ThreadLocalRandom.current();
        try {
            Class<?> type = Class.forName("sun.misc.Unsafe");
            Field instance = type.getDeclaredField("theUnsafe");
            instance.setAccessible(true);
            Object unsafe = instance.get(null);
            Field state = Thread.class.getDeclaredField("threadLocalRandomSeed");
            long offset =
                    (long) type.getMethod("objectFieldOffset", Field.class).invoke(unsafe, state);
            type.getMethod("putLong", Object.class, long.class, long.class)
                    .invoke(unsafe, Thread.currentThread(), offset, of("thread").nextLong());
        } catch (ReflectiveOperationException otherJava) {
            throw new IllegalStateException(
                    "this Java does not let a simulation seed its thread's ThreadLocalRandom; use 17 to 25", otherJava);
        }
    }

    private static final class Seeded extends SecureRandom {
        private static final long serialVersionUID = 1L;

        private Seeded(SplittableRandom random) {
            super(new Spi(random), null);
        }

        @Override
        public String getAlgorithm() {
            return "simulated";
        }
    }

    private static final class Spi extends SecureRandomSpi {
        private static final long serialVersionUID = 1L;

        private final transient SplittableRandom random;

        private Spi(SplittableRandom random) {
            this.random = random;
        }

        @Override
        protected void engineSetSeed(byte[] seed) {
            // It has one.
        }

        @Override
        protected void engineNextBytes(byte[] bytes) {
            random.nextBytes(bytes);
        }

        @Override
        protected byte[] engineGenerateSeed(int bytes) {
            return ByteBuffer.allocate(bytes).array();
        }
    }
}
