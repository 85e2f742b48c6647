package io.comity.protocol;

import static io.comity.protocol.VectorFile.hex;

/** Single items of the canonical profile, and everything near it. */
final class CborVectors {
    private CborVectors() {}

    static VectorFile file() {
        VectorFile file = new VectorFile(
                "Each hex is to be read as one item of the canonical profile (bodies.md), at most"
                        + " bytes, 16 arrays deep, 4096 items. diagnostic is what it says, in the notation of RFC 8949.");
        accept(file);
        numbers(file);
        strings(file);
        others(file);
        return file;
    }

    private static void accept(VectorFile file) {
        for (String item : new String[] {
            "00", "17", "1818", "18ff", "190100", "19ffff", "1a00010000", "1affffffff", "1b0000000100000000",
            "1b7fffffffffffffff", "20", "37", "3818", "3b7fffffffffffffff", "40", "43010203", "60", "63e282ac",
            "64f09f8e88", "f4", "f5", "f6", "80", "83 01 42 ffff 61 61", "82 80 81 80", "81".repeat(16) + "00"
        }) {
            accept(file, hex(item));
        }
        accept(file, hex("5818" + "ab".repeat(24)));
        accept(file, hex("7818" + "61".repeat(24)));
        accept(file, hex("9818" + "00".repeat(24)));
        file.accept("4096 items").put("hex", "990fff" + "00".repeat(4_095)).put("diagnostic", "");
    }

    private static void accept(VectorFile file, byte[] item) {
        String diagnostic = Diagnostic.of(item);
        file.accept(diagnostic).put("hex", hex(item)).put("diagnostic", diagnostic);
    }

    private static void refuse(VectorFile file, String name, String item) {
        file.refuse(name).put("hex", item.replace(" ", ""));
    }

    private static void numbers(VectorFile file) {
        refuse(file, "23 in two bytes", "1817");
        refuse(file, "255 in three bytes", "1900ff");
        refuse(file, "65535 in five bytes", "1a0000ffff");
        refuse(file, "2^32 - 1 in nine bytes", "1b00000000ffffffff");
        refuse(file, "-24 in two bytes", "3817");
        refuse(file, "2^63", "1b8000000000000000");
        refuse(file, "-2^63 - 1", "3b8000000000000000");
        refuse(file, "a number cut short", "1901");
        refuse(file, "reserved additional information 28", "1c");
        refuse(file, "additional information 31 of a number", "1f");
    }

    private static void strings(VectorFile file) {
        refuse(file, "a byte string cut short", "43 0102");
        refuse(file, "a length that is not in its shortest form", "5803 010203");
        refuse(file, "an open byte string", "5f 41 01 ff");
        refuse(file, "an open text string", "7f 61 61 ff");
        refuse(file, "a length of 2^63 - 1", "5b7fffffffffffffff");
        refuse(file, "text with a stray continuation byte", "61 80");
        refuse(file, "text with an overlong slash", "62 c0af");
        refuse(file, "text with half a surrogate pair", "63 eda080");
        refuse(file, "text above U+10FFFF", "64 f4908080");
        refuse(file, "text cut within a character", "62 e282");
    }

    private static void others(VectorFile file) {
        refuse(file, "nothing", "");
        refuse(file, "two items", "00 00");
        refuse(file, "an open array", "9f 00 ff");
        refuse(file, "an array cut short", "82 00");
        refuse(file, "a count that is not in its shortest form", "9801 00");
        refuse(file, "a count beyond the bytes left", "9a7fffffff 00");
        refuse(file, "a map", "a1 00 00");
        refuse(file, "an empty map", "a0");
        refuse(file, "a tag", "c1 00");
        refuse(file, "undefined", "f7");
        refuse(file, "simple value 32", "f820");
        refuse(file, "a half float", "f93c00");
        refuse(file, "a float", "fa3f800000");
        refuse(file, "a double", "fb3ff0000000000000");
        refuse(file, "a break", "ff");
        refuse(file, "17 arrays deep", "81".repeat(17) + "00");
        refuse(file, "4097 items", "991000" + "00".repeat(4_096));
    }
}
