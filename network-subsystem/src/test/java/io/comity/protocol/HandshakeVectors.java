package io.comity.protocol;

import static io.comity.protocol.VectorFile.hex;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.comity.identity.Bytes;
import io.comity.session.CipherSuite;
import io.comity.session.FixedLink;
import io.comity.session.Link;
import io.comity.session.RecordSealer;
import io.comity.wire.UrMessage;
import java.util.Arrays;

/** Whole handshakes of Bob, who dials, and Alice; and frames that end one. */
final class HandshakeVectors {
    private static final byte[] NO_AAD = {};

    private HandshakeVectors() {}

    static VectorFile file() {
        VectorFile file =
                new VectorFile("Handshakes (link.md) from fixed keys: the initiator's are those of RFC 8032 section 7.1"
                        + " test 2 and of Bob in RFC 7748 section 6.1, the responder's test 1 and Alice. Signatures are deterministic, so"
                        + " all bytes are. In refuse, the side that hears has the keys of the first handshake and has done all before the"
                        + " frame it hears; it closes and says nothing.");
        file.add("keys", "initiator")
                .put("seed", Keys.BOB_SEED)
                .put("static", Keys.BOB_STATIC)
                .put("ephemeral", Shake.ephemeralOfBob())
                .put("epoch", 7);
        file.add("keys", "responder")
                .put("seed", Keys.ALICE_SEED)
                .put("static", Keys.ALICE_STATIC)
                .put("ephemeral", Shake.ephemeralOfAlice())
                .put("epoch", 7);
        accept(file, "AESGCM", CipherSuite.AES_GCM, Bytes.EMPTY);
        accept(file, "ChaChaPoly", CipherSuite.CHACHA_POLY, Bytes.EMPTY);
        accept(file, "AESGCM after an earlier link", CipherSuite.AES_GCM, Bytes.ofHex("5e".repeat(32)));
        openings(file);
        answers(file);
        conclusions(file);
        return file;
    }

    private static void accept(VectorFile file, String name, CipherSuite suite, Bytes last) {
        Shake bob = Shake.bob(Keys.ALICE.nodeId(), suite, last);
        Shake alice = Shake.alice().hear(bob.sent(0));
        bob.hear(alice.sent(0));
        alice.hear(bob.sent(1));
        ObjectNode vector = file.accept(name).put("suite", suite.code()).put("last", last.toHex());
        vector.put("prefix", hex(FixedLink.prefix(suite, Keys.ALICE.nodeId())));
        vector.putArray("frames").add(hex(bob.sent(0))).add(hex(alice.sent(0))).add(hex(bob.sent(1)));
        vector.put("responderSigns", hex(alice.signed())).put("initiatorSigns", hex(bob.signed()));
        vector.put("hash", bob.link().handshakeHash().toHex());
        vector.put("plain", hex(VectorFile.encoded(new UrMessage.Ready())));
        vector.put("firstRecordOfInitiator", hex(record(bob.link())));
        vector.put("firstRecordOfResponder", hex(record(alice.link())));
    }

    private static byte[] record(Link link) {
        byte[] plain = VectorFile.encoded(new UrMessage.Ready());
        byte[] record = new byte[plain.length + RecordSealer.TAG_BYTES];
        link.sealer().seal(NO_AAD, 0, plain, 0, plain.length, record, 0);
        return record;
    }

    private static void refuse(VectorFile file, String name, String hears, int number, byte[] frame) {
        file.refuse(name).put("hears", hears).put("frame", number).put("hex", hex(frame));
    }

    private static void openings(VectorFile file) {
        byte[] good =
                Shake.bob(Keys.ALICE.nodeId(), CipherSuite.AES_GCM, Bytes.EMPTY).sent(0);
        refuse(file, "another magic", "responder", 1, changed(good, 0));
        refuse(file, "handshake 0", "responder", 1, changed(good, 4));
        refuse(file, "suite 0", "responder", 1, changed(good, 5));
        refuse(file, "for another node", "responder", 1, changed(good, 6));
        refuse(file, "frame 1 of 70 bytes", "responder", 1, Arrays.copyOf(good, 70));
        refuse(file, "frame 1 of 219 bytes", "responder", 1, Arrays.copyOf(good, 219));
        refuse(file, "frame 1 of 221 bytes", "responder", 1, Arrays.copyOf(good, 221));
        refuse(file, "frame 1 with another byte than 0 behind the key", "responder", 1, changed(good, 70));
        refuse(file, "frame 1 with another byte than 0 at its end", "responder", 1, changed(good, 219));
        byte[] weak = Arrays.copyOf(Arrays.copyOf(good, 38), good.length);
        refuse(file, "an ephemeral key of zeros", "responder", 1, weak);
    }

    private static void answers(VectorFile file) {
        Shake bob = Shake.bob(Keys.ALICE.nodeId(), CipherSuite.AES_GCM, Bytes.EMPTY);
        byte[] good = Shake.alice().hear(bob.sent(0)).sent(0);
        refuse(file, "another ephemeral key", "initiator", 2, changed(good, 0));
        refuse(file, "an altered static key", "initiator", 2, changed(good, 40));
        refuse(file, "an altered payload", "initiator", 2, changed(good, good.length - 20));
        refuse(file, "an altered tag", "initiator", 2, changed(good, good.length - 1));
        refuse(file, "frame 2 cut short", "initiator", 2, Arrays.copyOf(good, good.length - 1));
        refuse(file, "frame 2 of 32 bytes", "initiator", 2, Arrays.copyOf(good, 32));
        refuse(
                file,
                "a signature by another key",
                "initiator",
                2,
                Shake.responder(Keys.MALLORY).hear(bob.sent(0)).sent(0));
    }

    private static void conclusions(VectorFile file) {
        Shake bob = Shake.bob(Keys.ALICE.nodeId(), CipherSuite.AES_GCM, Bytes.EMPTY);
        byte[] good = bob.hear(Shake.alice().hear(bob.sent(0)).sent(0)).sent(1);
        refuse(file, "an altered static key of the initiator", "responder", 3, changed(good, 0));
        refuse(file, "an altered payload of the initiator", "responder", 3, changed(good, 60));
        refuse(file, "frame 3 cut short", "responder", 3, Arrays.copyOf(good, good.length - 1));
        refuse(file, "frame 3 of a byte more", "responder", 3, Arrays.copyOf(good, good.length + 1));
        refuse(file, "frame 3 of 2049 bytes", "responder", 3, Arrays.copyOf(good, 2_049));
    }

    /** One bit flipped. */
    static byte[] changed(byte[] bytes, int at) {
        byte[] changed = bytes.clone();
        changed[at] ^= 1;
        return changed;
    }
}
