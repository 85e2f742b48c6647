package io.comity.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Two transports of one kind, one of which listens. */
abstract class TwoTransports {
    protected static final Duration PATIENCE = Duration.ofSeconds(30);

    static final NodeId SOMEBODY = MemoryKeyHolder.fromSeed(new byte[32]).nodeId();
    final List<Transport> made = new ArrayList<>();
    final BlockingQueue<Wire> accepted = new LinkedBlockingQueue<>();
    Set<Thread> threadsBefore = Set.of();
    Set<String> handlesBefore = Set.of();

    protected Transport listener;
    protected Transport dialler;
    protected Address address;

    /** One end: a transport that will listen on any free address of this machine. */
    protected abstract Transport make();

    /** The node at a transport made here, for transports that check who answers. */
    protected NodeId nodeAt(Transport transport) {
        return SOMEBODY;
    }

    protected record Ends(Wire near, Wire far) {}

    @BeforeEach
    void listen() {
        threadsBefore = Thread.getAllStackTraces().keySet();
        handlesBefore = Handles.open();
        listener = makeOne();
        dialler = makeOne();
        address = done(listener.listen(accepted::add));
    }

    @AfterEach
    void closeAll() {
        made.forEach(TwoTransports::close);
    }

    private Transport makeOne() {
        Transport one = make();
        made.add(one);
        return one;
    }

    static void close(Transport transport) {
        done(transport.close());
    }

    /** What it came to, or a failure: no wait is endless, for what hangs would hang the whole build. */
    protected static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    protected final Ends connect() throws InterruptedException {
        Wire near = done(dialler.dial(address, nodeAt(listener)));
        return new Ends(near, nextAccepted());
    }

    protected final Wire nextAccepted() throws InterruptedException {
        Wire wire = accepted.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(wire).as("an accepted wire").isNotNull();
        return wire;
    }

    /** Wires that were accepted and not asked for yet. */
    protected final int accepted() {
        return accepted.size();
    }

    /** Connected, and talking. */
    protected final HonestPair honestPair() throws InterruptedException {
        Ends ends = connect();
        HonestPair pair = new HonestPair(ends.near(), ends.far());
        pair.talks();
        return pair;
    }

    static byte[] filled(int size, long with) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) with);
        return bytes;
    }
}
