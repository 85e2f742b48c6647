package io.comity.transport.artery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.comity.transport.Wire;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ArteryTlsTransportTest {
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
    void carriesHandshakeFramesBothWaysOneAtATime() throws InterruptedException {
        Wire toAlice = bob.dial(alice);
        Wire toBob = alice.nextAccepted();
        Ear bobs = new Ear();
        Ear alices = new Ear();
        toAlice.open(bobs);
        toBob.open(alices);

        toAlice.send(new byte[] {1});
        toAlice.send(new byte[] {2});
        toBob.next();
        assertThat(alices.nextFrame()).containsExactly(1);
        assertThat(alices.frames).isEmpty();
        toBob.next();
        assertThat(alices.nextFrame()).containsExactly(2);

        toBob.send(new byte[] {3});
        toAlice.next();
        assertThat(bobs.nextFrame()).containsExactly(3);
    }

    @Test
    void carriesAHundredThousandRecordsInOrder() throws InterruptedException {
        CountingPort sender = new CountingPort(100_000, 116);
        CountingPort taker = new CountingPort(0, 116);
        Wire toAlice = bob.dial(alice);
        Wire toBob = alice.nextAccepted();
        toAlice.open(new Ear());
        toBob.open(new Ear());
        long start = System.nanoTime();
        toBob.attach(taker);
        toAlice.attach(sender);
        await().atMost(Duration.ofSeconds(90)).until(() -> taker.opened.get() == 100_000);
        double seconds = (System.nanoTime() - start) * 1e-9;
        System.out.printf("records of 116 B: %.0f/s%n", 100_000 / seconds);
    }
}
