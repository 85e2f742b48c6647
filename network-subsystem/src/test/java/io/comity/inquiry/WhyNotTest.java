package io.comity.inquiry;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.inquiry.MissionOutline.Part;
import io.comity.inquiry.Obstacle.Kind;
import io.comity.inquiry.Overview.Encounter;
import io.comity.mission.Caveats;
import io.comity.mission.Reason;
import io.comity.proxy.Acquaintance;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class WhyNotTest {
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
    private static final NodeId BOB = new NodeId(Bytes.of(new byte[32]));
    private static final MissionOutline HELLO =
            new MissionOutline("hello", List.of(new Part("greeter", true, List.of("Greet"))));
    private static final MissionOutline ABSENT =
            new MissionOutline("absent", List.of(new Part("ghost", false, List.of())));
    private static final Acquaintance CONNECTED = new Acquaintance(true, "", Map.of(), Map.of());

    private static Encounter bob(Map<String, Reason> ended, Set<String> takenBack, Acquaintance now) {
        return new Encounter(BOB, false, true, ended, takenBack, now);
    }

    private static HeldGrant grant(String mission, Caveats limits, @Nullable Reason refused) {
        return new HeldGrant(
                Bytes.EMPTY,
                BOB,
                mission,
                limits,
                List.of(),
                7,
                Optional.ofNullable(refused),
                refused == Reason.THROTTLED ? Duration.ofSeconds(3) : Duration.ZERO);
    }

    private static List<Obstacle> ours(String mission, Encounter other, HeldGrant... grants) {
        return WhyNot.ours(new Overview(NOON, List.of(ABSENT, HELLO), List.of(grants), Optional.of(other)), mission);
    }

    private static Obstacle only(List<Obstacle> found) {
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    // What the owner sees.

    @Test
    void nothingKeepsWhoMayFromIt() {
        assertThat(ours("hello", bob(Map.of(), Set.of(), CONNECTED), grant("hello", Caveats.NONE, null)))
                .isEmpty();
    }

    @Test
    void aMissionThatIsNotThereIsNamedWithTheOneThatWasMeant() {
        Obstacle found = only(ours("helo", bob(Map.of(), Set.of(), CONNECTED)));
        assertThat(found.kind()).isEqualTo(Kind.NO_SUCH_MISSION);
        assertThat(found.text()).contains("did you mean \"hello\"?").contains("it defines absent, hello");
    }

    @Test
    void whoHoldsNothingIsToldWhyAsFarAsThatIsRemembered() {
        assertThat(only(ours("hello", bob(Map.of(), Set.of(), CONNECTED))).kind())
                .isEqualTo(Kind.NOT_GRANTED);
        assertThat(only(ours("hello", bob(Map.of("hello", Reason.EXPIRED), Set.of(), CONNECTED)))
                        .kind())
                .isEqualTo(Kind.EXPIRED);
        assertThat(only(ours("hello", bob(Map.of("hello", Reason.REVOKED), Set.of(), CONNECTED)))
                        .kind())
                .isEqualTo(Kind.REVOKED);
        assertThat(only(ours("hello", bob(Map.of("other", Reason.EXPIRED), Set.of("hello"), CONNECTED)))
                        .kind())
                .isEqualTo(Kind.REVOKED);
    }

    @Test
    void whatAGrantDoesNotAllowNowIsSaidByItsKind() {
        Encounter other = bob(Map.of(), Set.of(), CONNECTED);
        Caveats early = Caveats.NONE.notBefore(NOON.plusSeconds(60));
        Caveats over = Caveats.NONE.until(NOON);
        assertThat(only(ours("hello", other, grant("hello", Caveats.NONE.quota(7), Reason.EXPIRED)))
                        .kind())
                .isEqualTo(Kind.SPENT);
        assertThat(only(ours("hello", other, grant("hello", over, Reason.EXPIRED)))
                        .kind())
                .isEqualTo(Kind.EXPIRED);
        assertThat(only(ours("hello", other, grant("hello", early, Reason.THROTTLED)))
                        .kind())
                .isEqualTo(Kind.NOT_YET);
        assertThat(only(ours("hello", other, grant("hello", Caveats.NONE, Reason.THROTTLED))))
                .matches(found -> found.kind() == Kind.THROTTLED && found.text().contains("3.0 s"));
        assertThat(only(ours("hello", other, grant("hello", Caveats.NONE, Reason.REVOKED)))
                        .kind())
                .isEqualTo(Kind.REVOKED);
    }

    @Test
    void oneGrantThatLetsMessagesPassIsEnough() {
        assertThat(ours(
                        "hello",
                        bob(Map.of(), Set.of(), CONNECTED),
                        grant("hello", Caveats.NONE, Reason.THROTTLED),
                        grant("hello", Caveats.NONE, null)))
                .isEmpty();
    }

    @Test
    void whatTheDiskHasYetToCountIsNoObstacle() {
        HeldGrant fresh = new HeldGrant(
                Bytes.EMPTY,
                BOB,
                "hello",
                Caveats.NONE.quota(5),
                List.of(),
                0,
                Optional.of(Reason.THROTTLED),
                Duration.ZERO);
        assertThat(only(ours("hello", bob(Map.of(), Set.of(), CONNECTED), fresh)))
                .matches(found -> found.kind() == Kind.THROTTLED && !found.stops());
    }

    @Test
    void enginesThatDoNotRunAndLimitsThatLeaveNothingAreFound() {
        Encounter other = bob(Map.of(), Set.of(), CONNECTED);
        assertThat(only(ours("absent", other, grant("absent", Caveats.NONE, null))))
                .matches(found -> found.kind() == Kind.ENGINE_ABSENT && found.stops());
        assertThat(only(ours(
                                "hello",
                                other,
                                grant("hello", Caveats.NONE.only(io.comity.mission.Kind.all("words")), null)))
                        .kind())
                .isEqualTo(Kind.NOTHING_LEFT);
    }

    @Test
    void whoIsNotConnectedIsNoObstacleButSaid() {
        Acquaintance unreachable = new Acquaintance(false, "no route", Map.of(), Map.of());
        HeldGrant grant = grant("hello", Caveats.NONE, null);
        assertThat(only(ours("hello", bob(Map.of(), Set.of(), Acquaintance.NONE), grant)))
                .matches(found -> found.kind() == Kind.NOT_CONNECTED && !found.stops());
        assertThat(only(ours("hello", bob(Map.of(), Set.of(), unreachable), grant)))
                .matches(found -> found.kind() == Kind.UNREACHABLE && !found.stops());
    }

    @Test
    void whoTheSettingsRefuseIsToldSo() {
        Encounter refused = new Encounter(BOB, true, true, Map.of(), Set.of(), CONNECTED);
        assertThat(only(ours("hello", refused, grant("hello", Caveats.NONE, null)))
                        .kind())
                .isEqualTo(Kind.REFUSED);
    }

    // What a holder sees.

    private static Obstacle theirs(boolean isFindable, Acquaintance now) {
        return only(WhyNot.theirs(new Overview(
                NOON,
                List.of(),
                List.of(),
                Optional.of(new Encounter(BOB, false, isFindable, Map.of(), Set.of(), now)))));
    }

    @Test
    void aHolderSeesWhatItsSideKnowsAndNoMore() {
        assertThat(theirs(false, Acquaintance.NONE).kind()).isEqualTo(Kind.NEVER_MET);
        assertThat(theirs(true, Acquaintance.NONE))
                .matches(found -> found.kind() == Kind.NOT_CONNECTED && !found.stops());
        assertThat(theirs(true, new Acquaintance(false, "no route", Map.of(), Map.of()))
                        .kind())
                .isEqualTo(Kind.UNREACHABLE);
        assertThat(theirs(true, CONNECTED).kind()).isEqualTo(Kind.NOT_TOLD);
        assertThat(theirs(true, new Acquaintance(true, "", Map.of("greeter", List.of("Greet")), Map.of())))
                .matches(found -> found.kind() == Kind.TOLD && !found.stops());
        assertThat(theirs(true, new Acquaintance(true, "", Map.of(), Map.of("greeter", Reason.REVOKED))))
                .matches(found -> found.kind() == Kind.REVOKED && found.stops());
        assertThat(theirs(true, new Acquaintance(true, "", Map.of(), Map.of("greeter", Reason.EXPIRED)))
                        .kind())
                .isEqualTo(Kind.EXPIRED);
    }

    // Who can.

    @Test
    void whoCanIsNarrowedByMissionAndEngine() {
        HeldGrant hello = grant("hello", Caveats.NONE, null);
        HeldGrant absent = grant("absent", Caveats.NONE, null);
        Overview overview = new Overview(NOON, List.of(ABSENT, HELLO), List.of(hello, absent), Optional.empty());
        assertThat(overview.whoCan(Optional.empty(), Optional.empty())).containsExactly(hello, absent);
        assertThat(overview.whoCan(Optional.of("hello"), Optional.empty())).containsExactly(hello);
        assertThat(overview.whoCan(Optional.empty(), Optional.of("ghost"))).containsExactly(absent);
        assertThat(overview.whoCan(Optional.of("hello"), Optional.of("ghost"))).isEmpty();
    }
}
