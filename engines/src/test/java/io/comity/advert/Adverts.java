package io.comity.advert;

import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Nodes by number, and what they say of themselves. */
final class Adverts {
    static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    static final Duration DAY = Duration.ofDays(1);

    private static final Map<Integer, MemoryKeyHolder> KEYS = new ConcurrentHashMap<>();

    private Adverts() {}

    static MemoryKeyHolder key(int number) {
        return KEYS.computeIfAbsent(number, Adverts::fresh);
    }

    private static MemoryKeyHolder fresh(int number) {
        byte[] seed = new byte[32];
        seed[0] = (byte) number;
        seed[1] = (byte) (number >> 8);
        return MemoryKeyHolder.fromSeed(seed);
    }

    static NodeId node(int number) {
        return key(number).nodeId();
    }

    static NodeDescription description(long version, long epoch, Instant issuedAt, Duration lifetime) {
        List<Contact> contacts = List.of(new Contact("tcp://127.0.0.1:4711", Contact.DEFAULT_WEIGHT));
        return new NodeDescription(version, epoch, issuedAt, issuedAt.plus(lifetime), contacts, 0, true);
    }

    static NodeDescription description(long version) {
        return description(version, 1, NOW, DAY);
    }

    static NodeAdvert advert(int number, NodeDescription description) {
        return NodeAdvert.sign(key(number), description);
    }

    static NodeAdvert advert(int number, long version) {
        return advert(number, description(version));
    }
}
