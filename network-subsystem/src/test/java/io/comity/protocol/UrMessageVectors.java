package io.comity.protocol;

import static io.comity.protocol.VectorFile.call;
import static io.comity.protocol.VectorFile.cast;
import static io.comity.protocol.VectorFile.encoded;
import static io.comity.protocol.VectorFile.hex;
import static io.comity.protocol.VectorFile.part;
import static io.comity.protocol.VectorFile.piece;

import io.comity.identity.Bytes;
import io.comity.wire.UrMessage;
import java.util.Collections;
import java.util.List;

/** One ur-message each. */
final class UrMessageVectors {
    private static final Bytes DIGEST = Bytes.ofHex("000102030405060708090a0b0c0d0e0f");
    private static final Bytes SESSION = Bytes.ofHex("5e".repeat(32));
    private static final String DIGEST_ITEM = "50 000102030405060708090a0b0c0d0e0f";

    private UrMessageVectors() {}

    static VectorFile file() {
        VectorFile file =
                new VectorFile("Each hex is to be read as one ur-message (session.md) and nothing else. What is refused"
                        + " here ends a session wherever it stands in a record.");
        accept(file);
        counts(file);
        forms(file);
        bounds(file);
        return file;
    }

    private static void accept(VectorFile file) {
        accept(file, "learn", new UrMessage.Learn(1, "greeter", DIGEST, List.of("Greet", "Note")));
        accept(file, "learn without types", new UrMessage.Learn(Long.MAX_VALUE, "a", DIGEST, List.of()));
        accept(file, "learn with 256 types", new UrMessage.Learn(3, "many", DIGEST, Collections.nCopies(256, "T")));
        accept(
                file,
                "learn with the longest names",
                new UrMessage.Learn(5, "e".repeat(128), DIGEST, List.of("t".repeat(128))));
        accept(
                file,
                "learn that wants proof",
                new UrMessage.Learn(1, "shop", DIGEST, List.of("Buy", "Look"), Bytes.ofHex("0200")));
        accept(file, "receipt", new UrMessage.Receipt(Bytes.ofHex("87"), Bytes.ofHex("84")));
        accept(
                file,
                "the longest receipt",
                new UrMessage.Receipt(Bytes.ofHex("00".repeat(49_152)), Bytes.ofHex("00".repeat(512))));
        accept(file, "countersigned", new UrMessage.Countersigned(256, Bytes.ofHex("84")));
        accept(file, "forget", new UrMessage.Forget(1, 1));
        accept(file, "forget for a reason of a later version", new UrMessage.Forget(1, 77));
        accept(file, "cast", cast(1, 0, hex("a1 64 6e616d65 63 426f62")));
        accept(file, "cast with an empty body", cast(24, 255, new byte[0]));
        accept(file, "cast with a deadline", cast(1, 0, 86_400_000, hex("a0")));
        accept(file, "refuse", new UrMessage.Refuse(256, 4));
        accept(file, "refuse until later", new UrMessage.Refuse(256, 6, 1_500));
        accept(file, "refuse a call", new UrMessage.Refuse(1, 0, 0, 2));
        accept(file, "refuse a call until later", new UrMessage.Refuse(1, 6, 250, Long.MAX_VALUE - 1));
        accept(file, "release", new UrMessage.Release(3, 2));
        accept(file, "renew", new UrMessage.Renew(List.of(1L, 3L, 4_711L)));
        accept(file, "renew 1000", new UrMessage.Renew(Collections.nCopies(1_000, 1L)));
        accept(file, "call", call(1, 0, UrMessage.NO_DEADLINE, 2, hex("a1 67 7265706c79546f 02")));
        accept(file, "call with a deadline", call(1, 0, 86_400_000, 0, hex("00")));
        accept(file, "piece", piece(1, 0, UrMessage.NO_DEADLINE, 2, 100_000, 60_000, hex("0102")));
        accept(file, "piece with a deadline", piece(1, 0, 1_000, 2, 100_000, 60_000, hex("0102")));
        accept(file, "present", new UrMessage.Present(1, Bytes.ofHex("84")));
        accept(file, "present the longest credential", new UrMessage.Present(65_536, Bytes.ofHex("00".repeat(33_280))));
        accept(file, "granted", new UrMessage.Granted(1, Bytes.ofHex("80")));
        accept(file, "granted without a certificate", new UrMessage.Granted(1));
        accept(file, "declined", new UrMessage.Declined(1, 2));
        accept(file, "ready", new UrMessage.Ready());
        accept(file, "ack", new UrMessage.Ack(4_294_967_296L));
        accept(file, "hello without a session", new UrMessage.Hello(Bytes.EMPTY, 0, 4_194_304, 60_000, 0));
        accept(file, "hello with a session", new UrMessage.Hello(SESSION, 300, 4_194_304, 100, 86_400_000));
        accept(file, "bye", new UrMessage.Bye(2, 30_000));
        accept(file, "bye for a reason of a later version", new UrMessage.Bye(99, 0));
        accept(file, "rekey", new UrMessage.Rekey(3_600_000));
        accept(file, "part", part(1, 0, 100_000, 60_000, hex("0102")));
        accept(file, "part with a deadline", part(1, 0, 1_000, 100_000, 60_000, hex("0102")));
        accept(file, "the greatest part", part(Long.MAX_VALUE, 255, Integer.MAX_VALUE, Integer.MAX_VALUE, hex("00")));
        accept(file, "advert", new UrMessage.Advert(Bytes.ofHex("84")));
        accept(file, "the longest advert", new UrMessage.Advert(Bytes.ofHex("00".repeat(6_144))));
        accept(file, "notice", new UrMessage.Notice(Bytes.ofHex("84")));
        accept(file, "the longest notice", new UrMessage.Notice(Bytes.ofHex("00".repeat(256))));
    }

