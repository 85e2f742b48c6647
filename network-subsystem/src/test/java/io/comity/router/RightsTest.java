package io.comity.router;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestInbox;
import akka.pattern.StatusReply;
import io.comity.advert.AdvertTable;
import io.comity.advert.Gossip;
import io.comity.identity.Bytes;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.mission.Authority;
import io.comity.mission.Caveats;
import io.comity.mission.Chain;
import io.comity.mission.Invitation;
import io.comity.mission.Mission;
import io.comity.mission.Reason;
import io.comity.mission.Redeemed;
import io.comity.mission.Revocation;
import io.comity.observe.Counters;
import io.comity.proxy.NodeProxy;
import io.comity.store.Holdings;
import io.comity.store.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a node remembers of its grants from one boot to the next. */
final class RightsTest {
    private static final MemoryKeyHolder ALICE = key(0);
    private static final MemoryKeyHolder BOBS = key(1);
    private static final NodeId BOB = BOBS.nodeId();
    private static final NodeId CAROL = key(2).nodeId();
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

    private final MemoryStore store = new MemoryStore();
    private Instant now = NOON;
    private final List<NodeId> told = new ArrayList<>();
    private Notifying notices;
    private Rights rights;

    private record Booted(Rights rights, Notifying notices) {}

    RightsTest() {
        Booted first = boot();
        rights = first.rights();
        notices = first.notices();
    }

    private static MemoryKeyHolder key(int number) {
        byte[] seed = new byte[32];
        seed[0] = (byte) number;
        return MemoryKeyHolder.fromSeed(seed);
    }

    /** As after a restart: nothing but the store is left. */
    private Booted boot() {
        Map<Bytes, Holdings.SavedGrant> kept =
                store.grants().stream().collect(Collectors.toMap(Holdings.SavedGrant::id, Function.identity()));
        Router.Books books = new Router.Books(
                new Authority(
                        ALICE.nodeId(),
                        now.toEpochMilli(),
                        Authority.Limits.DEFAULT,
                        store.revocations(),
                        store.redeemed()),
                new ConcurrentLinkedQueue<>(),
                new HashMap<>(kept),
                new Keyring(10),
                new NoticeBoard(10),
                new HashMap<>(),
                new HashSet<>(),
                new AdvertTable(ALICE.nodeId(), 1, AdvertTable.Limits.DEFAULT, node -> false),
                store);
        books.authority().define(new Mission("other", Map.of()));
        AdvertSettings adverts = new AdvertSettings(
                new AdvertTable.Manner(RouterNeeds.SOON, 0, false),
                Gossip.Settings.DEFAULT,
                RouterNeeds.SOON,
                List.of());
        Router.Context context = RouterNeeds.of(ALICE, books, adverts, new Counters(), () -> now);
        AtomicReference<@Nullable Rights> made = new AtomicReference<>();
        Notifying notifying = new Notifying(
                context,
                (peer, notice) -> told.add(peer),
                chain -> Objects.requireNonNull(made.get()).told(chain),
                () -> {});
        Rights booted = new Rights(context, notifying);
        made.set(booted);
        books.authority().define(new Mission("hello", Map.of()));
        return new Booted(booted, notifying);
    }

    private void reboot() {
        now = now.plusSeconds(1);
        Booted next = boot();
        rights = next.rights();
        notices = next.notices();
    }

    private void revoke(Revoking what) {
        Revocation decided = rights.decide(what);
        rights.record(decided);
        rights.apply(decided);
    }

    @Test
    void whatStoodStandsAgainForItsMissionAlone() {
        rights.grant("hello", BOB, Caveats.NONE);
        rights.grant("other", CAROL, Caveats.NONE);
        reboot();
        assertThat(rights.heldBy(BOB)).isEmpty();
        assertThat(rights.restore("hello")).isEqualTo(Set.of(BOB));
        assertThat(rights.heldBy(BOB)).hasSize(1);
        assertThat(rights.heldBy(CAROL)).isEmpty();
    }

    @Test
    void whatIsOverIsForgottenOnTheDiskToo() {
        Chain revoked = rights.grant("hello", BOB, Caveats.NONE);
        rights.grant("hello", BOB, Caveats.NONE.until(NOON.plusSeconds(30)));
        rights.grant("hello", CAROL, Caveats.NONE);
        assertThat(store.grants()).hasSize(3);
        revoke(new Revoking.OfGrant(revoked.id()));
        assertThat(store.grants()).hasSize(3);
        notices.attached(BOB);
        assertThat(told).containsExactly(BOB);
        assertThat(store.grants()).hasSize(2);
        now = NOON.plusSeconds(30);
        assertThat(rights.expire()).isEqualTo(Set.of(BOB));
        assertThat(store.grants()).hasSize(1);
    }

