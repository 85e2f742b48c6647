package io.comity.examples.demo;

import io.comity.examples.attack.Assault;
import io.comity.examples.attack.Damage;
import io.comity.examples.attack.Tap;
import io.comity.examples.process.Dialogue;
import io.comity.examples.process.Program;
import io.comity.identity.KeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.transport.Address;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Mallory's process: a key, no grant, and a place on the line between Bob and Alice. Everything she does stays on loopback. */
public final class MalloryMain implements Program {
    static final int REPLAYS = 5;
    static final int FLIPS = 24;

    /** The handshake of a link begins with its first bytes; beyond these come Bob's records. */
    private static final int HANDSHAKE_BYTES = 440;

    private static final long SEED = 20_261_121;

    private final KeyHolder key = MemoryKeyHolder.generate(new SecureRandom());
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
                return Lines.write(Intrusion.attempt(key, rest.split(" ")));
            case "frames":
                return Lines.write(Assault.frames(address(rest)));
            case "frames-in-tls":
                return Lines.write(Assault.framesInTls(address(rest), key));
            case "false-certificate":
                return Lines.write(Assault.falseCertificate(address(rest), key));
            case "replay":
                return Lines.write(Assault.repeat(address(rest), Collections.nCopies(REPLAYS, tap().recorded())));
            case "flip":
                return Lines.write(Assault.repeat(
                        address(rest), Damage.flipped(tap().recorded(), HANDSHAKE_BYTES, FLIPS, new Random(SEED))));
            case "damage":
                tap().damageNext();
                return "";
            default:
                throw new IllegalArgumentException("Mallory does not know " + command);
        }
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