    private static void accept(VectorFile file, String name, UrMessage message) {
        accept(file, name, encoded(message));
    }

    private static void accept(VectorFile file, String name, byte[] message) {
        file.accept(name).put("hex", hex(message)).put("diagnostic", Diagnostic.of(message));
    }

    private static void refuse(VectorFile file, String name, String message) {
        file.refuse(name).put("hex", message.replace(" ", ""));
    }

    private static void counts(VectorFile file) {
        refuse(file, "an empty array", "80");
        refuse(file, "learn without its types", "84 00 01 61 61 " + DIGEST_ITEM);
        refuse(file, "learn with one element more", "86 00 01 61 61 " + DIGEST_ITEM + " 80 00");
        refuse(file, "learn with two elements more", "87 00 01 61 61 " + DIGEST_ITEM + " 81 61 61 41 01 00");
        refuse(file, "receipt without a signature", "82 10 40");
        refuse(file, "countersigned without a signature", "82 11 01");
        refuse(file, "forget without a reason", "82 01 01");
        refuse(file, "cast without a body", "83 02 01 00");
        refuse(file, "cast with two elements more", "86 02 01 00 00 40 00");
        refuse(file, "refuse with three elements more", "86 03 01 00 00 00 00");
        refuse(file, "release without a count", "82 04 01");
        refuse(file, "renew without refs", "81 13");
        refuse(file, "call without a reply", "84 14 01 00 40");
        refuse(file, "call with two elements more", "87 14 01 00 00 02 40 00");
        refuse(file, "piece without a reply", "86 15 01 00 02 00 41 00");
        refuse(file, "present without a credential", "82 05 01");
        refuse(file, "granted with a reason", "83 06 01 00");
        refuse(file, "granted with nothing", "82 06 01");
        refuse(file, "declined without a reason", "82 07 01");
        refuse(file, "ready with an element", "82 08 00");
        refuse(file, "ack without a number", "81 09");
        refuse(file, "hello without credit", "83 0a 40 00");
        refuse(file, "hello without a clock", "85 0a 40 00 00 00");
        refuse(file, "bye without a time", "82 0b 00");
        refuse(file, "rekey without a clock", "81 0c");
        refuse(file, "part without bytes", "85 0d 01 00 02 00");
        refuse(file, "part with two elements more", "88 0d 01 00 00 02 00 41 00 00");
        refuse(file, "advert without bytes", "81 0e");
        refuse(file, "notice without bytes", "81 12");
        refuse(file, "notice with a third element", "83 12 41 00 00");
    }

