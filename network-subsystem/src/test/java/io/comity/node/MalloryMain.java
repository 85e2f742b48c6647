package io.comity.node;

import io.comity.identity.KeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.mission.Chain;
import io.comity.transport.Address;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Malicious peers in a process of their own. They obey:
 * <pre>
 *  come &lt;script&gt; &lt;milliseconds&gt;   connects
 *  act                            does it for so long; how often it was done, and what she got that she may not have
 * </pre>
 */
final class MalloryMain {
    /** After which she is interrupted where she waits. */
    private static final Duration LATE = Duration.ofMillis(500);

    private final Address alice;
    private final NodeId id;
    private final Mallory.Loot loot;

    @SuppressWarnings("NullAway.Init")
    private Malice malice;

    @SuppressWarnings("NullAway.Init")
    private Mallory mallory;

    private MalloryMain(Address alice, NodeId id, Mallory.Loot loot) {
        this.alice = alice;
        this.id = id;
        this.loot = loot;
    }

    static KeyHolder key() {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) 9);
        return MemoryKeyHolder.fromSeed(seed);
    }

    /** @param args where Alice listens, and her id; the friend's; and three chains, see {@link Mallory.Loot} */
    public static void main(String[] args) throws Exception {
        Mallory.Loot loot = new Mallory.Loot(id(args[2]), chain(args[3]), chain(args[4]), chain(args[5]));
        Fork.serve(new MalloryMain(Address.parse(args[0]).orElseThrow(), id(args[1]), loot)::obey);
    }

    private static NodeId id(String text) {
        return NodeId.parse(text).toOptional().orElseThrow();
    }

    private static Chain chain(String text) {
        return Chain.parse(text, Instant.now()).toOptional().orElseThrow();
    }

    private String obey(String order) {
        String[] words = order.split(" ");
        try {
            return words[0].equals("come") ? come(words) : act();
        } catch (Exception | Error e) {
            return "0 failed: " + e.toString().replace('\n', ' ');
        }
    }

    /** Connected and ready, so that what follows is the script alone. */
    private String come(String[] words) throws IOException {
        malice = Script.valueOf(words[1]).malice();
        mallory = new Mallory(alice, id, key(), loot, Duration.ofMillis(Long.parseLong(words[2])));
        mallory.connected();
        mallory.ref(Greeter.NAME);
        return "there";
    }

    private String act() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        Mallory acting = mallory.begins();
        Thread hangingUp = new Thread(() -> hangUp(acting, over));
        hangingUp.start();
        try (acting) {
            malice.act(acting);
        } catch (IOException hungUp) {
            if (acting.goesOn()) {
                throw hungUp;
            }
        } finally {
            over.countDown();
        }
        return acting.deeds() + " " + acting.violations();
    }

    /** Whatever she waits for when her time is over, she does not get. */
    private static void hangUp(Mallory mallory, CountDownLatch over) {
        try {
            while (!over.await(LATE.toMillis(), TimeUnit.MILLISECONDS)) {
                if (!mallory.goesOn()) {
                    mallory.hangUp();
                }
            }
        } catch (IOException | InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
