package io.comity.explore;

import io.comity.identity.Bytes;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.session.CipherSuite;
import io.comity.session.Local;
import io.comity.session.X25519KeyPair;
import java.util.EnumSet;
import java.util.List;

/** Who takes part: two honest nodes, which speak different ranges of versions, and an attacker with keys of its own. */
record Person(String name, MemoryKeyHolder key, Bytes secret, Local local) {
    static final Person ALICE = of("alice", 1, 1, 3, 0b0111);
    static final Person BOB = of("bob", 2, 1, 2, 0b1101);
    static final Person MALLORY = of("mallory", 3, 1, 1, 0);
    static final List<Person> ALL = List.of(ALICE, BOB, MALLORY);

    private static Person of(String name, int number, int minVersion, int maxVersion, long features) {
        MemoryKeyHolder key = MemoryKeyHolder.fromSeed(secret(number).toArray());
        Bytes secret = secret(0x10 + number);
        X25519KeyPair keys = X25519KeyPair.of(secret.toArray());
        EnumSet<CipherSuite> suites = EnumSet.allOf(CipherSuite.class);
        return new Person(
                name, key, secret, new Local(key.nodeId(), number, minVersion, maxVersion, features, keys, suites));
    }

    /** Not in the first octet, of which X25519 takes three bits for none. */
    static Bytes secret(int number) {
        byte[] secret = new byte[Noise.KEY_BYTES];
        secret[1] = (byte) number;
        return Bytes.of(secret);
    }

    static Person of(NodeId node) {
        return ALL.stream().filter(each -> each.node().equals(node)).findFirst().orElseThrow();
    }

    NodeId node() {
        return local.node();
    }

    boolean isHonest() {
        return this != MALLORY;
    }

    @Override
    public String toString() {
        return name;
    }
}