    private static void forms(VectorFile file) {
        refuse(file, "not an array", "08");
        refuse(file, "a kind that is text", "81 61 38");
        refuse(file, "a kind that is negative", "81 20");
        refuse(file, "evidence whose certificate is a number", "82 0f 00");
        refuse(file, "kind 24", "81 1818");
        refuse(file, "a kind in two bytes", "81 1808");
        refuse(file, "an open array", "9f 08 ff");
        refuse(file, "a count in two bytes", "9801 08");
        refuse(file, "a ref that is not in its shortest form", "83 01 1801 00");
        refuse(file, "a negative ref", "83 01 20 00");
        refuse(file, "a ref of 2^63", "83 01 1b8000000000000000 00");
        refuse(file, "a deadline after the body", "85 02 01 00 40 00");
        refuse(file, "a call to be answered more than once", "85 14 01 00 01 40");
        refuse(file, "a body that is text", "84 02 01 00 61 61");
        refuse(file, "a body cut short", "84 02 01 00 42 00");
        refuse(file, "an engine's name that is not UTF-8", "85 00 01 61 ff " + DIGEST_ITEM + " 80");
        refuse(file, "a tag before the message", "c0 81 08");
        refuse(file, "a byte after the message", "81 08 00");
        refuse(file, "cut short", "83 01 01");
        refuse(file, "nothing", "");
    }

    private static void bounds(VectorFile file) {
        refuse(file, "a digest of 15 bytes", "85 00 01 61 61 4f 000102030405060708090a0b0c0d0e 80");
        refuse(file, "a digest of 17 bytes", "85 00 01 61 61 51 000102030405060708090a0b0c0d0e0f10 80");
        refuse(file, "an engine's name of 129 bytes", "85 00 01 7881" + "61".repeat(129) + DIGEST_ITEM + " 80");
        refuse(file, "a type's name of 129 bytes", "85 00 01 61 61 " + DIGEST_ITEM + "81 7881" + "61".repeat(129));
        refuse(file, "1001 refs to renew", "82 13 9903e9" + "01".repeat(1_001));
        refuse(file, "257 types", "85 00 01 61 61 " + DIGEST_ITEM + "990101" + "6161".repeat(257));
        refuse(file, "a level of proof beyond the last", "86 00 01 61 61 " + DIGEST_ITEM + " 81 61 61 41 03");
        refuse(file, "levels of proof that are all zero", "86 00 01 61 61 " + DIGEST_ITEM + " 81 61 61 41 00");
        refuse(file, "fewer levels of proof than types", "86 00 01 61 61 " + DIGEST_ITEM + " 82 61 61 61 62 41 01");
        refuse(file, "an account of 49153 bytes", "83 10 59c001" + "00".repeat(49_153) + "40");
        refuse(file, "a signed account of 513 bytes", "83 10 40 590201" + "00".repeat(513));
        refuse(file, "a credential of 33281 bytes", "83 05 01 598201" + "00".repeat(33_281));
        refuse(file, "a part of a cast of 2^31 bytes", "86 0d 01 00 1a80000000 00 41 00");
        refuse(file, "a part from 2^31 on", "86 0d 01 00 02 1a80000000 41 00");
        refuse(file, "an advert of 6145 bytes", "82 0e 591801" + "00".repeat(6_145));
        refuse(file, "a notice of 257 bytes", "82 12 590101" + "00".repeat(257));
        refuse(file, "a session of 31 bytes", "86 0a 581f" + "00".repeat(31) + "00 00 00 00");
        refuse(file, "a session of 33 bytes", "86 0a 5821" + "00".repeat(33) + "00 00 00 00");
    }
}
