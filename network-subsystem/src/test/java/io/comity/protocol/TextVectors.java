package io.comity.protocol;

import io.comity.identity.Base32;
import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import java.util.Locale;

/** Node ids as people write them. */
final class TextVectors {
    private TextVectors() {}

    static VectorFile file() {
        VectorFile file = new VectorFile(
                "Each text is to be read as a node id (identity.md). What is accepted is written again as"
                        + " canonical.");
        NodeId alice = Keys.ALICE.nodeId();
        NodeId bob = Keys.BOB.nodeId();
        accept(file, "RFC 8032, test 1", alice.text(), alice);
        accept(file, "RFC 8032, test 2", bob.text(), bob);
        accept(file, "in capitals", alice.text().toUpperCase(Locale.ROOT), alice);
        accept(
                file,
                "folded and spaced",
                " " + alice.text().substring(0, 20) + "\r\n\t" + alice.text().substring(20) + " ",
                alice);
        accept(file, "spaced within the kind", "no de" + alice.text().substring(4), alice);
        texts(file, alice.text());
        keys(file);
        return file;
    }

    private static void accept(VectorFile file, String name, String text, NodeId node) {
        file.accept(name).put("text", text).put("key", node.key().toHex()).put("canonical", node.text());
    }

    private static void refuse(VectorFile file, String name, String text) {
        file.refuse(name).put("text", text);
    }

    private static void texts(VectorFile file, String text) {
        refuse(file, "nothing", "");
        refuse(file, "the kind alone", "node1");
        refuse(file, "another kind", "invite1" + text.substring(5));
        refuse(file, "no kind", text.substring(5));
        refuse(
                file,
                "a wrong letter",
                text.substring(0, 10) + (text.charAt(10) == 'a' ? 'b' : 'a') + text.substring(11));
        refuse(file, "two letters swapped", swapped(text));
        refuse(file, "a letter missing", text.substring(0, 62));
        refuse(file, "a letter more", text + "a");
        refuse(file, "a digit that is no letter", text.substring(0, 10) + "8" + text.substring(11));
        refuse(file, "padding", text + "=");
        refuse(file, "unused bits that are not zero", text.substring(0, 62) + next(text.charAt(62)));
        refuse(file, "a letter outside ASCII", text.substring(0, 62) + "\u0430");
        refuse(file, "a no-break space", text.substring(0, 10) + "\u00a0" + text.substring(10));
        refuse(
                file,
                "the checksum of another kind",
                "node1"
                        + Base32.text("invite", Keys.ALICE.nodeId().key().toArray())
                                .substring(7));
    }

    /** 36 bytes are 57.6 letters: the last has two bits that must be zero. */
    private static char next(char last) {
        String alphabet = "abcdefghijklmnopqrstuvwxyz234567";
        return alphabet.charAt(alphabet.indexOf(last) + 1);
    }

    private static String swapped(String text) {
        int at = 10;
        while (text.charAt(at) == text.charAt(at + 1)) {
            at++;
        }
        return text.substring(0, at) + text.charAt(at + 1) + text.charAt(at) + text.substring(at + 2);
    }

    private static void keys(VectorFile file) {
        key(file, "31 bytes", "00".repeat(31));
        key(file, "33 bytes", "00".repeat(33));
        key(file, "the neutral element", "01" + "00".repeat(31));
        key(file, "order 2", "ec" + "ff".repeat(30) + "7f");
        key(file, "order 4", "00".repeat(32));
        key(file, "order 8", "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05");
        key(file, "mixed order: test 1 and the point of order 2", Keys.MIXED_ORDER);
        key(file, "y of 2^255 - 19, which is 0", "ed" + "ff".repeat(30) + "7f");
        key(file, "not on the curve", "02" + "00".repeat(31));
        key(file, "the neutral element with a sign", "01" + "00".repeat(30) + "80");
    }

    private static void key(VectorFile file, String name, String key) {
        refuse(
                file,
                "unsound key, " + name,
                Base32.text("node", Bytes.ofHex(key).toArray()));
    }
}
