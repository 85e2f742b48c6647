package io.comity.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class NativeHeapTest {
    private static final int BLOCKS = 64 * 1_024;
    private static final int BLOCK_BYTES = 1_024;

    private static long resident() {
        return Sample.of(ProcessHandle.current().pid(), 0, 0, 0).residentBytes();
    }

    private static ByteBuf block() {
        return Unpooled.directBuffer(BLOCK_BYTES).writeZero(BLOCK_BYTES);
    }

    /** One block after them is kept, or glibc would give back the others by itself. */
    @Test
    void whatWasFreedIsTheMachinesAgain() {
        List<ByteBuf> blocks =
                Stream.generate(NativeHeapTest::block).limit(BLOCKS).toList();
        ByteBuf last = block();
        long most = resident();
        blocks.forEach(ByteBuf::release);
        boolean isTrimmed = NativeHeap.trim();
        assertThat(most - resident() > (long) BLOCKS * BLOCK_BYTES / 2).isEqualTo(isTrimmed);
        last.release();
    }
}
