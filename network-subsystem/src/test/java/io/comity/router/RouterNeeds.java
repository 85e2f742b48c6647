package io.comity.router;

import io.comity.advert.AdvertTable;
import io.comity.advert.Gossip;
import io.comity.engine.EngineRegistry;
import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.mission.SignedGrant;
import io.comity.observe.Counters;
import io.comity.proxy.Backoff;
import io.comity.proxy.Connectivity;
import io.comity.proxy.EngineProxy;
import io.comity.proxy.NodeProxy;
import io.comity.selection.Selection;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What a Router needs, where a test cares only for a part of it. */
public final class RouterNeeds {
    public static final Duration SOON = Duration.ofSeconds(20);

    private RouterNeeds() {}

    public static Router.Context of(KeyHolder key, Router.Books books) {
        AdvertTable.Manner quiet = new AdvertTable.Manner(SOON, 0, false);
        AdvertSettings adverts = new AdvertSettings(quiet, Gossip.Settings.DEFAULT, SOON, List.of());
        return of(key, books, adverts, new Counters(), () -> Instant.EPOCH);
    }

    static Router.Context of(
            KeyHolder key, Router.Books books, AdvertSettings adverts, Counters counters, Supplier<Instant> clock) {
        return of(key, books, adverts, counters, clock, () -> 0);
    }

    static Router.Context of(
            KeyHolder key,
            Router.Books books,
            AdvertSettings adverts,
            Counters counters,
            Supplier<Instant> clock,
            LongSupplier nanoTime) {
        AtomicInteger ids = new AtomicInteger();
        return new Router.Context(
                key,
                new EngineRegistry(),
                books,
                counters,
                new Router.Settings(10, SOON, Set.of(), adverts, RightsSettings.DEFAULT, proxies()),
                clock,
                nanoTime,
                new SplittableRandom(1),
                () -> Bytes.of(ByteBuffer.allocate(SignedGrant.SALT_BYTES)
                        .putInt(ids.incrementAndGet())
                        .array()));
    }

    private static NodeProxy.Settings proxies() {
        Backoff backoff = new Backoff(SOON, SOON);
        return new NodeProxy.Settings(
                1_000,
                1_000,
                1_000,
                new NodeProxy.Large(1_000, 1_000, 1_000),
                10,
                10,
                new NodeProxy.References(10, SOON, 1_000, SOON, 1_000),
                new Selection.Settings(SOON, SOON, 2),
                SOON,
                new NodeProxy.Vigilance(SOON, 3, SOON, SOON, SOON),
                new Connectivity.Settings(backoff, backoff, SOON, SOON),
                new EngineProxy.Settings(10, SOON));
    }
}
