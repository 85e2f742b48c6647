package io.comity.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comity.identity.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against a definition that shares no line with it: leaves and nodes hashed apart as in RFC 9162 section 2.1.1, runs of sixteen. */
final class HashTreeTest {
    private static final byte[] PREFIX = new Hashing().leafPrefix("shop", "Order");

    private final Hashing hashing = new Hashing();
    private final HashTree tree = new HashTree(hashing);

    private static byte[] message(int number) {
        return ("message " + number).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    private static byte[] sha256(byte[]... parts) throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }

    private static byte[] leaf(int number) throws NoSuchAlgorithmException {
        byte[] names = sha256(new byte[] {2}, new byte[] {0x64}, bytes("shop"), new byte[] {0x65}, bytes("Order"));
        return sha256(new byte[] {0}, names, message(number));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    private static byte[] plainRoot(List<byte[]> hashes) throws NoSuchAlgorithmException {
        if (hashes.size() == 1) {
            return hashes.get(0);
        }
        List<byte[]> above = new ArrayList<>();
        for (int from = 0; from < hashes.size(); from += 16) {
            byte[][] run =
                    hashes.subList(from, Math.min(hashes.size(), from + 16)).toArray(byte[][]::new);
            byte[][] parts = new byte[run.length + 1][];
            parts[0] = new byte[] {1};
            System.arraycopy(run, 0, parts, 1, run.length);
            above.add(sha256(parts));
        }
        return plainRoot(above);
    }

    private Bytes grow(int leaves) {
        tree.reset();
        for (int i = 0; i < leaves; i++) {
            byte[] message = message(i);
            tree.add(PREFIX, message, 0, message.length);
        }
        byte[] root = new byte[Hashing.BYTES];
        tree.root(root, 0);
        return Bytes.of(root);
    }

    @Test
    void theRootIsThatOfTheDefinitionAndEveryLeafLeadsToIt() throws NoSuchAlgorithmException {
        List<byte[]> leaves = new ArrayList<>();
        for (int count = 1; count <= 70; count++) {
            leaves.add(leaf(count - 1));
            Bytes root = grow(count);
            assertThat(root).as(count + " leaves").isEqualTo(Bytes.of(plainRoot(leaves)));
            for (int place = 0; place < count; place++) {
                assertThat(tree.path(place).root(hashing, leaves.get(place))).isEqualTo(root);
            }
        }
    }

    @Test
    void manyLeavesAreNoOtherTreeThanFew() throws NoSuchAlgorithmException {
        for (int count : new int[] {255, 256, 257, 4_095, 4_097}) {
            List<byte[]> leaves = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                leaves.add(leaf(i));
            }
            Bytes root = grow(count);
            assertThat(root).isEqualTo(Bytes.of(plainRoot(leaves)));
            assertThat(tree.path(count - 1).root(hashing, leaves.get(count - 1)))
                    .isEqualTo(root);
        }
    }

    @Test
    void everyBitOfAPathCounts() throws NoSuchAlgorithmException {
        for (int count : new int[] {2, 16, 17, 33, 70}) {
            Bytes root = grow(count);
            Path path = tree.path(count / 2);
            byte[] leaf = leaf(count / 2);
            for (int bit = 0; bit < 8 * leaf.length; bit++) {
                assertThat(path.root(hashing, flipped(leaf, bit))).isNotEqualTo(root);
            }
            for (int step = 0; step < path.steps().size(); step++) {
                byte[] others = path.steps().get(step).others().toArray();
                for (int bit = 0; bit < 8 * others.length; bit++) {
                    assertThat(with(path, step, path.steps().get(step).place(), flipped(others, bit))
                                    .root(hashing, leaf))
                            .isNotEqualTo(root);
                }
                for (int place = 0; place <= others.length / Hashing.BYTES; place++) {
                    if (place != path.steps().get(step).place()) {
                        assertThat(with(path, step, place, others).root(hashing, leaf))
                                .isNotEqualTo(root);
                    }
                }
            }
        }
    }

    private static byte[] flipped(byte[] bytes, int bit) {
        byte[] flipped = bytes.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        return flipped;
    }

    private static Path with(Path path, int step, int place, byte[] others) {
        List<Path.Step> steps = new ArrayList<>(path.steps());
        steps.set(step, new Path.Step(place, Bytes.of(others)));
        return new Path(steps);
    }

    @Test
    void namesAreNotRunTogether() {
        assertThat(hashing.leafPrefix("ab", "c")).isNotEqualTo(hashing.leafPrefix("a", "bc"));
    }

    @Test
    void theRootOverSeveralRecordsIsANodeAndOverOneItsOwn() throws NoSuchAlgorithmException {
        byte[] roots = new byte[3 * Hashing.BYTES];
        roots[40] = 7;
        assertThat(HashTree.over(hashing, roots, Hashing.BYTES, 1))
                .isEqualTo(Bytes.of(roots, Hashing.BYTES, Hashing.BYTES));
        assertThat(HashTree.over(hashing, roots, 0, 3)).isEqualTo(Bytes.of(sha256(new byte[] {1}, roots)));
    }

    @Test
    void holdsAsManyLeavesAsItMayAndNoneMore() {
        grow(HashTree.MAX_LEAVES);
        assertThatThrownBy(() -> tree.add(PREFIX, PREFIX, 0, 1)).isInstanceOf(IllegalStateException.class);
    }
}
