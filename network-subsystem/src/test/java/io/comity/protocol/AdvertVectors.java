package io.comity.protocol;

import static io.comity.protocol.VectorFile.hex;

import io.comity.advert.NodeAdvert;
import io.comity.wire.CoseSign1;

/** Adverts as bytes; whether one stands is not asked here. */
final class AdvertVectors {
    private static final String TIMES = "1a6553f100 1a6553f101";
    private static final String ADDRESS = "82 74 7463703a2f2f3139322e302e322e313a34373131 1864";

    private AdvertVectors() {}

    static VectorFile file() {
        VectorFile file =
                new VectorFile("Each hex is to be read as an advert (identity.md). The time is not looked at here.");
        accept(file, "with one address", "88 01 01 07" + TIMES + "00 f5 81" + ADDRESS);
        accept(file, "without an address", "88 01 1b7fffffffffffffff 00" + TIMES + "1b7fffffffffffffff f4 80");
        accept(
                file,
                "with 16 addresses, to the end of the year 9999",
                "88 01 01 07 00 1b0000003afff4417f 00 f4 90" + ADDRESS.repeat(16));
        accept(
                file,
                "the longest address, least preferred",
                "88 01 01 07" + TIMES + "00 f5 81 82 790140" + "61".repeat(320) + "00");
        refuse(file, "format 2", "88 02 01 07" + TIMES + "00 f5 80");
        refuse(file, "seven fields", "87 01 01 07" + TIMES + "00 f5");
        refuse(file, "expired when it was issued", "88 01 01 07 1a6553f100 1a6553f100 00 f5 80");
        refuse(file, "beyond the year 9999", "88 01 01 07 00 1b0000003afff44180 00 f5 80");
        refuse(file, "1 for true", "88 01 01 07" + TIMES + "00 01 80");
        refuse(file, "17 addresses", "88 01 01 07" + TIMES + "00 f5 91" + ADDRESS.repeat(17));
        refuse(file, "an address of 321 bytes", "88 01 01 07" + TIMES + "00 f5 81 82 790141" + "61".repeat(321) + "00");
        refuse(file, "an address without a character", "88 01 01 07" + TIMES + "00 f5 81 82 60 00");
        refuse(file, "an address with a space", "88 01 01 07" + TIMES + "00 f5 81 82 61 20 00");
        refuse(file, "a weight of 256", "88 01 01 07" + TIMES + "00 f5 81 82 61 61 190100");
        refuse(file, "an address without a weight", "88 01 01 07" + TIMES + "00 f5 81 81 61 61");
        byte[] payload = hex("88 01 01 07" + TIMES + "00 f5 80");
        add(file, "an invitation's domain", CoseSign1.sign(Keys.ALICE, "comity/1 invitation", payload));
        add(file, "altered", HandshakeVectors.changed(CoseSign1.sign(Keys.ALICE, NodeAdvert.DOMAIN, payload), 45));
        return file;
    }

    private static void accept(VectorFile file, String name, String payload) {
        byte[] bytes = hex(payload);
        file.accept(name)
                .put("hex", hex(CoseSign1.sign(Keys.ALICE, NodeAdvert.DOMAIN, bytes)))
                .put("node", Keys.ALICE.nodeId().text())
                .put("payload", Diagnostic.of(bytes));
    }

    /** Truly signed, and wrong. */
    private static void refuse(VectorFile file, String name, String payload) {
        add(file, name, CoseSign1.sign(Keys.ALICE, NodeAdvert.DOMAIN, hex(payload)));
    }

    private static void add(VectorFile file, String name, byte[] signed) {
        file.refuse(name).put("hex", hex(signed));
    }
}
