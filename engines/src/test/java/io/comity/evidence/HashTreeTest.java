package io.comity.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comity.identity.Bytes;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Against a definition that shares no line with it: leaves and nodes hashed apart as in RFC 9162 section 2.1.1, up to eight messages to a
 * leaf, up to sixteen hashes to a node.
 */
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

    private static byte[] leaf(byte[] messages) throws NoSuchAlgorithmException {
        byte[] names = sha256(new byte[] {2}, new byte[] {0x64}, bytes("shop"), new byte[] {0x65}, bytes("Order"));
        return sha256(new byte[] {0}, names, messages);
    }

    /** The messages from 0 to {@code count}, eight to a leaf. */
    private static List<byte[]> leaves(int count) throws NoSuchAlgorithmException {
        List<byte[]> leaves = new ArrayList<>();
        for (int from = 0; from < count; from += 8) {
            leaves.add(leaf(messages(from, Math.min(count, from + 8))));
        }
        return leaves;
    }

    private static byte[] messages(int from, int to) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = from; i < to; i++) {
            out.writeBytes(message(i));
        }
        return out.toByteArray();
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

    private Bytes grow(int messages) {
        tree.reset();
        for (int i = 0; i < messages; i++) {
            byte[] message = message(i);
            tree.add(PREFIX, message, 0, message.length);
        }
        return root();
    }

    private Bytes root() {
        byte[] root = new byte[Hashing.BYTES];
        tree.root(root, 0);
        return Bytes.of(root);
    }

    @Test
    void theRootIsThatOfTheDefinitionAndEveryLeafLeadsToIt() throws NoSuchAlgorithmException {
        for (int count = 1; count <= 300; count++) {
            List<byte[]> leaves = leaves(count);
            Bytes root = grow(count);
            assertThat(root).as(count + " messages").isEqualTo(Bytes.of(plainRoot(leaves)));
            for (int place = 0; place < count; place++) {
                HashTree.Run run = tree.run(place);
                assertThat(run)
                        .isEqualTo(new HashTree.Run(place / 8, place / 8 * 8, Math.min(8, count - place / 8 * 8)));
                assertThat(tree.path(run.leaf()).root(hashing, leaves.get(run.leaf())))
                        .isEqualTo(root);
            }
        }
    }

    /** A message is of one type to one engine, and so is a leaf. */
    @Test
    void aRunEndsBeforeAMessageWithOtherNames() throws NoSuchAlgorithmException {
        byte[] others = new Hashing().leafPrefix("shop", "Question");
        tree.add(PREFIX, message(0), 0, message(0).length);
        tree.add(others, message(1), 0, message(1).length);
        tree.add(PREFIX.clone(), message(2), 0, message(2).length);
        tree.add(PREFIX, message(3), 0, message(3).length);
        byte[] other = sha256(others, message(1));
        assertThat(root()).isEqualTo(Bytes.of(plainRoot(List.of(leaf(messages(0, 1)), other, leaf(messages(2, 4))))));
        assertThat(tree.run(1)).isEqualTo(new HashTree.Run(1, 1, 1));
        assertThat(tree.run(3)).isEqualTo(new HashTree.Run(2, 2, 2));
    }

    @Test
    void messagesThatStandEndToEndAreNoOtherTreeThanApart() {
        Bytes apart = grow(20);
        byte[] whole = messages(0, 20);
        tree.reset();
        for (int i = 0, at = 0; i < 20; at += message(i).length, i++) {
            tree.add(PREFIX, whole, at, message(i).length);
        }
        assertThat(root()).isEqualTo(apart);
        tree.reset();
        for (int i = 0, at = 0; i < 20; at += message(i).length, i++) {
            boolean isElsewhere = i % 3 == 0;
            tree.add(PREFIX, isElsewhere ? message(i) : whole, isElsewhere ? 0 : at, message(i).length);
        }
        assertThat(root()).isEqualTo(apart);
    }

    @Test
    void manyLeavesAreNoOtherTreeThanFew() throws NoSuchAlgorithmException {
        for (int count : new int[] {2_047, 2_048, 2_049, 4_095, 4_097}) {
            List<byte[]> leaves = leaves(count);
            Bytes root = grow(count);
            assertThat(root).isEqualTo(Bytes.of(plainRoot(leaves)));
            int leaf = tree.run(count - 1).leaf();
            assertThat(tree.path(leaf).root(hashing, leaves.get(leaf))).isEqualTo(root);
        }
    }

    @Test
    void everyBitOfAPathCounts() throws NoSuchAlgorithmException {
        for (int count : new int[] {9, 128, 129, 260, 555}) {
            Bytes root = grow(count);
            int middle = tree.run(count - 1).leaf() / 2;
            Path path = tree.path(middle);
            byte[] leaf = leaves(count).get(middle);
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
    void holdsAsManyMessagesAsItMayAndNoneMore() {
        grow(HashTree.MAX_MESSAGES);
        assertThatThrownBy(() -> tree.add(PREFIX, PREFIX, 0, 1)).isInstanceOf(IllegalStateException.class);
    }
}
