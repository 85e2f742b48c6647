package io.comity.harness.programs;

import io.comity.examples.attack.Stranger;
import io.comity.examples.attack.Wires;
import io.comity.examples.process.Dialogue;
import io.comity.examples.process.Program;
import io.comity.identity.KeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.mission.Reason;
import io.comity.transport.Address;
import io.comity.transport.Transport;
import io.comity.wire.UrMessage;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** A key without a grant that speaks the link protocol by hand, and so can say what no node would. */
public final class StrangerMain implements Program {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final byte[] BODY = {(byte) 0x80};

    private final KeyHolder key = MemoryKeyHolder.generate(new SecureRandom());

    private StrangerMain() {}

    public static void main(String[] arguments) throws Exception {
        Dialogue.serve(toParent -> new StrangerMain());
    }

    /** {@code try address owner casts}: casts to as many table indexes; answers what it heard, by kind. */
    @Override
    public String answer(String command, String rest) throws IOException {
        String[] words = rest.split(" ");
        Address target = Address.parse(words[0]).orElseThrow();
        NodeId owner = NodeId.parse(words[1]).toOptional().orElseThrow();
        Transport transport = Wires.open(target.transport(), key);
        try (Stranger stranger = Stranger.dial(transport, target, owner, key, DEADLINE)) {
            return heard(stranger, Integer.parseInt(words[2])).toString();
        } finally {
            transport.close();
        }
    }

    private static Map<String, Integer> heard(Stranger stranger, int casts) {
        stranger.say(new UrMessage.Ready());
        for (int ref = 0; ref < casts; ref++) {
            stranger.cast(ref, 0, BODY);
        }
        Map<String, Integer> heard = new TreeMap<>();
        for (int refusals = 0; refusals < casts; ) {
            UrMessage message = stranger.hear(DEADLINE);
            if (message == null) {
                break;
            }
            refusals += message instanceof UrMessage.Refuse ? 1 : 0;
            heard.merge(kind(message), 1, Integer::sum);
        }
        return heard;
    }

    private static String kind(UrMessage message) {
        return message instanceof UrMessage.Refuse refuse
                ? Reason.ofCode(refuse.reason()).map(Reason::label).orElse("unknown")
                : message.getClass().getSimpleName();
    }

    @Override
    public void close() {
        // Nothing stays open between two commands.
    }
}
