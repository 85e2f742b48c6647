package io.comity.protocol;

import static io.comity.protocol.VectorFile.hex;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.comity.session.CipherSuite;
import io.comity.session.FixedLink;
import io.comity.session.RecordSealer;
import io.comity.wire.UrMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows of records under one key and the next ones. */
final class RecordVectors {
    private static final byte[] KEY = hex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
    private static final byte[] NO_AAD = {};
    private static final byte[] READY = VectorFile.encoded(new UrMessage.Ready());
    private static final byte[] REKEY = VectorFile.encoded(new UrMessage.Rekey(0));

    private RecordVectors() {}

    static VectorFile file() {
        VectorFile file = new VectorFile(
                "Rows of records of one direction (link.md), sealed under key from counter 0 on. After the"
                        + " record that says rekey, 820c00, the next key is used. Of the rows in refuse, all records open but the last.");
        for (CipherSuite suite : CipherSuite.values()) {
            ObjectNode row =
                    file.accept(suite.protocolName()).put("suite", suite.code()).put("key", hex(KEY));
            ArrayNode records = row.putArray("records");
            List<byte[]> plain = plain();
            List<byte[]> sealed = sealed(suite, plain);
            for (int i = 0; i < plain.size(); i++) {
                records.addObject().put("plain", hex(plain.get(i))).put("sealed", hex(sealed.get(i)));
            }
            refuse(file, suite, sealed);
        }
        return file;
    }

    private static List<byte[]> plain() {
        byte[] ack = VectorFile.encoded(new UrMessage.Ack(1));
        byte[] cast = VectorFile.cast(1, 0, hex("a1 64 6e616d65 63 426f62"));
        return List.of(READY, VectorFile.join(ack, cast), REKEY, READY, VectorFile.join(ack, REKEY), cast);
    }

    private static List<byte[]> sealed(CipherSuite suite, List<byte[]> plain) {
        RecordSealer sealer = FixedLink.sealer(suite, KEY);
        List<byte[]> sealed = new ArrayList<>();
        for (byte[] each : plain) {
            byte[] record = new byte[each.length + RecordSealer.TAG_BYTES];
            sealer.seal(NO_AAD, 0, each, 0, each.length, record, 0);
            sealed.add(record);
            if (endsInRekey(each)) {
                sealer.rekey();
            }
        }
        return sealed;
    }

    static boolean endsInRekey(byte[] plain) {
        int at = plain.length - REKEY.length;
        return at >= 0 && Arrays.equals(plain, at, plain.length, REKEY, 0, REKEY.length);
    }

    private static void refuse(VectorFile file, CipherSuite suite, List<byte[]> good) {
        refuse(file, suite, "altered", List.of(HandshakeVectors.changed(good.get(0), 0)));
        refuse(
                file,
                suite,
                "with an altered tag",
                List.of(HandshakeVectors.changed(good.get(0), good.get(0).length - 1)));
        refuse(file, suite, "repeated", List.of(good.get(0), good.get(0)));
        refuse(file, suite, "with one left out", List.of(good.get(0), good.get(2)));
        refuse(file, suite, "shorter than a tag", List.of(new byte[15]));
        byte[] underOldKey =
                sealed(suite, List.of(READY, READY, hex("81 0b"), READY)).get(3);
        refuse(file, suite, "under the old key", List.of(good.get(0), good.get(1), good.get(2), underOldKey));
    }

    private static void refuse(VectorFile file, CipherSuite suite, String name, List<byte[]> row) {
        ObjectNode vector = file.refuse(suite.protocolName() + ", " + name)
                .put("suite", suite.code())
                .put("key", hex(KEY));
        ArrayNode records = vector.putArray("records");
        row.forEach(record -> records.add(hex(record)));
    }
}
