package io.comity.examples.demo;

import io.comity.examples.attack.ArteryAttacks;
import io.comity.examples.attack.Damage;
import io.comity.examples.attack.RawSocket;
import io.comity.examples.attack.Tap;
import io.comity.examples.process.Dialogue;
import io.comity.examples.process.Program;
import io.comity.transport.Address;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Mallory's process: a key, no grant, and a place on the line between Bob and Alice. Everything she does stays on loopback. */
public final class MalloryMain implements Program {
    static final int REPLAYS = 5;
    static final int FLIPS = 24;
    static final int FRAMES = new ArteryAttacks("comity", "127.0.0.1", 1).all().size();

    /** The handshake of a link begins with its first bytes; beyond these come Bob's records. */
    private static final int HANDSHAKE_BYTES = 400;

    private static final long SEED = 20_261_121;
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    /** How many connections were made, and how many of them Alice left open. */
    record Thrown(int connections, int leftOpen) {}

    private @Nullable Tap tap;

    private MalloryMain() {}

    public static void main(String[] arguments) throws Exception {
        Dialogue.serve(toParent -> new MalloryMain());
    }

    @Override
    public String answer(String command, String rest) throws Exception {
        switch (command) {
            case "tap":
                tap = Tap.on(address(rest));
                return tap.address().toString();
            case "stranger":
                return Lines.write(Intrusion.attempt(rest.split(" ")));
            case "frames":
                return Lines.write(frames(address(rest)));
            case "replay":
                return Lines.write(send(address(rest), Collections.nCopies(REPLAYS, tap().recorded())));
            case "flip":
                return Lines.write(send(
                        address(rest), Damage.flipped(tap().recorded(), HANDSHAKE_BYTES, FLIPS, new Random(SEED))));
            case "damage":
                tap().damageNext();
                return "";
            default:
                throw new IllegalArgumentException("Mallory does not know " + command);
        }
    }

    private static Thrown frames(Address target) throws IOException {
        int open = 0;
        List<ArteryAttacks.Attack> attacks = new ArteryAttacks("comity", target.host(), target.port()).all();
        for (ArteryAttacks.Attack attack : attacks) {
            open += RawSocket.send(target, attack.pieces(), DEADLINE) == RawSocket.Ending.CLOSED ? 0 : 1;
        }
        return new Thrown(attacks.size(), open);
    }

    private static Thrown send(Address target, List<byte[]> conversations) throws IOException {
        int open = 0;
        for (byte[] conversation : conversations) {
            RawSocket.Ending ending = RawSocket.send(target, List.of(conversation), DEADLINE);
            open += ending == RawSocket.Ending.CLOSED ? 0 : 1;
        }
        return new Thrown(conversations.size(), open);
    }

    private static Address address(String text) {
        return Address.parse(text).orElseThrow(() -> new IllegalArgumentException("no address: " + text));
    }

    private Tap tap() {
        return Objects.requireNonNull(tap, "Mallory has not tapped the line");
    }

    @Override
    public void close() {
        // Her process ends, and with it the tap.
    }
}
