package io.comity.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comity.engine.Protocol;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FilterCheckTest {
    private static void refused(String text, String why) {
        assertThatThrownBy(() -> Filter.parse(text).check(Messages.PROTOCOL))
                .isInstanceOf(FilterException.class)
                .hasMessage(why);
    }

    private static void accepted(String text) {
        assertThat(Filter.parse(text, Messages.PROTOCOL)).isEqualTo(Filter.parse(text));
    }

    @Test
    void whatCanMatchIsAccepted() {
        List.of(
                        "everything",
                        "type = Signal",
                        "type != Block and name = \"x\"",
                        "height > 5 or header.height > 5",
                        "sender exists and not tags exists",
                        "cause.code = 5 and cause.by.name prefix \"al\"",
                        "cause in (Wish, LUCK)".replace("LUCK", "Chance"),
                        "rank = 3",
                        "ratio = 0.5 and weight = 0.1 and ratio > 0.1",
                        "header.height > 5.5 and header.height < 7",
                        "not (type = Vote or took > 5s)",
                        ".type = RED and type = Vote",
                        "sender.id prefix h'00' and sender.id = u'00000000-0000-0000-0000-000000000000'")
                .forEach(FilterCheckTest::accepted);
    }

    @Test
    void whatIsNotThereIsNamedWithTheNearest() {
        refused("type = Blok", "type = Blok: Messages.Event has no such type; did you mean Block?");
        refused("type = Vote and heigt > 5", "heigt: Vote has no such field; did you mean height?");
        refused("header.heigt > 5", "header.heigt: header has no such field; did you mean header.height?");
        refused("cause.by.nme = a", "cause.by.nme: cause.by has no such field; did you mean cause.by.name?");
        refused(
                "type = Vote and sender exists",
                "sender: Vote has no such field; there is height, name, pair, rank, type");
        refused("type = Signal and name = a", "name: Signal has no fields that a filter could look into");
        refused("tags.x = 1", "tags.x: tags has no fields that a filter could look into");
        refused("kind = REDD", "kind: an enum is never REDD; did you mean RED?");
        refused("cause = Wosh", "cause: a choice is never Wosh; did you mean Wish?");
        refused("name = a or heigt = 1", "heigt: Block, Signal, Vote has no such field; did you mean height?");
    }

    @Test
    void whatIsNeverSoIsRefusedWithACure() {
        refused("height = \"5\"", "height: a whole number is never \"5\"; write a whole number");
        refused("height = 5.5", "height: a whole number is never 5.5; write a whole number");
        refused("name = 5", "name: a text is never 5; write it in quotes");
        refused("ratio = 0.1", "ratio: a number of 32 bits is never 0.1; the nearest is 0.10000000149011612");
        refused("header.at > 5", "header.at: an instant is never 5; write it as 2026-01-31T12:00:00Z, without quotes");
        refused("took = 5", "took: a duration is never 5; write it as 1.5s");
        refused("done > false", "done: a boolean has no order; use =, != or in");
        refused("kind < RED", "kind: an enum has no order; use =, != or in");
        refused("kind in (RED, BLU)", "kind: an enum is never BLU; did you mean BLUE?");
        refused("header = 5", "header: is a record; compare one of its fields: height, at, parent");
        refused("tags = a", "tags: a list, set or map cannot be compared; only exists can be asked");
        refused("height prefix \"5\"", "height: a whole number has no such prefix; prefix is for text and bytes");
        refused("header.parent = 5", "header.parent: a run of bytes is never 5; write h'…' with hex digits");
        refused("sender.id = h'00'", "sender.id: a UUID is never h'00'; write u'00000000-0000-0000-0000-000000000000'");
    }

    @Test
    void contradictionsAreRefused() {
        refused("type = Block and type = Vote", "type = Vote: no message is both this and Block");
        refused("type = Vote and not type = Vote", "not type = Vote: no type is left; there is Vote");
        refused("height > 5 and height < 3", "height > 5 and height < 3: no value is both");
        refused("height > 5 and height <= 5", "height > 5 and height <= 5: no value is both");
        refused("name = a and name = b", "name = \"a\" and name = \"b\": no value is both");
        refused("name prefix \"b\" and name < \"b\"", "name prefix \"b\" and name < \"b\": no value is both");
        refused("nothing", "nothing: no message matches it; leave the subscription out");
        assertThatThrownBy(() -> Filter.parse("header exists and rank exists").check(Messages.PROTOCOL))
                .hasMessageContaining("rank");
    }

    @Test
    void thePlaceIsShownInTheText() {
        assertThatThrownBy(() -> Filter.parse("type = Block and heder.height > 5", Messages.PROTOCOL))
                .isInstanceOf(FilterException.class)
                .hasMessage("""
                        column 18: heder.height: Block has no such field; did you mean header?
                          type = Block and heder.height > 5
                                           ^""");
    }

    sealed interface Tree {}

    record Leaf(int value) implements Tree {}

    record Fork(Tree left, Tree right) implements Tree {}

    record Twig(Tree left) implements Tree {}

    record Thorn(Tree left) implements Tree {}

    /** There are 3^8 ways along this path, and each type is still looked at once a step. */
    @Test
    void typesThatLeadBackToThemselvesTakeNoLonger() {
        Protocol<Tree> protocol = Protocol.of(Tree.class);
        Filter filter = Filter.field(String.join(".", Collections.nCopies(7, "left")) + ".value")
                .is(5);
        assertThat(filter.check(protocol)).isEqualTo(filter);
        Resolution resolution = new Resolution(Path.of(String.join(".", Collections.nCopies(8, "left"))));
        assertThat(resolution.of(protocol.layout(protocol.indexOf("Fork")))).hasSize(1);
    }

    /** What is refused matches no message that chance makes. */
    @Test
    void nothingIsRefusedThatMatches() {
        long seed = Long.getLong("comity.filter.seed", System.nanoTime());
        Random random = new Random(seed);
        RandomFilters filters = new RandomFilters(random);
        int refused = 0;
        for (int i = 0; i < 3_000; i++) {
            Filter filter = new Filter.And(List.of(filters.filter(1), filters.filter(1)));
            if (filter.text().matches(".*(!=| in |(kind|type|cause|done) ([<>]|prefix)).*")) {
                continue; // refused for what it says rather than for what it matches
            }
            try {
                filter.check(Messages.PROTOCOL);
            } catch (FilterException e) {
                refused++;
                for (int j = 0; j < 20; j++) {
                    Messages.Event event = Messages.event(random);
                    assertThat(Messages.matches(filter, event))
                            .as("seed %s: %s on %s", seed, filter.text(), event)
                            .isFalse();
                }
            }
        }
        assertThat(refused).isPositive();
    }
}
