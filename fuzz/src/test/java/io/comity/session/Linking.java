package io.comity.session;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import java.util.Arrays;

/** Opens links of known keys to the fuzzers, who are of another package: one end of one, and what the other end has. */
public final class Linking {
    private static final CipherSuite SUITE = CipherSuite.AES_GCM;

    private final byte[] own = key(1);
    private final byte[] other = key(2);

    private static byte[] key(int octet) {
        byte[] key = new byte[Aead.KEY_BYTES];
        Arrays.fill(key, (byte) octet);
        return key;
    }

    public Link link(NodeId peer) {
        return new Link(
                peer,
                1,
                Bytes.EMPTY,
                1,
                0,
                true,
                SUITE,
                Bytes.of(key(3)),
                new RecordSealer(new Aead(SUITE, own)),
                new RecordOpener(new Aead(SUITE, other)));
    }

    public RecordSealer farSealer() {
        return new RecordSealer(new Aead(SUITE, other));
    }

    public RecordOpener farOpener() {
        return new RecordOpener(new Aead(SUITE, own));
    }
}
