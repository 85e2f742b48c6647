package io.comity.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.javadsl.Adapter;
import com.fasterxml.jackson.databind.JsonNode;
import io.comity.identity.Bytes;
import io.comity.proxy.OneSide;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The sessions of the vectors, lived by the code that lives them in a node. */
final class SessionScriptsTest {
    private static final ActorTestKit KIT = ActorTestKit.create();

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @Test
    void everyScript() {
        for (JsonNode script : VectorFile.list("sessions.json", "scripts")) {
            OneSide side = new OneSide(Adapter.toClassic(KIT.system()), Keys.BOB.nodeId(), SessionVectors.CREDIT);
            int number = 0;
            for (JsonNode step : script.get("steps")) {
                step(side, step, script.get("name") + ", step " + ++number);
            }
        }
    }

    private static void step(OneSide side, JsonNode step, String where) {
        boolean goesOn = act(side, step);
        assertThat(goesOn).as(where).isNotEqualTo(step.path("ends").asBoolean());
        List<String> said = new ArrayList<>();
        side.says().forEach(record -> said.add(VectorFile.hex(record)));
        List<String> expected = new ArrayList<>();
        step.path("says").forEach(record -> expected.add(record.asText()));
        assertThat(goesOn ? said : expected).as(where).isEqualTo(expected);
        if (step.has("session")) {
            assertThat(side.session().toHex())
                    .as(where)
                    .isEqualTo(step.get("session").asText());
            assertThat(side.received()).as(where).isEqualTo(step.get("received").asLong());
        }
    }

    private static boolean act(OneSide side, JsonNode step) {
        if (step.has("link")) {
            side.link(Bytes.ofHex(step.get("link").asText()));
        } else if (step.has("tells")) {
            byte[] message = VectorFile.bytes(step, "tells");
            side.tells(message, SessionVectors.isCast(message));
        } else if (step.has("loses")) {
            side.loses();
        } else if (step.has("beats")) {
            side.beats();
        } else {
            return side.hears(VectorFile.bytes(step, "hears"));
        }
        return true;
    }
}