    @Test
    void whatEndedWhileTheNodeWasDownIsForgottenWhenItIsLookedAt() {
        rights.grant("hello", BOB, Caveats.NONE.until(NOON.plusSeconds(30)));
        Chain revoked = rights.grant("hello", CAROL, Caveats.NONE);
        store.record(rights.decide(new Revoking.OfGrant(revoked.id())));
        now = NOON.plusSeconds(30);
        reboot();
        assertThat(rights.restore("hello")).isEmpty();
        assertThat(store.grants()).hasSize(1);
        notices.attached(CAROL);
        assertThat(told).containsExactly(CAROL);
        assertThat(store.grants()).isEmpty();
    }

    @Test
    void theSameGrantIsKeptOnce() {
        Chain one = rights.grant("hello", BOB, Caveats.NONE);
        assertThat(rights.grant("hello", BOB, Caveats.NONE)).isEqualTo(one);
        assertThat(store.grants()).hasSize(1);
    }

    /** A Router that died between writing and hearing of it is followed by one that knows. */
    @Test
    void whatWasBeingWrittenHoldsInTheNextRouter() {
        Chain grant = rights.grant("hello", BOB, Caveats.NONE);
        rights.record(rights.decide(new Revoking.OfGrant(grant.id())));
        assertThat(rights.heldBy(BOB)).hasSize(1);
        rights.applyUndone();
        assertThat(rights.heldBy(BOB)).isEmpty();
    }

    // Tickets.

    private Bytes invitation() {
        Router.Invite invite = new Router.Invite(
                "hello",
                Duration.ofDays(1),
                1,
                Caveats.NONE,
                TestInbox.<StatusReply<Invitation>>create().getRef());
        return rights.invite(invite, List.of()).signed();
    }

    private Rights.Finding present(Bytes credential, NodeId presenter) {
        return rights.judge(new NodeProxy.Judge(
                presenter,
                Bytes.of(new byte[32]),
                1,
                credential,
                TestInbox.<NodeProxy.Command>create().getRef()));
    }

    private static Redeemed use(Rights.Finding found) {
        return Objects.requireNonNull(found.use());
    }

    @Test
    void aTicketIsWrittenWithItsGrantBeforeAnybodyHearsOfIt() {
        Bytes ticket = invitation();
        Redeemed use = use(present(ticket, BOB));
        assertThat(rights.heldBy(BOB)).isEmpty();
        assertThat(rights.write(use)).isCompleted();
        assertThat(store.redeemed()).containsExactly(use);
        assertThat(store.grants()).hasSize(1);
        assertThat(rights.heldBy(BOB)).isEmpty();
        assertThat(rights.written(use, null).chain()).isEqualTo(use.chain());
        assertThat(rights.heldBy(BOB)).hasSize(1);
        assertThat(present(ticket, BOB).chain()).isEqualTo(use.chain());
    }

    @Test
    void whoDiedBetweenWritingAndTellingKnowsWhoseItIs() {
        Bytes ticket = invitation();
        Redeemed use = use(present(ticket, BOB));
        rights.write(use);
        reboot();
        assertThat(rights.restore("hello")).isEqualTo(Set.of(BOB));
        assertThat(present(ticket, CAROL).refused()).isEqualTo(Reason.DENIED);
        assertThat(present(ticket, BOB).chain()).isEqualTo(use.chain());
    }

    @Test
    void whatCannotBeWrittenIsNobodysAndMayBeTriedAgain() {
        Bytes ticket = invitation();
        Redeemed use = use(present(ticket, BOB));
        store.close();
        assertThat(rights.write(use)).isCompletedExceptionally();
        assertThat(rights.written(use, new IllegalStateException()).refused()).isEqualTo(Reason.OVERLOADED);
        assertThat(rights.heldBy(BOB)).isEmpty();
        assertThat(use(present(ticket, CAROL)).holder()).isEqualTo(CAROL);
    }

    @Test
    void whatWasTakenBackWhileItWasWrittenIsNotGiven() {
        Bytes ticket = invitation();
        Redeemed use = use(present(ticket, BOB));
        rights.write(use);
        revoke(new Revoking.OfMission("hello"));
        assertThat(rights.written(use, null).refused()).isEqualTo(Reason.REVOKED);
        assertThat(rights.heldBy(BOB)).isEmpty();
        assertThat(store.grants()).isEmpty();
    }

    @Test
    void aRevocationByDateTakesTheTicketsOfBeforeForGood() {
        Bytes ticket = invitation();
        revoke(new Revoking.IssuedBefore(now));
        Bytes later = invitation();
        reboot();
        assertThat(present(ticket, BOB).refused()).isEqualTo(Reason.REVOKED);
        assertThat(present(later, BOB).use()).isNotNull();
    }
}
