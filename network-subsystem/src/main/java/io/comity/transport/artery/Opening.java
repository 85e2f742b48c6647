package io.comity.transport.artery;

import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * Asks for a link. Where no connection says whose packet this is, it carries a signature over all that is before it: nothing
 * else that a stranger could say in another's name is worth saying, because links have numbers that nobody can guess.
 */
final class Opening implements Sendable {
    private final long link;
    private final UnaryOperator<byte[]> prover;

    /** {@code prover} gives what goes behind the bytes it is shown; nothing where nothing is needed. */
    Opening(long link, UnaryOperator<byte[]> prover) {
        this.link = link;
        this.prover = prover;
    }

    @Override
    public int write(byte[] frame, int headerBytes) {
        PacketKind.OPEN.put(frame, headerBytes, link);
        int end = headerBytes + PacketKind.HEADER_BYTES;
        byte[] proof = prover.apply(Arrays.copyOf(frame, end));
        System.arraycopy(proof, 0, frame, end, proof.length);
        return PacketKind.HEADER_BYTES + proof.length;
    }

    @Override
    public void lost() {}
}
