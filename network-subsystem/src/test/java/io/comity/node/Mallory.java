package io.comity.node;

import akka.actor.testkit.typed.javadsl.TestInbox;
import akka.actor.typed.ActorRef;
import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.NodeId;
import io.comity.mission.Chain;
import io.comity.mission.Reason;
import io.comity.transport.Address;
import io.comity.wire.CborWriter;
import io.comity.wire.Farewell;
import io.comity.wire.UrMessage;
import io.comity.wire.UrMessages;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A peer with her own key, who keeps to no rule: she says what her script wants and hears, on a thread of her own, what is answered. All
 * scripts of one process share what she has learned to count.
 */
final class Mallory implements AutoCloseable {
    private static final int RECORD_BYTES = 32_000;
    private static final int ACKNOWLEDGED_AFTER = 8;
    private static final AtomicLong NUMBERS = new AtomicLong();
    private static final AtomicLong REFS = new AtomicLong(1L << 40);
    private static final Duration TO_COME = Duration.ofMinutes(1);
    private static final Duration TO_BEGIN = Duration.ofSeconds(20);
    private static final int PART_BYTES = 50_000;
    private static final long POLL_NANOS = 200_000;

    private static final ActorRef<Object> SOMEBODY = TestInbox.create().getRef();

    /**
     * What came into her hands.
     *
     * @param friend the honest one
     * @param ours a chain of hers that she may pass on
     * @param publishing her right to say something on Alice's topic
     * @param friends a chain of the honest one
     */
    record Loot(NodeId friend, Chain ours, Chain publishing, Chain friends) {}

    private final Address at;
    private final NodeId alice;
    private final KeyHolder key;
    private final Loot loot;
    private final Duration time;
    private volatile long untilNanos;
    private final Map<String, UrMessage.Learn> learned = new ConcurrentHashMap<>();
    private final Map<Reason, AtomicLong> refused = new ConcurrentHashMap<>();
    /** Fair: who only acknowledges would else wait for ever while another floods. */
    private final ReentrantLock mouth = new ReentrantLock(true);

    private final Set<RawPeer> open = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<String> violations = new ConcurrentLinkedQueue<>();
    private final AtomicLong deeds = new AtomicLong();
    private volatile Consumer<Object> hearer = said -> {};
    private volatile boolean acknowledges = true;
    private volatile boolean hears = true;
    private volatile @Nullable RawPeer peer;
    private Bytes before = Bytes.EMPTY;

    Mallory(Address at, NodeId alice, KeyHolder key, Loot loot, Duration time) {
        this.at = at;
        this.alice = alice;
        this.key = key;
        this.loot = loot;
        this.time = time;
        this.untilNanos = System.nanoTime() + TO_COME.toNanos();
    }

    /** Her time begins. */
    Mallory begins() {
        untilNanos = System.nanoTime() + time.toNanos();
        return this;
    }

    // What scripts ask.

    /** Until her time is over; where she is hardly let run, until she did something at least. */
    boolean goesOn() {
        long late = System.nanoTime() - untilNanos;
        return late < 0 || deeds.get() == 0 && late < TO_BEGIN.toNanos();
    }

    KeyHolder key() {
        return key;
    }

    Loot loot() {
        return loot;
    }

    /** Stands for any actor in what she writes; which one, the ref says that is written. */
    static <M> ActorRef<M> somebody() {
        return SOMEBODY.unsafeUpcast();
    }

    /** A ref of her table that nobody has heard of: of an actor that takes one message, or of one that takes any number. */
    static long newRef(boolean once) {
        return (REFS.incrementAndGet() << 1) + (once ? 0 : 1);
    }

    NodeId alice() {
        return alice;
    }

    Address at() {
        return at;
    }

    /** Whether she is to connect, since she is not or was cut off. */
    boolean isCutOff() {
        RawPeer now = peer;
        return now == null || !open.contains(now);
    }

