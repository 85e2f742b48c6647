package io.comity.engine;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import akka.pattern.StatusReply;
import io.comity.engine.Layout.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LayoutTest {
    enum Colour {
        RED,
        GREEN
    }

    sealed interface Tree {}

    record Leaf(int value, Optional<Colour> colour, List<String> tags, Instant at) implements Tree {}

    record Fork(Tree left, StatusReply<Long> status, ActorRef<Leaf> ref) implements Tree {}

    private static final Protocol<Tree> PROTOCOL = Protocol.of(Tree.class);

    private static Layout layout(String type, String... steps) {
        Layout layout = PROTOCOL.layout(PROTOCOL.indexOf(type));
        for (String step : steps) {
            layout = layout.inside(step).orElseThrow();
        }
        return layout;
    }

    @Test
    void saysWhatIsInWhat() {
        assertThat(layout("Leaf").kind()).isEqualTo(Kind.RECORD);
        assertThat(layout("Leaf").names()).containsExactly("value", "colour", "tags", "at");
        assertThat(layout("Leaf", "value").kind()).isEqualTo(Kind.INTEGER);
        assertThat(layout("Leaf", "colour").kind()).isEqualTo(Kind.OPTIONAL);
        assertThat(layout("Leaf", "colour", "").names()).containsExactly("RED", "GREEN");
        assertThat(layout("Leaf", "tags").kind()).isEqualTo(Kind.COLLECTION);
        assertThat(layout("Leaf", "at").kind()).isEqualTo(Kind.INSTANT);
        assertThat(layout("Fork", "left").kind()).isEqualTo(Kind.CHOICE);
        assertThat(layout("Fork", "left").names()).containsExactly("Fork", "Leaf");
        assertThat(layout("Fork", "status", "ok").kind()).isEqualTo(Kind.INTEGER);
        assertThat(layout("Fork", "status", "error").kind()).isEqualTo(Kind.TEXT);
        assertThat(layout("Fork", "ref").kind()).isEqualTo(Kind.OPAQUE);
    }

    @Test
    void hasNothingInsideWhereThereIsNothing() {
        assertThat(layout("Leaf").inside("no such")).isEmpty();
        assertThat(layout("Leaf", "value").inside("value")).isEmpty();
        assertThat(layout("Leaf", "colour", "").inside("RED")).isEmpty();
    }

    @Test
    void isTheSameEachTimeATypeLeadsBackToItself() {
        assertThat(layout("Fork", "left", "Fork")).isSameAs(layout("Fork"));
        assertThat(layout("Fork", "left", "Fork", "left")).isSameAs(layout("Fork", "left"));
    }
}
