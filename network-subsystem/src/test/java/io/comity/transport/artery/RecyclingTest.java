package io.comity.transport.artery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.actor.PoisonPill;
import io.comity.transport.Wire;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The transport's ActorSystem dies, and nobody but its wires notices. */
@Timeout(120)
class RecyclingTest {
    private TestNode alice;
    private TestNode bob;

    @BeforeEach
    void listen() {
        alice = TestNode.listening();
        bob = TestNode.listening();
    }

    @AfterEach
    void close() {
        alice.close();
        bob.close();
    }

    @Test
    void startsAnotherSystemOnTheSamePortAndEndsTheWires() throws InterruptedException {
        Ear bobs = new Ear();
        Ear alices = new Ear();
        bob.dial(alice).open(bobs);
        alice.nextAccepted().open(alices);

        ActorSystem dead = alice.system();
        dead.terminate();

        assertThat(alices.cause()).isNotBlank();
        assertThat(bobs.cause()).isEqualTo("the connection was lost");
        awaitAnotherThan(dead);
        talk();
    }

    @Test
    void startsAnotherSystemWhenTheGatewayIsKilled() throws InterruptedException {
        bob.dial(alice).open(new Ear());
        alice.nextAccepted();
        ActorSystem dead = alice.system();
        dead.actorSelection("/user/" + Gateway.NAME).tell(PoisonPill.getInstance(), ActorRef.noSender());
        awaitAnotherThan(dead);
        talk();
    }

    @Test
    void endsTheWiresOfAQuarantinedPeerAndOfNobodyElse() throws InterruptedException {
        TestNode carol = TestNode.listening();
        alice.known.add(bob.id());
        alice.known.add(carol.id());
        bob.dial(alice).open(new Ear());
        Ear ofBob = new Ear();
        alice.nextAccepted().open(ofBob);
        carol.dial(alice).open(new Ear());
        Ear ofCarol = new Ear();
        alice.nextAccepted().open(ofCarol);

        alice.transport.current().orElseThrow().forget(Mallory.endpoint(bob), bob.transport.uid());

        assertThat(ofBob.cause()).isEqualTo("the association was given up");
        assertThat(ofCarol.end).isNotDone();
        carol.close();
    }

    /** The next to listen where a stranger said that it listens is dialled at once. */
    @ParameterizedTest
    @EnumSource
    void anAddressThatAStrangerLeftIsOfUseToItsOwner(ArteryKind kind) throws Exception {
        try (TestNode carol = TestNode.listening(kind);
                TestNode stranger = TestNode.listening(kind)) {
            stranger.dial(carol).open(new Ear());
            carol.nextAccepted().open(new Ear());
            ArterySystem carols = carol.transport.current().orElseThrow();
            carols.forget(Mallory.endpoint(stranger), stranger.transport.uid());
            stranger.close();
            await().atMost(Duration.ofSeconds(30)).until(() -> carol.transport.peers() == 0);
            try (TestNode heir = TestNode.listening(TestNode.settings(kind).at("127.0.0.1", stranger.address.port()))) {
                assertThat(carol.dial(heir).remote()).isEqualTo(heir.address.toString());
                heir.nextAccepted();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS", "TCP"})
    void whoDialsAPortWhereNobodyListensHearsItAtOnce(ArteryKind kind) {
        try (TestNode carol = TestNode.listening(kind);
                TestNode dead = TestNode.listening(kind)) {
            dead.close();
            long start = System.nanoTime();
            assertThatThrownBy(() -> carol.dial(dead))
                    .rootCause()
                    .hasMessageContaining(dead.address.toString())
                    .hasMessageContaining("nothing answers there");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        }
    }

    /** Over Aeron, what is offered to somebody who is gone is offered for as long as nobody takes it. */
    @ParameterizedTest
    @EnumSource
    void closesThoughTheOtherSideIsGoneAndSomethingIsStillToBeSaid(ArteryKind kind) throws Exception {
        for (int i = 0; i < 10; i++) {
            TestNode carol = TestNode.listening(kind);
            TestNode dave = TestNode.listening(kind);
            dave.dial(carol).open(new Ear());
            carol.nextAccepted().open(new Ear());
            carol.close();
            Wire late = dave.transport.current().orElseThrow().peers().dial(Mallory.endpoint(carol), carol.id(), 4);
            dave.transport.current().orElseThrow().dial(Mallory.endpoint(carol), (ArteryWire) late);
            dave.transport.close().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void aPortInUseFailsInOneLineThatSaysWhatToDo() {
        assertThatThrownBy(() -> TestNode.listening(TestNode.SETTINGS.at("127.0.0.1", alice.address.port())))
                .rootCause()
                .hasMessageContaining("127.0.0.1:" + alice.address.port())
                .hasMessageContaining("comity.artery-tls.port")
                .hasMessageNotContaining("\n");
    }

    @Test
    void closingTwiceIsClosingOnceAndNothingIsDialledAfterwards() {
        alice.close();
        alice.close();
        assertThatThrownBy(() -> alice.dial(bob)).rootCause().hasMessageContaining("closed");
    }

    private void awaitAnotherThan(ActorSystem dead) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> alice.transport
                        .current()
                        .filter(now -> now.system() != dead)
                        .isPresent());
    }

    private void talk() throws InterruptedException {
        alice.accepted.clear();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> bob.transport
                        .dial(alice.address, alice.id())
                        .handle((wire, failure) -> failure == null)
                        .toCompletableFuture()
                        .join());
        Wire taken = alice.nextAccepted();
        assertThat(taken.remote()).isEqualTo(bob.address.toString());
    }
}