    /** What she may name the engine by; waits until that was said. */
    long ref(String engine) throws IOException {
        return learn(engine).ref();
    }

    int type(String engine, String type) throws IOException {
        return learn(engine).types().indexOf(type);
    }

    /** She comes again when she is sent away meanwhile. */
    private UrMessage.Learn learn(String engine) throws IOException {
        UrMessage.Learn known = learned.get(engine);
        while (known == null) {
            if (!until(() -> learned.containsKey(engine) || isCutOff())) {
                throw new IOException("nobody named " + engine);
            }
            connected();
            known = learned.get(engine);
        }
        return known;
    }

    /** The same, as far as she may name it now. */
    OptionalLong nameOf(String engine) {
        UrMessage.Learn learn = learned.get(engine);
        return learn == null ? OptionalLong.empty() : OptionalLong.of(learn.ref());
    }

    long refused(Reason reason) {
        return refused.getOrDefault(reason, new AtomicLong()).get();
    }

    /** A note that is to arrive after all that were numbered before, and once. */
    static Greeter.Note numbered() {
        return new Greeter.Note(Ledger.NUMBERED + NUMBERS.incrementAndGet());
    }

    // What becomes of it.

    void did() {
        deeds.incrementAndGet();
    }

    void did(long times) {
        deeds.addAndGet(times);
    }

    long deeds() {
        return deeds.get();
    }

    /** She got what she may not have. */
    void got(String what) {
        violations.add(what);
    }

    ConcurrentLinkedQueue<String> violations() {
        return violations;
    }

    // Connecting.

    /** Connects, unless she is. */
    RawPeer connected() throws IOException {
        RawPeer now = peer;
        if (now != null && open.contains(now)) {
            return now;
        }
        if (now != null) {
            now.close();
        }
        learned.clear();
        RawPeer fresh = RawPeer.of(at, alice, key, before);
        before = fresh.session();
        peer = fresh;
        open.add(fresh);
        Thread ears = new Thread(() -> listen(fresh), "ears");
        ears.setDaemon(true);
        ears.start();
        say(new UrMessage.Ready());
        return fresh;
    }

    /** From now on she acknowledges nothing. */
    void keepsSilent() {
        acknowledges = false;
    }

    /** Also told what comes, on another thread: casts, and whatever else is no {@code learn}. */
    void tells(Consumer<Object> whom) {
        hearer = whom;
    }

    /** Until the link ends. */
    private void listen(RawPeer from) {
        long acknowledged = 0;
        try {
            while (hears && peer == from) {
                from.listen().forEach(this::hear);
                if (acknowledges && from.numbered() >= acknowledged + ACKNOWLEDGED_AFTER) {
                    acknowledged = from.numbered();
                    say(new UrMessage.Ack(acknowledged));
                }
            }
        } catch (IOException | AssertionError cutOff) {
            open.remove(from);
        }
    }

    private void hear(Object said) {
        if (said instanceof UrMessage.Learn learn) {
            learned.put(learn.engine(), learn);
        } else if (said instanceof UrMessage.Forget forget) {
            learned.values().removeIf(learn -> learn.ref() == forget.ref());
        } else if (said instanceof UrMessage.Refuse refuse) {
            Reason.ofCode(refuse.reason())
                    .ifPresent(reason -> refused.computeIfAbsent(reason, first -> new AtomicLong())
                            .incrementAndGet());
        }
        hearer.accept(said);
    }

    // Saying: one record after the other, whichever thread says it.

    void say(UrMessage... messages) throws IOException {
        mouth.lock();
        try {
            now().say(messages);
        } finally {
            mouth.unlock();
        }
    }

    void record(byte[] plain) throws IOException {
        mouth.lock();
        try {
            now().record(plain);
        } finally {
            mouth.unlock();
        }
    }

    private RawPeer now() throws IOException {
        RawPeer now = peer;
        if (now == null) {
            throw new IOException("not connected");
        }
        return now;
    }

