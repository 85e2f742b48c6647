package io.comity.mission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comity.identity.Bytes;
import io.comity.wire.CborReader;
import io.comity.wire.CborWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CaveatsTest {
    private static final Kind GREET = new Kind("greeter", "Greet");
    private static final Kind NOTE = new Kind("greeter", "Note");
    private static final Caveats ALL = Caveats.NONE
            .notBefore(People.NOW)
            .until(People.LATER)
            .rate(5, Duration.ofSeconds(1))
            .burst(10)
            .inFlight(3)
            .quota(1_000)
            .maxBytes(4_096)
            .evidence(Evidence.BATCH)
            .depth(2)
            .only(GREET, Kind.all("clock"));

    private static byte[] encode(Caveats caveats) {
        CborWriter out = new CborWriter(64, 1 << 16);
        CaveatCodec.write(out, caveats);
        return out.toByteArray();
    }

    private static boolean isRead(byte[] bytes) {
        CborReader in = new CborReader(bytes, 0, bytes.length);
        CaveatCodec.read(in);
        return in.finish() == null;
    }

    private static boolean isRead(String hex) {
        return isRead(Bytes.ofHex(hex).toArray());
    }

    // Their bytes.

    @Test
    void comeBackAsTheyWere() {
        for (Caveats caveats : List.of(Caveats.NONE, ALL, Caveats.NONE.only(), Caveats.NONE.quota(0))) {
            byte[] bytes = encode(caveats);
            CborReader in = new CborReader(bytes, 0, bytes.length);
            assertThat(CaveatCodec.read(in)).isEqualTo(caveats);
            assertThat(in.finish()).isNull();
        }
    }

    @Test
    void haveOneForm() {
        assertThat(Bytes.of(encode(Caveats.NONE.quota(24).every(Duration.ofNanos(1))))
                        .toHex())
                .isEqualTo("840301061818");
        assertThat(Bytes.of(encode(Caveats.NONE.only(NOTE, GREET))).toHex())
                .isEqualTo("820a8467677265657465726547726565746767726565746572644e6f7465");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "820b00", // a key that is not known
                "820001", // key 0
                "8406010301", // falling keys, and one element short
                "84060a0301", // falling keys
                "8406010601", // a key twice
                "8106", // a key without a value
                "820341", // text where a number is
                "820300", // an interval of 0
                "820803", // evidence that is not known
                "820908", // depth 8
                "820a816767726565746572", // an engine without a type
                "820a846767726565746572644e6f74656767726565746572654772656574", // not sorted
                "820a8467677265657465726547726565746767726565746572654772656574", // one twice
                "820a82654772656574654772656574", // an engine that cannot be called so
                "820a826767726565746572621b5b", // an escape in a type
                "a10601", // a map
                "8206", // cut off
                ""
            })
    void areRefusedWhenTheyAreNotThatForm(String hex) {
        assertThat(isRead(hex)).isFalse();
    }

    @Test
    void noiseIsAValueAndNoException() {
        Random random = new Random(1);
        byte[] good = encode(ALL);
        for (int i = 0; i < 20_000; i++) {
            byte[] bad = good.clone();
            for (int flips = random.nextInt(3); flips >= 0; flips--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            CborReader in = new CborReader(bad, 0, bad.length);
            Caveats read = CaveatCodec.read(in);
            if (in.finish() == null) {
                assertThat(encode(read)).isEqualTo(bad);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Caveat.class)
    void eachIsHeldToItsRange(Caveat caveat) {
        for (long value : List.of(caveat.min(), caveat.max())) {
            assertThat(isRead(encode(Caveats.NONE.with(caveat, value)))).isTrue();
        }
        assertThatThrownBy(() -> Caveats.NONE.with(caveat, caveat.min() - 1)).isInstanceOf(MissionException.class);
        assertThatThrownBy(() -> Caveats.NONE.with(caveat, caveat.max() + 1)).isInstanceOf(MissionException.class);
        byte[] above = new CborWriter(16, 16)
                .array(2)
                .uint(caveat.key())
                .uint(caveat.max() + 1)
                .toByteArray();
        assertThat(isRead(above)).isFalse();
    }

    @Test
    void nameAsManyKindsAsTheyMayAndNotOneMore() {
        List<Kind> kinds = new ArrayList<>(IntStream.range(0, Caveats.MAX_KINDS)
                .mapToObj(i -> new Kind("e" + i, "T"))
                .toList());
        assertThat(isRead(encode(Caveats.NONE.only(kinds)))).isTrue();
        kinds.add(Kind.all("one-more"));
        assertThatThrownBy(() -> Caveats.NONE.only(kinds)).isInstanceOf(MissionException.class);
    }

    @Test
    void aKindIsCalledAsEnginesAndTypesAre() {
        assertThat(new Kind("a/b", "t".repeat(128)).type()).hasSize(128);
        for (List<String> bad : List.of(
                List.of("", "T"),
                List.of("a/", "T"),
                List.of("a".repeat(65), "T"),
                List.of("a", "t".repeat(129)),
                List.of("a", "ü".repeat(65)),
                List.of("a", "\u001b[2J"),
                List.of("a", "a\u202eb"),
                List.of("a", "a b"))) {
            assertThatThrownBy(() -> new Kind(bad.get(0), bad.get(1)))
                    .isInstanceOf(MissionException.class)
                    .hasMessageNotContainingAny("\u001b", "\u202e");
        }
    }

    // Their order.

    @ParameterizedTest
    @EnumSource(value = Caveat.class, names = "DEPTH", mode = EnumSource.Mode.EXCLUDE)
    void aChildMayStateTheSameOrNarrowerAndNotOneWider(Caveat caveat) {
        long value = caveat == Caveat.EVIDENCE ? 1 : caveat.min() + 5;
        long wider = caveat.narrows(value + 1, value) ? value - 1 : value + 1;
        long narrower = caveat.narrows(value + 1, value) ? value + 1 : value - 1;
        Caveats parent = Caveats.NONE.with(caveat, value).depth(1);
        assertThat(parent.widenedBy(Caveats.NONE.with(caveat, value))).isEmpty();
        assertThat(parent.widenedBy(Caveats.NONE.with(caveat, narrower))).isEmpty();
        assertThat(parent.widenedBy(Caveats.NONE.with(caveat, wider))).contains(caveat.name());
        assertThat(parent.narrowedBy(Caveats.NONE).get(caveat)).contains(value);
        assertThat(parent.narrowedBy(Caveats.NONE.with(caveat, narrower)).get(caveat))
                .contains(narrower);
        assertThat(Caveats.NONE.depth(1).widenedBy(Caveats.NONE.with(caveat, wider)))
                .isEmpty();
    }

    @Test
    void depthCountsDown() {
        Caveats parent = Caveats.NONE.depth(2);
        assertThat(parent.widenedBy(Caveats.NONE.depth(1))).isEmpty();
        assertThat(parent.widenedBy(Caveats.NONE.depth(2))).contains("DEPTH");
        assertThat(parent.narrowedBy(Caveats.NONE).depth()).isEqualTo(1);
        assertThat(parent.narrowedBy(Caveats.NONE.depth(0)).depth()).isZero();
        assertThat(Caveats.NONE.depth()).as("of a root that does not say").isZero();
    }

    @Test
    void kindsNarrowToPartsAndNotToOthers() {
        Caveats engine = Caveats.NONE.depth(1).only(Kind.all("greeter"));
        Caveats greet = Caveats.NONE.depth(1).only(GREET);
        assertThat(engine.widenedBy(Caveats.NONE.only(GREET, NOTE))).isEmpty();
        assertThat(engine.widenedBy(Caveats.NONE.only())).isEmpty();
        assertThat(engine.widenedBy(Caveats.NONE.only(Kind.all("clock")))).contains("KINDS");
        assertThat(greet.widenedBy(Caveats.NONE.only(GREET, NOTE))).contains("KINDS");
        assertThat(greet.widenedBy(Caveats.NONE.only(Kind.all("greeter")))).contains("KINDS");
        assertThat(engine.narrowedBy(Caveats.NONE.only(GREET)).allows("greeter", "Note"))
                .isFalse();
        assertThat(engine.narrowedBy(Caveats.NONE).allows("greeter", "Note")).isTrue();
        assertThat(Caveats.NONE.allows("greeter", "Note")).isTrue();
        assertThat(Caveats.NONE.only().allows("greeter", "Note")).isFalse();
    }

    // Their words.

    @Test
    void aRateNeverAllowsMoreThanItSays() {
        assertThat(Caveats.NONE.rate(3, Duration.ofSeconds(1)).get(Caveat.INTERVAL))
                .contains(333_333_334L);
        assertThat(Caveats.NONE.rate(4, Duration.ofSeconds(1)).get(Caveat.INTERVAL))
                .contains(250_000_000L);
        assertThatThrownBy(() -> Caveats.NONE.rate(0, Duration.ofSeconds(1))).isInstanceOf(MissionException.class);
        assertThatThrownBy(() -> Caveats.NONE.rate(1, Duration.ofDays(2))).hasMessageContaining("INTERVAL is between");
    }

    @Test
    void areSaidInWords() {
        assertThat(ALL.describe())
                .containsExactly(
                        "only anything to clock, Greet to greeter",
                        "5 times a second, up to 10 at once",
                        "at most 3 at a time waiting for a reply",
                        "1000 in all",
                        "at most 4096 bytes each",
                        "from Wednesday, 25 November 2026, 12:00 UTC",
                        "until Wednesday, 25 November 2026, 13:00 UTC",
                        "signed in batches, as evidence",
                        "may be passed on, and on again, 2 times");
        assertThat(Caveats.NONE.describe()).containsExactly("not to be passed on");
        assertThat(Caveats.NONE.only().describe()).startsWith("nothing at all");
    }

    @Test
    void aRateIsSaidInTheUnitThatFits() {
        assertThat(rate(3, Duration.ofSeconds(1))).isEqualTo("3 times a second, up to 3 at once");
        assertThat(rate(1, Duration.ofSeconds(1))).isEqualTo("once a second");
        assertThat(rate(7, Duration.ofMinutes(1))).isEqualTo("7 times a minute, up to 7 at once");
        assertThat(rate(7, Duration.ofHours(1))).isEqualTo("7 times an hour, up to 7 at once");
        assertThat(rate(11, Duration.ofDays(1))).isEqualTo("11 times a day, up to 11 at once");
        assertThat(rate(1, Duration.ofDays(1))).isEqualTo("once a day");
        assertThat(rate(1_000_000, Duration.ofSeconds(1))).startsWith("1000000 times a second");
    }

    private static String rate(long messages, Duration period) {
        return Caveats.NONE.rate(messages, period).describe().get(0);
    }
}
