package io.comity.filter;

import io.comity.detached.Json;
import io.comity.filter.Messages.Block;
import io.comity.filter.Messages.Colour;
import io.comity.filter.Messages.Header;
import io.comity.filter.Messages.Party;
import io.comity.filter.Messages.Vote;
import io.comity.filter.Messages.Wish;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What {@code docs/protocol/filters-vectors.json} holds. */
final class FilterVectors {
    private static final List<String> TEXTS = List.of(
            "everything",
            "nothing",
            "type = Block",
            "type in (Block, \"List<String>\", Vote)",
            "header.height > 100",
            "header.height >= -9223372036854775808",
            "header.height != 9223372036854775807",
            "big = 1000000000000000000000000000000",
            "big < -18446744073709551616",
            "big > 1.0E29",
            "ratio > 0.1",
            "ratio = 0.10000000149011612",
            "weight = 0.0",
            "weight exists",
            "not weight != 0",
            "sender.name prefix \"al\"",
            "sender.name > \"z\"",
            "sender.name in (\"\\u0007\\\"\\\\ \u00e9\ud83d\ude00\", \"alice\")",
            "kind = RED",
            "kind in (BLUE, GREEN)",
            ".type = BLUE",
            "cause = \"Wish\"",
            "cause.by.id = h'00000000000000010000000000000002'",
            "header.parent prefix h'01'",
            "header.parent < h'0101'",
            "header.at = 2026-01-31T12:00:00Z",
            "header.at < -1000000000-01-01T00:00:00Z",
            "took >= 1.5s",
            "took = -0.000000001s",
            "done = true",
            "done in (false, true)",
            "tags exists",
            "pair exists",
            "rank = 3",
            "rank <= 3.5",
            "nowhere.at.all exists",
            "mixed in (false, 1, 1.5, 9223372036854775808, \"\", \"a\", h'', h'00', 1970-01-01T00:00:00Z)",
            "type = Block and (done = true or took > 60s) and not (kind = RED and weight exists)",
            "not not type = Vote");

    /** Not the one form of anything, or beyond a bound. */
    private static final Map<String, String> REFUSED = refused();

    private FilterVectors() {}

    private static Map<String, String> refused() {
        Map<String, String> refused = new LinkedHashMap<>();
        refused.put("no version", "8100");
        refused.put("another version", "82028100");
        refused.put("a kind that is not known", "8201810a");
        refused.put("something after it", "8201810000");
        refused.put("nothing after the head of a kind", "82018106");
        refused.put("types of none", "82018102");
        refused.put("types that fall", "82018302616261" + "61");
        refused.put("a type twice", "82018302616161" + "61");
        refused.put("a type with a line feed", "8201820261" + "0a");
        refused.put("a path of none", "8201820680");
        refused.put("a path of nine", "8201820689" + "6161".repeat(9));
        refused.put("a step that is no name", "82018206816161".replace("6161", "6120"));
        refused.put("an operator that is not known", "82018403816161" + "06" + "820005");
        refused.put("a literal of a kind that is not known", "82018403816161" + "00" + "820805");
        refused.put("a small number in the form of a large one", "82018403816161" + "00" + "82014105");
        refused.put("a decimal that is no number", "82018403816161" + "00" + "8202487ff8000000000000");
        refused.put("a decimal below zero that is zero", "82018403816161" + "00" + "8202488000000000000000");
        refused.put("an instant with too many nanoseconds", "82018403816161" + "00" + "8306001a3b9aca00");
        refused.put("an in of one", "82018304816161" + "820005");
        refused.put("an in with a value twice", "82018404816161" + "820005" + "820005");
        refused.put("an in with two forms of one value", "82018404816161" + "820005" + "8202484014000000000000");
        refused.put("an in that falls", "82018404816161" + "820005" + "820003");
        refused.put("a prefix that is a number", "82018305816161" + "820005");
        refused.put("an and of one", "820182078100");
        refused.put("an and in an and", "8201830783078100" + "8100" + "8100");
        refused.put("an or in an or", "8201830883088100" + "8100" + "8100");
        refused.put("seventeen deep", "8201" + "8209".repeat(16) + "8100");
        refused.put("more parts than 256", "8201" + "99010107" + "8100".repeat(256));
        return refused;
    }