    /** A record full of this, again and again in one. */
    void flood(byte[] message) throws IOException {
        int times = Math.max(1, RECORD_BYTES / message.length);
        CborWriter out = new CborWriter(RECORD_BYTES, RECORD_BYTES + message.length);
        for (int i = 0; i < times; i++) {
            out.encoded(message, 0, message.length);
        }
        record(out.toByteArray());
        did(times);
    }

    /** From now on she reads nothing of what she is told, and does not hang up. */
    void goesDeaf() {
        hears = false;
    }

    /** A cast to an engine that she may name. */
    byte[] cast(String engine, String type, byte[] body) throws IOException {
        return RawPeer.castBytes(ref(engine), type(engine, type), body);
    }

    /** The same, to be answered at {@code reply}. */
    byte[] call(String engine, String type, long reply, byte[] body) throws IOException {
        return RawPeer.callBytes(ref(engine), type(engine, type), reply, body);
    }

    static byte[] note(String text) {
        return RawPeer.body(Greeter.Command.class, new Greeter.Note(text), 0);
    }

    static byte[] errand(Deputy.Command errand, long ref) {
        return RawPeer.body(Deputy.Command.class, errand, ref);
    }

    /** Any messages, as many as fit in each record. */
    void all(Iterable<byte[]> messages) throws IOException {
        CborWriter out = new CborWriter(RECORD_BYTES, 2 * RECORD_BYTES);
        for (byte[] message : messages) {
            if (out.length() + message.length > RECORD_BYTES) {
                record(out.toByteArray());
                out.reset();
            }
            out.encoded(message, 0, message.length);
            did();
        }
        record(out.toByteArray());
    }

    /** A message of any length, in parts. */
    void giant(long ref, int type, byte[] body) throws IOException {
        for (int at = 0; at < body.length && goesOn(); at += PART_BYTES) {
            record(part(
                    ref, type, at, Arrays.copyOfRange(body, at, Math.min(body.length, at + PART_BYTES)), body.length));
        }
        did();
    }

    static byte[] part(long ref, int type, int offset, byte[] bytes, int total) {
        CborWriter out = new CborWriter(PART_BYTES + 100, PART_BYTES + 100);
        UrMessages.partHead(out, ref, type, UrMessage.NO_DEADLINE, UrMessage.NO_REPLY, total, offset, bytes.length);
        return out.encoded(bytes, 0, bytes.length).toByteArray();
    }

    /** A record that she does not send: what the next one would be. */
    byte[] sealed(byte[] plain) throws IOException {
        mouth.lock();
        try {
            return now().seal(plain);
        } finally {
            mouth.unlock();
        }
    }

    void frame(byte[] bytes) throws IOException {
        mouth.lock();
        try {
            now().frame(bytes);
        } finally {
            mouth.unlock();
        }
    }

    /** Waits for what she cannot force; false when time is over first. */
    boolean until(BooleanSupplier condition) {
        while (goesOn() && !condition.getAsBoolean()) {
            LockSupport.parkNanos(POLL_NANOS);
        }
        return condition.getAsBoolean();
    }

    /** Without a word, also where somebody waits to say one. */
    void hangUp() throws IOException {
        RawPeer now = peer;
        if (now != null) {
            now.close();
        }
    }

    @Override
    public void close() throws IOException {
        RawPeer now = peer;
        if (now != null && !isCutOff()) {
            goodbye(now);
        }
        peer = null;
        if (now != null) {
            now.close();
        }
    }

    /** So that what she leaves need not wait for her. Whoever says something meanwhile may wait for ever, and is not waited for. */
    private void goodbye(RawPeer to) throws IOException {
        mouth.lock();
        try {
            to.say(new UrMessage.Bye(Farewell.STOPPING.code(), 0));
        } finally {
            mouth.unlock();
        }
    }
}
