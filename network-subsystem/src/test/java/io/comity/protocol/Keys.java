package io.comity.protocol;

import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.session.CipherSuite;
import io.comity.session.EphemeralSource;
import io.comity.session.Local;
import io.comity.session.X25519KeyPair;
import java.util.Arrays;
import java.util.EnumSet;

/** The keys of the vectors: RFC 8032 section 7.1, tests 1 to 3, and RFC 7748 section 6.1. Everybody knows them. */
final class Keys {
    static final String ALICE_SEED = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
    static final String BOB_SEED = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb";
    static final String MALLORY_SEED = "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7";
    static final String ALICE_STATIC = "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a";
    static final String BOB_STATIC = "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb";

    static final KeyHolder ALICE =
            MemoryKeyHolder.fromSeed(Bytes.ofHex(ALICE_SEED).toArray());
    static final KeyHolder BOB = MemoryKeyHolder.fromSeed(Bytes.ofHex(BOB_SEED).toArray());
    static final KeyHolder MALLORY =
            MemoryKeyHolder.fromSeed(Bytes.ofHex(MALLORY_SEED).toArray());

    /** Alice's key and the point of order 2, added: (x, y) becomes (-x, -y). */
    static final String MIXED_ORDER = "16a567fe7d4ef5482ab4012c369bf8c5f11e8d0c2559dcda50fde59708f8aee5";

    private Keys() {}

    static Local local(KeyHolder node, String staticSecret, long epoch, long features) {
        X25519KeyPair keys = X25519KeyPair.of(Bytes.ofHex(staticSecret).toArray());
        return new Local(node.nodeId(), epoch, 1, 1, features, keys, EnumSet.allOf(CipherSuite.class));
    }

    static EphemeralSource filledWith(int octet) {
        return () -> {
            byte[] secret = new byte[32];
            Arrays.fill(secret, (byte) octet);
            return secret;
        };
    }
}
