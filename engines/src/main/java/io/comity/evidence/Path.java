package io.comity.evidence;

import io.comity.identity.Bytes;
import io.comity.wire.CborReader;
import io.comity.wire.CborWriter;
import io.comity.wire.Fault;
import java.util.ArrayList;
import java.util.List;

/** The way from a leaf of a {@link HashTree} to its root: at each step the hashes beside it. */
public record Path(List<Step> steps) {
    /** More than the deepest tree over the most records has. */
    public static final int MAX_STEPS = 8;

    /**
     * @param place of the hash that comes from below, among its neighbours
     * @param others the hashes beside it, end to end
     */
    public record Step(int place, Bytes others) {
        /** The hash at {@code place} of a run of {@code count}, the rest of which is beside it. */
        public static Step among(byte[] hashes, int offset, int count, int place) {
            byte[] others = new byte[(count - 1) * Hashing.BYTES];
            int before = place * Hashing.BYTES;
            System.arraycopy(hashes, offset, others, 0, before);
            System.arraycopy(hashes, offset + before + Hashing.BYTES, others, before, others.length - before);
            return new Step(place, Bytes.of(others));
        }
    }

    public Path {
        steps = List.copyOf(steps);
    }

    /** With one more step at its end. */
    public Path then(Step step) {
        List<Step> more = new ArrayList<>(steps);
        more.add(step);
        return new Path(more);
    }

    /** The root to which it leads from this leaf. */
    public Bytes root(Hashing hashing, byte[] leaf) {
        byte[] hash = leaf.clone();
        byte[] run = new byte[Hashing.WIDTH * Hashing.BYTES];
        for (Step step : steps) {
            byte[] others = step.others().toArray();
            int before = step.place() * Hashing.BYTES;
            System.arraycopy(others, 0, run, 0, before);
            System.arraycopy(hash, 0, run, before, Hashing.BYTES);
            System.arraycopy(others, before, run, before + Hashing.BYTES, others.length - before);
            hashing.node(run, 0, others.length / Hashing.BYTES + 1, hash, 0);
        }
        return Bytes.of(hash);
    }

    void write(CborWriter out) {
        out.array(2 * steps.size());
        steps.forEach(step -> out.uint(step.place()).bytes(step.others()));
    }

    /** What {@code in} has next; meaningless when it has a fault afterwards. */
    static Path read(CborReader in) {
        int elements = in.array(2 * MAX_STEPS);
        if (elements % 2 != 0) {
            in.refuse(Fault.WRONG_COUNT);
        }
        List<Step> steps = new ArrayList<>();
        for (int left = elements; left > 0 && in.fault() == null; left -= 2) {
            int place = (int) in.uint(Hashing.WIDTH - 1);
            Bytes others = in.bytes((Hashing.WIDTH - 1) * Hashing.BYTES);
            int beside = others.size() / Hashing.BYTES;
            if (others.size() % Hashing.BYTES != 0 || beside < 1 || place > beside) {
                in.refuse(Fault.OUT_OF_RANGE);
            } else {
                steps.add(new Step(place, others));
            }
        }
        return new Path(steps);
    }
}
