package io.comity.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorRef;
import io.comity.identity.Bytes;
import io.comity.mission.Reason;
import io.comity.selection.Candidate;
import io.comity.selection.Preference;
import io.comity.transport.TransportProtocol;
import io.comity.wire.UrMessage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a NodeProxy gets a link over the transport that a message demands, and keeps what it sent to it. */
final class MovingTest extends OneNodeProxy {
    private static final long REF = 7;
    private static final List<Candidate> TWO_WAYS = List.of(new Candidate(HERE, 200), new Candidate(OTHERWISE, 100));
    private static final UrMessage.Learn LEARN = new UrMessage.Learn(REF, "talk", DIGEST, Talk.TYPES);

    private final ActorRef<NodeProxy.Command> proxy = proxy(LOWER, HIGHER);
    private final ActorRef<Object> talk = engine(proxy, "talk");

    @BeforeEach
    void meet() {
        proxy.tell(new NodeProxy.ReachAt(TWO_WAYS));
    }

    private Dispatch overTls(int number) {
        return new Dispatch(new Talk.Add(number), new Preference(List.of("tls")), nanos.get(), Dispatch.EVER);
    }

    private static FarEnd.Cast add(int number) {
        return new FarEnd.Cast(REF, 0, Bytes.ofHex("a1666e756d626572" + String.format("%02x", number)));
    }

    /** The first link, over what weighs most. */
    private Connection connected() {
        talk.tell(new Talk.Add(0));
        NodeProxy.Dial dial = dialled(HERE);
        Connection first = new Connection(LOWER, HIGHER, dial);
        proxy.tell(first.up());
        dial.replyTo().tell(new TransportProtocol.Dialled(HIGHER.nodeId()));
        first.adopted();
        first.says(LEARN);
        await().atMost(SOON).until(() -> first.heard().contains(add(0)));
        return first;
    }

    private Connection linked(NodeProxy.Dial dial) {
        Connection next = new Connection(LOWER, HIGHER, dial);
        dial.replyTo().tell(new TransportProtocol.Dialled(HIGHER.nodeId()));
        proxy.tell(next.up());
        next.adopted();
        return next;
    }

    @Test
    void theTransportIsDialledBesideTheLinkThatStandsAndTakenOnceTheSessionGoesOn() {
        Connection first = connected();
        talk.tell(overTls(1));
        talk.tell(new Talk.Add(2));
        Connection second = linked(dialled(OTHERWISE));
        first.toldToClose();
        second.heard();
        assertThat(second.far.hello(second.wire.port(), first.hash(), 1)).isTrue();
        await().atMost(SOON).until(() -> second.wire.port().hasMore());
        await().atMost(SOON).untilAsserted(() -> assertThat(second.heard()).endsWith(add(2)));
    }

    @Test
    void whatWasSentOverATransportIsDialledForOnThatTransportOnly() {
        connected();
        talk.tell(overTls(1));
        NodeProxy.Dial dial = dialled(OTHERWISE);
        Connection second = linked(dial);
        assertThat(second.far.hello(second.wire.port(), dial.lastLink(), 1)).isTrue();
        await().atMost(SOON).untilAsserted(() -> assertThat(second.heard()).contains(add(1)));
        second.actor.stop();
        NodeProxy.Dial again = dialled(OTHERWISE);
        again.replyTo().tell(new TransportProtocol.DialFailed("nobody there"));
        router.expectNoMessage(Duration.ZERO);
        pass(RETRY);
        dialled(OTHERWISE);
    }

    @Test
    void aSessionThatMayNotGoOnOverTheLinkThereIsEndsWhenItsTransportIsNotToBeHad() {
        connected();
        talk.tell(overTls(1));
        NodeProxy.Dial dial = dialled(OTHERWISE);
        Connection second = linked(dial);
        Bytes session = dial.lastLink();
        assertThat(second.far.hello(second.wire.port(), session, 1)).isTrue();
        await().atMost(SOON).untilAsserted(() -> assertThat(second.heard()).contains(add(1)));
        second.actor.stop();
        NodeProxy.Dial again = dialled(OTHERWISE);
        Connection inbound = new Connection(LOWER, HIGHER, second.hash());
        proxy.tell(inbound.up());
        inbound.adopted();
        assertThat(inbound.far.hello(inbound.wire.port(), session, 1)).isTrue();
        assertThat(inbound.heard()).isEmpty();
        dialled(OTHERWISE).replyTo().tell(new TransportProtocol.DialFailed("nobody there"));
        assertThat(event(NodeEvent.SessionEnded.class).cause()).contains("tls");
        again.replyTo().tell(new TransportProtocol.DialFailed("too late to matter"));
    }

    @Test
    void aTransportThatCannotBeHadIsARefusalAndTheLinkStays() {
        Connection first = connected();
        talk.tell(overTls(1));
        talk.tell(new Talk.Add(2));
        dialled(OTHERWISE).replyTo().tell(new TransportProtocol.DialFailed("nobody there"));
        assertThat(refusals.receiveMessage(SOON).reason()).isEqualTo(Reason.UNREACHABLE);
        await().atMost(SOON).untilAsserted(() -> assertThat(first.heard()).contains(add(2)));
    }
}
