package io.comity.protocol;

import static io.comity.protocol.VectorFile.hex;

/** What a side says of itself in a handshake, as bytes alone: signatures are in the handshakes. */
final class IdentityPayloadVectors {
    private static final String KEY = "5820" + "0a".repeat(32);
    private static final String SIGNATURE = "5840" + "0b".repeat(64);
    private static final String LAST = "5820" + "0c".repeat(32);

    private IdentityPayloadVectors() {}

    static VectorFile file() {
        VectorFile file =
                new VectorFile("Each hex is to be read as an identity payload (link.md). Keys and signatures are not"
                        + " checked here.");
        accept(file, "nothing special", "87" + KEY + SIGNATURE + "01 01 00 00 40");
        accept(file, "an earlier link", "87" + KEY + SIGNATURE + "01 01 00 1b00000193ba123456" + LAST);
        accept(
                file,
                "all versions and features",
                "87" + KEY + SIGNATURE + "01 18ff 1b7fffffffffffffff 1b7fffffffffffffff" + LAST);
        accept(file, "a later version only", "87" + KEY + SIGNATURE + "18fe 18ff 00 00 40");
        refuse(file, "six fields", "86" + KEY + SIGNATURE + "01 01 00 00");
        refuse(file, "eight fields", "88" + KEY + SIGNATURE + "01 01 00 00 40 00");
        refuse(file, "a key of 31 bytes", "87 581f" + "0a".repeat(31) + SIGNATURE + "01 01 00 00 40");
        refuse(file, "a key of 33 bytes", "87 5821" + "0a".repeat(33) + SIGNATURE + "01 01 00 00 40");
        refuse(file, "a signature of 63 bytes", "87" + KEY + "583f" + "0b".repeat(63) + "01 01 00 00 40");
        refuse(file, "a signature of 65 bytes", "87" + KEY + "5841" + "0b".repeat(65) + "01 01 00 00 40");
        refuse(file, "version 0", "87" + KEY + SIGNATURE + "00 01 00 00 40");
        refuse(file, "version 256", "87" + KEY + SIGNATURE + "01 190100 00 00 40");
        refuse(file, "a range upside down", "87" + KEY + SIGNATURE + "02 01 00 00 40");
        refuse(file, "features of 2^63", "87" + KEY + SIGNATURE + "01 01 1b8000000000000000 00 40");
        refuse(file, "a negative epoch", "87" + KEY + SIGNATURE + "01 01 00 20 40");
        refuse(file, "a last link of 31 bytes", "87" + KEY + SIGNATURE + "01 01 00 00 581f" + "0c".repeat(31));
        refuse(file, "a last link of 1 byte", "87" + KEY + SIGNATURE + "01 01 00 00 41 0c");
        refuse(file, "null for no last link", "87" + KEY + SIGNATURE + "01 01 00 00 f6");
        refuse(file, "a version in two bytes", "87" + KEY + SIGNATURE + "1801 01 00 00 40");
        refuse(file, "a byte after it", "87" + KEY + SIGNATURE + "01 01 00 00 40 00");
        refuse(file, "nothing", "");
        return file;
    }

    private static void accept(VectorFile file, String name, String payload) {
        byte[] bytes = hex(payload);
        file.accept(name).put("hex", hex(bytes)).put("diagnostic", Diagnostic.of(bytes));
    }

    private static void refuse(VectorFile file, String name, String payload) {
        file.refuse(name).put("hex", payload.replace(" ", ""));
    }
}
