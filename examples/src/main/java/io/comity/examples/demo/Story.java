package io.comity.examples.demo;

import io.comity.examples.process.ForkedJvm;
import io.comity.examples.words.Words;
import io.comity.transport.tcp.TcpTransport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * What happens, in order, on each path: Bob accepts an invitation, streams the file and asks for the result; Mallory tries
 * everything; Bob is still served. At last Alice revokes. Only one of them acts at a time, so whatever Alice's counters do
 * meanwhile is that one's doing.
 */
final class Story {
    /** For whatever is not a stream, on a machine that is busy with other things. */
    static final Duration STEP = Duration.ofMinutes(2);

    private final ForkedJvm alice;
    private final AliceMain.Offer offer;
    private final BobsPart bob;
    private final MallorysPart mallory;
    private final Consumer<String> tell;

    Story(Parties parties, Ledger ledger, Consumer<String> tell) {
        this.alice = parties.alice();
        this.offer = Lines.read(alice.ask("offer", STEP), AliceMain.Offer.class);
        this.bob = new BobsPart(parties.bob(), ledger, tell);
        this.mallory = new MallorysPart(parties.mallory(), parties.bob(), ledger, tell);
        this.tell = tell;
    }

    /**
     * Plays it to the end.
     *
     * @param direct what an honest engine must answer for {@code file}
     * @return what Alice's engine answered last
     */
    Words.Ranking play(Path file, Words.Ranking direct) {
        for (String path : AliceMain.TRANSPORTS) {
            playOn(path, file, direct);
        }
        alice.ask("revoke", STEP);
        tell.accept("Alice has revoked the mission.");
        AliceMain.TRANSPORTS.forEach(bob::isRefused);
        return bob.ranking();
    }

    private void playOn(String path, Path file, Words.Ranking direct) {
        boolean tcp = path.equals(TcpTransport.NAME);
        String address = offer.addressOn(path);
        String invitation = alice.ask("invite", STEP);
        bob.joins(path, invitation, tcp ? mallory.taps(address) : "");
        bob.streams(path, file, direct);
        mallory.isAStranger(path, address, offer.id(), invitation);
        if (tcp) {
            mallory.attacksTcp(path, address);
        } else {
            mallory.attacksTls(path, address);
        }
        bob.isServed(path);
    }
}
