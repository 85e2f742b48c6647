package io.comity.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comity.identity.Parsed;
import io.comity.mission.Caveat;
import io.comity.mission.Caveats;
import io.comity.mission.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestTest {
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
    private static final Limits SOME = new Limits(Map.of("rate", "5/s", "until", "7d"));

    static List<Request> samples() {
        return List.of(
                new Request.Self(),
                new Request.Missions(),
                new Request.Grants(),
                new Request.Grant("hello", "bob", SOME),
                new Request.Invite("hello", Duration.ofHours(36), 3, Limits.NONE),
                new Request.Accept("invite1abc", Optional.of("alice")),
                new Request.Accept("invite1abc", Optional.empty()),
                new Request.Revoke(Request.Taken.ISSUED_BEFORE, "2h"),
                new Request.WhoCan(Optional.of("hello"), Optional.empty()),
                new Request.WhyNot("bob", "hello", true),
                new Request.WhyNot("b\"o\u2028b\n", "hello", false),
                new Request.Petname("bob", Optional.of("node1")),
                new Request.Signed(Request.Papers.EVIDENCE, Optional.of("bob"), Optional.empty()),
                new Request.Signed(Request.Papers.RECEIPTS, Optional.empty(), Optional.of("/tmp/a b.receipts")));
    }

    @Test
    void thereIsASampleOfEach() {
        assertThat(samples().stream().map(Object::getClass).distinct())
                .containsExactlyInAnyOrder(
                        Stream.of(Request.class.getPermittedSubclasses()).toArray(Class<?>[]::new));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void whatIsWrittenInOneLineIsReadBack(Request request) {
        assertThat(request.line()).doesNotContain("\n");
        assertThat(Request.read(request.line())).isEqualTo(new Parsed.Accepted<>(request));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "self",
                "[]",
                "null",
                "{",
                "{\"do\"}",
                "{\"do\":null}",
                "{}",
                "{\"do\":[\"self\"]}",
                "{\"do\":{\"do\":\"self\"}}",
                "{\"do\":\"grnat\"}",
                "{\"do\":\"self\",\"more\":1}",
                "{\"do\":\"grant\"}",
                "{\"do\":\"grant\",\"mission\":\"m\",\"holder\":\"h\",\"limits\":3}",
                "{\"do\":\"grant\",\"mission\":\"m\",\"holder\":\"h\",\"limits\":{\"speed\":\"5\"}}",
                "{\"do\":\"invite\",\"mission\":\"m\",\"uses\":\"many\"}",
                "{\"do\":\"invite\",\"mission\":\"m\",\"for\":\"ever\"}",
                "{\"do\":\"revoke\",\"what\":\"all\"}",
                "{\"do\":\"self\"}}",
                "{\"do\":\"self\" include \"/etc/passwd\"}",
                "{\"do\":${HOME}}"
            })
    void whateverElseIsToldInOneLine(String line) {
        assertThat(Request.read(line))
                .isInstanceOfSatisfying(
                        Parsed.Refused.class,
                        refused -> assertThat(refused.reason())
                                .isNotBlank()
                                .doesNotContain("\n")
                                .hasSizeLessThan(300));
    }

    @Test
    void whatWasPerhapsMeantIsNamed() {
        assertThat(Request.read("{\"do\":\"grnat\"}").toString()).contains("did you mean \"grant\"?");
    }

    @Test
    void objectsInOneAnotherAsDeepAsMayBeAndOneMore() {
        assertThat(Json.read(nested(Json.MAX_DEPTH))).isPresent();
        assertThat(Json.read(nested(Json.MAX_DEPTH + 1))).isEmpty();
        assertThat(Json.read(nested(100_000))).isEmpty();
        assertThat(Json.read("{\"a\":\"" + "[".repeat(20) + "\\\"[\"}")).isPresent();
    }

    private static String nested(int depth) {
        return "{\"a\":".repeat(depth - 1) + "{}" + "}".repeat(depth - 1);
    }

    @Test
    void anInvitationIsInNoLog() {
        Request accept = new Request.Accept("invite1secret", Optional.empty());
        assertThat(accept.toString()).doesNotContain("secret");
        assertThat(new Reply(Map.of("invitation", "invite1secret")).toString()).doesNotContain("secret");
    }

    // Limits and times.

    @Test
    void limitsAreWhatTheySay() {
        Limits all = new Limits(Map.of(
                "rate",
                "5/s",
                "burst",
                "2",
                "in-flight",
                "3",
                "quota",
                "100",
                "max-bytes",
                "64",
                "from",
                "2026-12-01",
                "until",
                "2026-12-24T18:00:00+01:00",
                "kinds",
                "greeter.Greet,my.words",
                "depth",
                "1",
                "evidence",
                "batch"));
        Caveats caveats = all.caveats(NOON);
        assertThat(caveats)
                .isEqualTo(Caveats.NONE
                        .rate(5, Duration.ofSeconds(1))
                        .burst(2)
                        .inFlight(3)
                        .quota(100)
                        .maxBytes(64)
                        .notBefore(Instant.parse("2026-12-01T00:00:00Z"))
                        .until(Instant.parse("2026-12-24T17:00:00Z"))
                        .only(new Kind("greeter", "Greet"), Kind.all("my.words"))
                        .with(Caveat.EVIDENCE, 1)
                        .depth(1));
        assertThat(all.texts().keySet()).containsExactlyInAnyOrderElementsOf(Limits.NAMES);
    }

    @ParameterizedTest
    @CsvSource({
        "rate, 5",
        "rate, 5/y",
        "rate, fast",
        "rate, 9999999999/s",
        "burst, many",
        "quota, 1.5",
        "until, tomorrow",
        "until, 2026-13-01",
        "from, 2026-12-24T18:00:00",
        "evidence, some"
    })
    void aLimitThatIsMiswrittenIsNamedWithHowToWriteIt(String name, String text) {
        assertThatThrownBy(() -> new Limits(Map.of(name, text)).caveats(NOON))
                .isInstanceOf(ControlException.class)
                .hasMessageStartingWith(name + " \"" + text + "\" is no");
    }

    @ParameterizedTest
    @CsvSource({"30s, 30", "15m, 900", "12h, 43200", "7d, 604800", "2w, 1209600"})
    void spansAreWrittenWithTheirUnit(String text, long seconds) {
        assertThat(Times.span("for", text)).isEqualTo(Duration.ofSeconds(seconds));
        assertThat(Times.moment("until", text, NOON)).isEqualTo(NOON.plusSeconds(seconds));
        assertThat(Times.past("before", text, NOON)).isEqualTo(NOON.minusSeconds(seconds));
    }

    @Test
    void whatSomebodyWroteCannotDrawOnATerminal() {
        for (String text : Arrays.asList("\u001b[2J", "a\nb", "\u202e", "x".repeat(1_000))) {
            assertThat(Fields.printable(text))
                    .doesNotContain("\u001b", "\n", "\u202e")
                    .hasSizeLessThan(80);
        }
    }
}
