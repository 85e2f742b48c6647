package io.comity.examples.demo;

import io.comity.examples.attack.Assault;
import io.comity.examples.process.ForkedJvm;
import io.comity.examples.words.Words;
import io.comity.examples.words.WordsClient;
import io.comity.transport.tcp.TcpTransport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * What happens, in order, on each path: Bob accepts an invitation, streams the file and asks for the result; Mallory tries
 * everything; Bob is still served. At last Alice revokes. Only one of them acts at a time, so whatever Alice's counters do
 * meanwhile is that one's doing.
 */
final class Story {
    private static final Duration STEP = Duration.ofMinutes(1);

    /** A large file over a slow machine. */
    private static final Duration STREAM = Duration.ofHours(1);

    private final ForkedJvm alice;
    private final ForkedJvm bob;
    private final ForkedJvm mallory;
    private final Ledger ledger;
    private final Consumer<String> tell;
    private final AliceMain.Offer offer;
    private final Map<String, String> used = new HashMap<>();
    private Words.Ranking ranking = new Words.Ranking(List.of(), 0, 0, 0, 0, 0);

    Story(Parties parties, Ledger ledger, Consumer<String> tell) {
        this.alice = parties.alice();
        this.bob = parties.bob();
        this.mallory = parties.mallory();
        this.ledger = ledger;
        this.tell = tell;
        this.offer = Lines.read(alice.ask("offer", STEP), AliceMain.Offer.class);
    }

    /** @param direct what an honest engine must answer for {@code file} */
    Words.Ranking play(Path file, Words.Ranking direct) {
        long batches = 0;
        for (String path : AliceMain.TRANSPORTS) {
            bobJoins(path);
            batches += bobStreams(path, file, direct, batches);
            malloryIsAStranger(path);
            if (path.equals(TcpTransport.NAME)) {
                malloryAttacksTcp(path);
            } else {
                malloryAttacksTls(path);
            }
            bobIsServed(path);
        }
        AliceMain.TRANSPORTS.forEach(this::isConnected);
        alice.ask("revoke", STEP);
        tell.accept("Alice has revoked the mission.");
        AliceMain.TRANSPORTS.forEach(this::bobIsRefused);
        return ranking;
    }

    private void bobJoins(String path) {
        String invitation = alice.ask("invite", STEP);
        used.put(path, invitation);
        String by = path.equals(TcpTransport.NAME) ? " " + mallory.ask("tap " + address(path), STEP) : "";
        bob.ask("join " + path + " " + invitation + by, STEP);
        tell.accept("Bob has accepted Alice's invitation over " + path
                + (by.isEmpty() ? "." : "; Mallory is on the line."));
    }

    private long bobStreams(String path, Path file, Words.Ranking direct, long batchesBefore) {
        var streamed = ledger.observe(
                "Bob",
                path,
                "streams " + direct.lines() + " lines and asks for the top ten",
                () -> {
                    String sent = bob.ask("stream " + path + " " + file.toAbsolutePath(), STREAM);
                    ranking = Lines.read(bob.ask("top " + path, STEP), Words.Ranking.class);
                    return Lines.read(sent, WordsClient.Sent.class);
                },
                counts -> counts.delivered() > 0);
        WordsClient.Sent sent = streamed.result();
        ledger.check("lines Bob sent over " + path, direct.lines(), sent.lines());
        ledger.check("lines Alice's engine confirmed over " + path, direct.lines(), sent.linesTaken());
        ledger.check("lines in Alice's answer over " + path, direct.lines(), ranking.lines());
        ledger.check("words Alice's engine counted over " + path, direct.words(), ranking.words());
        ledger.check(
                "places of the top ten that are right over " + path,
                direct.top().size(),
                agreeing(direct));
        ledger.check("batches that reached Alice's engine", batchesBefore + sent.batches(), ranking.batches());
        ledger.check(
                "messages of Bob's delivered over " + path,
                sent.batches() + 2,
                streamed.counts().delivered());
        ledger.check(
                "messages of Bob's refused over " + path, 0, streamed.counts().refusedInAll());
        ledger.check(
                "anything dropped while Bob streamed over " + path,
                0,
                streamed.counts().droppedInAll());
        return sent.batches();
    }

    private long agreeing(Words.Ranking direct) {
        long agreeing = 0;
        for (int i = 0; i < Math.min(direct.top().size(), ranking.top().size()); i++) {
            agreeing += direct.top().get(i).equals(ranking.top().get(i)) ? 1 : 0;
        }
        return ranking.top().size() == direct.top().size() ? agreeing : -1;
    }

