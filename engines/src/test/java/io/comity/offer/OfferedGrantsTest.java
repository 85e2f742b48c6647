package io.comity.offer;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestInbox;
import io.comity.engine.EngineId;
import io.comity.engine.EngineRegistry;
import io.comity.engine.Protocol;
import io.comity.identity.Bytes;
import io.comity.identity.MemoryKeyHolder;
import io.comity.mission.Admission;
import io.comity.mission.Authority;
import io.comity.mission.Caveats;
import io.comity.mission.Chain;
import io.comity.mission.Grant;
import io.comity.mission.Holder;
import io.comity.mission.Kind;
import io.comity.mission.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an engine offers is added to a grant's mission, and nothing else of the grant changes. */
final class OfferedGrantsTest {
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final MemoryKeyHolder ALICE = MemoryKeyHolder.fromSeed(new byte[32]);
    private static final MemoryKeyHolder BOB = MemoryKeyHolder.fromSeed(seed());

    @Mission("talk")
    sealed interface Room {}

    record Say(String text) implements Room {}

    record Shout(String text) implements Room {}

    private static byte[] seed() {
        byte[] seed = new byte[32];
        seed[0] = 1;
        return seed;
    }

    private static Grant granted(Caveats caveats) {
        Authority authority = new Authority(ALICE.nodeId(), NOW.toEpochMilli(), Authority.Limits.DEFAULT, List.of());
        authority.define(new io.comity.mission.Mission("talk", Map.of()));
        Bytes chain = Chain.encode(
                authority.grant(ALICE, "talk", Holder.node(BOB.nodeId()), caveats, Bytes.of(new byte[16]), NOW));
        Chain.Sound sound = (Chain.Sound) Chain.read(chain, ALICE.nodeId(), NOW);
        return ((Admission.Accepted) authority.accept(sound.chain(), BOB.nodeId(), null, NOW, 0)).grant();
    }

    private static EngineRegistry.Entry room() {
        Protocol<Room> protocol = Protocol.of(Room.class);
        return new EngineRegistry.Entry(
                new EngineId(ALICE.nodeId(), "room"),
                TestInbox.<Object>create().getRef(),
                protocol,
                new Offers(List.of()).of("room", protocol));
    }

    private static Grant offered(Caveats caveats) {
        return Offers.complete(List.of(granted(caveats)), room()).get(0);
    }

    @Test
    void aGrantCoversWhatIsOfferedUnderItsMission() {
        assertThat(granted(Caveats.NONE).covers("room", Say.class, "Say")).isFalse();
        assertThat(offered(Caveats.NONE).covers("room", Say.class, "Say")).isTrue();
        assertThat(offered(Caveats.NONE).covers("hall", Say.class, "Say")).isFalse();
        assertThat(offered(Caveats.NONE).mission().allowed()).isEqualTo(Map.of("room", Set.of(Say.class, Shout.class)));
    }

    @Test
    void itsCaveatsHold() {
        Grant grant = offered(Caveats.NONE.only(new Kind("room", "Say")).quota(1));
        assertThat(grant.covers("room", Say.class, "Say")).isTrue();
        assertThat(grant.covers("room", Shout.class, "Shout")).isFalse();
        assertThat(grant.admit(1, false, NOW.getEpochSecond(), 0)).isEqualTo(Verdict.ADMITTED);
        assertThat(grant.admit(1, false, NOW.getEpochSecond(), 0)).isNotEqualTo(Verdict.ADMITTED);
    }

    @Test
    void itsBucketsAndItsGateAreTheSame() {
        Grant grant = granted(Caveats.NONE);
        Grant offered = Offers.complete(List.of(grant), room()).get(0);
        assertThat(offered.terms()).isSameAs(grant.terms());
        assertThat(offered.gate()).isSameAs(grant.gate());
        assertThat(offered.holder()).isEqualTo(grant.holder());
    }
}