    private static Map<String, Messages.Event> messages() {
        Party alice = new Party("alice", new UUID(1, 2));
        Map<String, Messages.Event> messages = new LinkedHashMap<>();
        messages.put(
                "a block",
                new Block(
                        new Header(101, Instant.parse("2026-01-31T12:00:00Z"), new byte[] {1, 2}),
                        Optional.of(alice),
                        Colour.RED,
                        List.of(),
                        Double.NaN,
                        0.1f,
                        BigInteger.TEN.pow(30),
                        Duration.ofMillis(1_500),
                        true,
                        new Wish(7, alice)));
        messages.put(
                "another block",
                new Block(
                        new Header(Long.MIN_VALUE, Instant.MIN, new byte[0]),
                        Optional.empty(),
                        Colour.BLUE,
                        List.of("a", "b"),
                        -0.0,
                        Float.NEGATIVE_INFINITY,
                        BigInteger.ONE.shiftLeft(64).negate().subtract(BigInteger.ONE),
                        Duration.ofNanos(-1),
                        false,
                        Messages.Chance.LUCK));
        messages.put("a vote", new Vote(5, "", Optional.of(Optional.of(3)), Colour.BLUE, List.of(1, 2)));
        messages.put("a signal", Messages.Signal.STOP);
        return messages;
    }

    static Map<String, Object> all() {
        List<Object> filters = new ArrayList<>();
        TEXTS.forEach(text -> filters.add(
                Json.object("text", text, "filter", Filter.parse(text).encode().toHex())));
        List<Object> refused = new ArrayList<>();
        REFUSED.forEach((name, hex) -> refused.add(Json.object("name", name, "bytes", hex)));
        List<Object> bodies = new ArrayList<>();
        messages().forEach((name, event) -> bodies.add(body(name, event)));
        bodies.add(hostile("ends early", "a1616119" + "03"));
        bodies.add(hostile("has a field twice", "a26472616e6b036472616e6b04"));
        bodies.add(hostile("has a number in a longer form than it needs", "a16472616e6b1803"));
        bodies.add(hostile("has an array of one in an array of one", "a16472616e6b818103"));
        bodies.add(hostile("has a fault behind a field", "a26472616e6b0361" + "61f6"));
        bodies.add(hostile("has bytes for a number", "a16472616e6b4103"));
        return Json.object(
                "about",
                "See filters.md. Each filter reads from its text and encodes to its bytes, and back. Of the messages, matches lists"
                        + " the texts of all filters above that match.",
                "filters",
                filters,
                "refused",
                refused,
                "messages",
                bodies);
    }

    private static Map<String, Object> body(String name, Messages.Event event) {
        Messages.Encoded encoded = Messages.encode(event);
        List<Object> matches = new ArrayList<>();
        TEXTS.stream()
                .filter(text -> PlainFilter.holds(Filter.parse(text), event))
                .forEach(matches::add);
        return Json.object(
                "name",
                name,
                "type",
                encoded.type(),
                "body",
                java.util.HexFormat.of().formatHex(encoded.body()),
                "matches",
                matches);
    }

    /** Bodies that no message has: what holds of them is said by the bytes alone. */
    private static Map<String, Object> hostile(String name, String hex) {
        byte[] body = java.util.HexFormat.of().parseHex(hex);
        List<Object> matches = new ArrayList<>();
        TEXTS.stream()
                .filter(text -> Filter.parse(text).matcher().matches("Vote", body))
                .forEach(matches::add);
        return Json.object("name", name, "type", "Vote", "body", hex, "matches", matches);
    }
}
