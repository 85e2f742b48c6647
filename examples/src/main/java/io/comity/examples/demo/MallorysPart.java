package io.comity.examples.demo;

import io.comity.examples.attack.Assault;
import io.comity.examples.process.ForkedJvm;
import java.util.function.Consumer;

/** What Mallory does, and which numbers must come of it: nothing delivered, ever, and everything counted. */
final class MallorysPart {
    private final ForkedJvm mallory;
    private final ForkedJvm bob;
    private final Ledger ledger;
    private final Consumer<String> tell;

    /** @param bob speaks when she wants to damage what he says */
    MallorysPart(ForkedJvm mallory, ForkedJvm bob, Ledger ledger, Consumer<String> tell) {
        this.mallory = mallory;
        this.bob = bob;
        this.ledger = ledger;
        this.tell = tell;
    }

    /** Puts herself on the line to {@code address}; returns what to dial instead. */
    String taps(String address) {
        return mallory.ask("tap " + address, Story.STEP);
    }

    /** An honest handshake with a key of her own, and then everything that a node would not say. */
    void isAStranger(String path, String address, String alice, String usedInvitation) {
        long tries = Intrusion.CASTS + Intrusion.PRESENTED;
        tell.accept("Mallory, with a key of her own, tries " + tries + " ways in over " + path + ".");
        String command = String.join(" ", "stranger", address, alice, usedInvitation);
        var tried = ledger.observe(
                new Deed<>(
                        "Mallory",
                        path,
                        "1000 table indexes, 3 invitations",
                        () -> Lines.read(mallory.ask(command, Story.STEP), Intrusion.Result.class),
                        result -> denied(result) + " denied"),
                (result, counts) -> counts.refusedInAll() >= tries);
        ledger.check(
                "messages of Mallory's delivered over " + path,
                0,
                tried.counts().delivered());
        ledger.check(
                "tries of Mallory's that Alice refused over " + path,
                tries,
                tried.counts().refusedInAll());
        ledger.check("denials that Mallory heard over " + path, tries, denied(tried.result()));
        ledger.check(
                "engines that Mallory learned of over " + path,
                0,
                tried.result().learned());
        ledger.check(
                "invitations granted to Mallory over " + path, 0, tried.result().granted());
    }

    private static long denied(Intrusion.Result result) {
        return result.refused().getOrDefault("denied", 0L);
    }

    void attacksTcp(String path, String address) {
        throwsAt(path, "frames " + address, "raw Artery frames", true);
        throwsAt(path, "replay " + address, "Bob's recorded bytes again", true);
        throwsAt(path, "flip " + address, "Bob's recorded bytes, one bit flipped", true);
        damagesTheLine(path);
    }

    /** What is no TLS at all ends in the JDK's engine, before anything of ours could count it. */
    void attacksTls(String path, String address) {
        throwsAt(path, "frames " + address, "raw Artery frames", false);
        throwsAt(path, "false-certificate " + address, "a certificate without proof", true);
        throwsAt(path, "frames-in-tls " + address, "raw Artery frames inside TLS", true);
    }

    private void throwsAt(String path, String command, String what, boolean counted) {
        tell.accept("Mallory throws at " + path + ": " + what + ".");
        var thrown = ledger.observe(
                new Deed<>(
                        "Mallory",
                        path,
                        what,
                        () -> Lines.read(mallory.ask(command, Story.STEP), Assault.Outcome.class),
                        outcome -> outcome.connections() - outcome.leftOpen() + " closed"),
                (outcome, counts) -> !counted || counts.droppedInAll() >= outcome.connections());
        String of = " for Mallory's " + what + " over " + path;
        ledger.check("messages delivered" + of, 0, thrown.counts().delivered());
        ledger.check("messages refused aloud" + of, 0, thrown.counts().refusedInAll());
        ledger.check("connections left open" + of, 0, thrown.result().leftOpen());
        if (counted) {
            ledger.check(
                    "silent drops" + of,
                    thrown.result().connections(),
                    thrown.counts().droppedInAll());
        }
    }

    /** What Bob says next is damaged on its way: his link ends, and the session goes on over another, with nothing lost. */
    private void damagesTheLine(String path) {
        tell.accept("Mallory flips a bit of what Bob is saying over " + path + ".");
        var damaged = ledger.observe(
                new Deed<>(
                        "Bob",
                        path,
                        "a call, one bit flipped by Mallory",
                        () -> {
                            mallory.ask("damage", Story.STEP);
                            return bob.ask("call-once " + path, Story.STEP);
                        },
                        heard -> heard),
                (heard, counts) -> counts.droppedInAll() > 0);
        ledger.check(
                "calls of Bob's answered although his link was damaged",
                1,
                damaged.result().equals(Guest.ANSWERED) ? 1 : 0);
        ledger.check(
                "records dropped from the damaged link", 1, damaged.counts().droppedInAll());
        ledger.check(
                "messages of Bob's delivered, and delivered once",
                1,
                damaged.counts().delivered());
    }
}