    private void malloryIsAStranger(String path) {
        long tries = Intrusion.CASTS + Intrusion.PRESENTED;
        tell.accept("Mallory, with a key of her own, tries " + tries + " ways in over " + path + ".");
        var tried = ledger.observe(
                "Mallory",
                path,
                "a stranger's casts and invitations",
                () -> Lines.read(
                        mallory.ask("stranger " + address(path) + " " + offer.id() + " " + used.get(path), STEP),
                        Intrusion.Result.class),
                counts -> counts.refusedInAll() >= tries);
        Intrusion.Result result = tried.result();
        ledger.check(
                "messages of Mallory's delivered over " + path,
                0,
                tried.counts().delivered());
        ledger.check(
                "tries of Mallory's that Alice refused over " + path,
                tries,
                tried.counts().refusedInAll());
        ledger.check(
                "refusals that Mallory heard over " + path,
                tries,
                result.refused().getOrDefault("denied", 0L));
        ledger.check("engines that Mallory learned of over " + path, 0, result.learned());
        ledger.check("invitations granted to Mallory over " + path, 0, result.granted());
    }

    private void malloryAttacksTcp(String path) {
        malloryThrows(path, "frames", "raw Artery frames", true);
        malloryThrows(path, "replay", "Bob's recorded bytes again", true);
        malloryThrows(path, "flip", "Bob's recorded bytes, one bit flipped", true);
        malloryDamagesTheLine(path);
    }

    /** What is no TLS ends inside the JDK's engine, where nothing counts it. */
    private void malloryAttacksTls(String path) {
        malloryThrows(path, "frames", "raw Artery frames", false);
        malloryThrows(path, "false-certificate", "a certificate without proof", true);
        malloryThrows(path, "frames-in-tls", "raw Artery frames inside TLS", true);
    }

    private void malloryThrows(String path, String command, String what, boolean counted) {
        tell.accept("Mallory throws at " + path + ": " + what + ".");
        AtomicLong connections = new AtomicLong();
        var thrown = ledger.observe(
                "Mallory",
                path,
                what,
                () -> {
                    String outcome = mallory.ask(command + " " + address(path), STEP);
                    Assault.Outcome read = Lines.read(outcome, Assault.Outcome.class);
                    connections.set(read.connections());
                    return read;
                },
                counts -> !counted || counts.droppedInAll() >= connections.get());
        String of = " for Mallory's " + what + " over " + path;
        ledger.check("messages delivered" + of, 0, thrown.counts().delivered());
        ledger.check("messages refused aloud" + of, 0, thrown.counts().refusedInAll());
        ledger.check("connections left open" + of, 0, thrown.result().leftOpen());
        if (counted) {
            ledger.check(
                    "connections dropped in silence" + of,
                    connections.get(),
                    thrown.counts().droppedInAll());
        }
    }

    /** Bob's next message is damaged on its way: the link ends, and what he said next time goes over another. */
    private void malloryDamagesTheLine(String path) {
        tell.accept("Mallory flips a bit of what Bob is saying over " + path + ".");
        var damaged = ledger.observe(
                "Mallory",
                path,
                "one bit flipped on Bob's live link",
                () -> {
                    mallory.ask("damage", STEP);
                    return bob.ask("call-once " + path, STEP);
                },
                counts -> counts.droppedInAll() > 0);
        ledger.check(
                "calls of Bob's lost with the damaged link", 1, damaged.result().equals(Guest.LOST) ? 1 : 0);
        ledger.check("records dropped for the damaged link", 1, damaged.counts().droppedInAll());
        ledger.check(
                "messages delivered from the damaged link", 0, damaged.counts().delivered());
    }

    private void bobIsServed(String path) {
        var served = ledger.observe(
                "Bob",
                path,
                "calls again after all that",
                () -> bob.ask("call " + path, STEP),
                counts -> counts.delivered() > 0);
        ledger.check(
                "calls of Bob's delivered after the attacks on " + path,
                1,
                served.counts().delivered());
    }

    private void isConnected(String path) {
        ledger.check("Bob is served over " + path + " before the revocation", 1, answered(path));
    }

    private long answered(String path) {
        return bob.ask("call " + path, STEP).equals("answered") ? 1 : 0;
    }

    private void bobIsRefused(String path) {
        var refused = ledger.observe(
                "Bob", path, "calls after the revocation", () -> bob.ask("call " + path, STEP), counts -> true);
        tell.accept("Bob calls over " + path + ": " + refused.result() + ".");
        ledger.check(
                "calls of Bob's delivered after the revocation over " + path,
                0,
                refused.counts().delivered());
        ledger.check(
                "calls refused as revoked over " + path, 1, refused.result().equals("refused: revoked") ? 1 : 0);
    }

    private String address(String path) {
        return offer.addresses().stream()
                .filter(address -> address.startsWith(path + ":"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Alice does not listen on " + path));
    }
}
