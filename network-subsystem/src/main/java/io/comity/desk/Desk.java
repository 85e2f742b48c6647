package io.comity.desk;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import io.comity.detached.Answer;
import io.comity.detached.Claim;
import io.comity.detached.DetachedCall;
import io.comity.detached.Judge;
import io.comity.detached.Outcome;
import io.comity.detached.Refusal;
import io.comity.engine.BodyCodec;
import io.comity.engine.EncodingException;
import io.comity.engine.Protocol;
import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.mission.Reason;
import io.comity.mission.Verdict;
import io.comity.observe.Counters;
import io.comity.proxy.PeerLog;
import io.comity.proxy.Permit;
import io.comity.reference.Backlog;
import io.comity.reference.Export;
import io.comity.reference.Passage;
import io.comity.router.Router;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes calls in, one after the other on a thread of its own, and answers each once.
 *
 * <p>Gates in order: room in the queue, form, signature, this node, any grant at all, boot epoch, clock, deadline, replay,
 * engine and message, the grant's gate, what its caller has waiting, its limits, body. Until a key is known to hold a grant its answer is one of four that tell
 * nothing, and it has taken no memory; so is the answer when the engine or message is not what its grants are for.
 *
 * <p>The gate of the grant is looked at again when the reply comes, and every {@link #SWEEP} while it does not: a withdrawn
 * grant gets no reply.
 */
public final class Desk {
    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);

    /** How late a deadline or a withdrawal may be noticed by a call that waits. */
    static final Duration SWEEP = Duration.ofMillis(100);

    /**
     * @param queue calls that wait to be looked at; one more is busy
     * @param waiting calls that wait for their reply; one more is overloaded, see {@link WaitingCalls}
     * @param longestWait for a reply, whatever the call's deadline
     */
    public record Settings(int queue, int waiting, Duration longestWait) {}

    /** The clocks: the wall's for what others wrote down, and one that never jumps for waiting. */
    public record Clocks(Supplier<Instant> wall, LongSupplier nanoTime) {}

    /** @param bytes as it came or as it is kept, whichever are more */
    private record Decoded(Object message, int bytes) {}

    /** What is known once the actors run. */
    private record Opened(ActorSystem<?> system, Rights rights) {}

    private final NodeId self;
    private final Judge judge;
    private final Settings settings;
    private final Clocks clocks;
    private final Tally tally;
    private final ThreadPoolExecutor thread;
    private final WaitingCalls waiting;
    /** Held while a call is judged and delivered. */
    private final Object deciding = new Object();

    private final Callers callers = new Callers();
    private final PeerLog log;

    private final AtomicBoolean sweeping = new AtomicBoolean();
    private volatile @Nullable Opened opened;

    /** @param judge used by this desk alone */
    public Desk(NodeId self, Judge judge, Settings settings, Clocks clocks, Counters counters) {
        this.self = self;
        this.judge = judge;
        this.settings = settings;
        this.waiting = new WaitingCalls(settings.waiting());
        this.clocks = clocks;
        this.tally = new Tally(counters);
        this.log = new PeerLog(clocks.nanoTime());
        this.thread = new ThreadPoolExecutor(
                1, 1, 1, TimeUnit.SECONDS, new ArrayBlockingQueue<>(settings.queue()), Desk::thread);
        this.thread.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable task) {
        Thread made = new Thread(task, "comity-desk");
        made.setDaemon(true);
        return made;
    }

    /** Takes calls from now on; before, it is busy. */
    public void open(ActorSystem<?> system, Rights rights) {
        opened = new Opened(system, rights);
    }

    /** Waits for the call that is being decided now, if there is one: it may have found a gate open that is closed since. */
    public void awaitDecision() {
        synchronized (deciding) {
            // Whatever is decided from now on sees the gates as they are.
        }
    }

    /** Takes no more calls; those that wait are not answered. */
    public void close() {
        opened = null;
        thread.shutdownNow();
    }

    /** Hands a call in, from any thread; returns at once. */
    public void take(Form form) {
        Opened now = opened;
        if (now == null) {
            refuse(form, Refusal.BUSY);
        } else {
            inTurn(form, () -> read(form, now));
        }
    }

    /** Something that is no call came where one was expected. */
    public void refuse(Form form, Refusal why) {
        tally.refused(why);
        form.done(new Result.Refused(why));
    }

    private void inTurn(Form form, Runnable step) {
        try {
            thread.execute(step);
        } catch (RejectedExecutionException full) {
            refuse(form, Refusal.BUSY);
        }
    }

    private void read(Form form, Opened now) {
        Claim claim = form.read(self);
        if (claim instanceof Claim.Refused refused) {
            refuse(form, refused.why());
            return;
        }
        Claim.Signed call = (Claim.Signed) claim;
        now.rights()
                .standing(call.call().issuer(), call.call().engine())
                .whenComplete((standing, failure) -> inTurn(form, () -> {
                    if (failure == null) {
                        synchronized (deciding) {
                            decide(form, call, standing, now);
                        }
                    } else {
                        refuse(form, Refusal.BUSY);
                    }
                }));
    }

    private void decide(Form form, Claim.Signed call, Router.Standing standing, Opened now) {
        if (!standing.holdsGrant()) {
            refuse(form, Refusal.DENIED);
            return;
        }
        Outcome notNow = judge.refused(call.call(), clocks.wall().get().getEpochSecond());
        if (notNow != null) {
            answer(form, call, notNow);
            return;
        }
        Permit permit = standing.permit();
        int type = permit == null ? -1 : permit.protocol().indexOf(call.call().type());
        if (permit == null || type < 0) {
            refuse(form, Refusal.DENIED);
            return;
        }
        Export.Right right = permit.right(type);
        Reason closed = right.refused();
        if (closed == Reason.DENIED) {
            refuse(form, Refusal.DENIED);
        } else if (closed != null) {
            answer(form, call, outcome(closed));
        } else {
            deliver(form, call, permit, right, now);
        }
    }

    /** What the grants' limits say of a call, which is counted when they say nothing. */
    private Optional<Reason> limit(Export.Right right, DetachedCall call, Passage passage) {
        passage.at(clocks.wall().get().getEpochSecond(), clocks.nanoTime().getAsLong());
        // It is signed, but not so that it could be shown to others: for a grant that wants that, it is not proven.
        return Verdict.reason(right.admit(passage.of(call.body().size(), call.reply())));
    }

    private static Outcome outcome(Reason closed) {
        return switch (closed) {
            case EXPIRED -> Outcome.EXPIRED;
            case OVERLOADED -> Outcome.OVERLOADED;
            case THROTTLED -> Outcome.THROTTLED;
            default -> Outcome.REVOKED;
        };
    }

    private void deliver(Form form, Claim.Signed call, Permit permit, Export.Right right, Opened now) {
        boolean wantsReply = call.call().reply();
        Backlog backlog = callers.of(call.call().issuer(), permit);
        if (backlog.isFull() || wantsReply && !waiting.hasRoomFor(call.call())) {
            answer(form, call, Outcome.OVERLOADED);
            return;
        }
        Passage passage = new Passage();
        Waiting waits = new Waiting(form, call, right, until(call.call()), passage, new AtomicBoolean(true));
        Reply reply =
                new Reply(Adapter.toClassic(now.system()), (protocol, message) -> onReply(waits, protocol, message));
        Optional<Reason> limit = limit(right, call.call(), passage);
        if (limit.isPresent()) {
            reply.close();
            answer(form, call, outcome(limit.get()));
            return;
        }
        Decoded decoded = decode(form, call.call(), permit.protocol(), right.type(), reply);
        if (decoded == null || reply.isNamed() != wantsReply) {
            reply.close();
            waits.take();
            answer(form, call, Outcome.MALFORMED);
            return;
        }
        tally.delivered();
        if (wantsReply) {
            waiting.add(waits);
            sweepLater(now);
        }
        permit.target().<Object>unsafeUpcast().tell(decoded.message());
        backlog.told(decoded.bytes());
        if (!wantsReply) {
            answer(form, call, Outcome.OK);
        }
    }

    private static @Nullable Decoded decode(Form form, DetachedCall call, Protocol<?> protocol, int type, Reply reply) {
        byte[] body = form.cbor(call.body()).orElse(null);
        BodyCodec.Decoder decoder = BodyCodec.decoder(protocol, reply, DetachedCall.MAX_BODY_BYTES);
        return body != null && decoder.decode(type, body, 0, body.length) instanceof BodyCodec.Value value
                ? new Decoded(value.message(), Math.max(body.length, decoder.heapBytes()))
                : null;
    }

    /** By the clock that never jumps. */
    private long until(DetachedCall call) {
        long left = call.deadline() - clocks.wall().get().getEpochSecond();
        long wait = Math.min(left, settings.longestWait().toSeconds());
        return clocks.nanoTime().getAsLong() + TimeUnit.SECONDS.toNanos(wait);
    }

    // Replies.

    /** On the replying engine's thread, as in a session. */
    private void onReply(Waiting waits, Protocol<?> protocol, Object message) {
        if (!waits.take()) {
            return;
        }
        waiting.remove(waits);
        Reason closed = waits.right().refused();
        if (closed != null) {
            answer(waits.form(), waits.call(), outcome(closed));
            return;
        }
        try {
            BodyCodec.Encoder encoder = BodyCodec.encoder(protocol, NoReferences.INSTANCE, DetachedCall.MAX_BODY_BYTES);
            int type = encoder.encode(message);
            Bytes body = Bytes.of(encoder.buffer(), 0, encoder.length());
            answer(waits.form(), waits.call(), Outcome.OK, protocol.wireName(type), body);
        } catch (EncodingException unsendable) {
            log.warn(
                    LOG,
                    "a reply to {} was not sent: {}",
                    waits.call().call().issuer(),
                    String.valueOf(unsendable.getMessage()));
            answer(waits.form(), waits.call(), Outcome.UNSENDABLE);
        }
    }

    private void sweepLater(Opened now) {
        if (sweeping.compareAndSet(false, true)) {
            now.system()
                    .scheduler()
                    .scheduleOnce(SWEEP, () -> sweep(now), now.system().executionContext());
        }
    }

    private void sweep(Opened now) {
        sweeping.set(false);
        long nanos = clocks.nanoTime().getAsLong();
        for (Waiting each : waiting.all()) {
            Reason closed = each.right().refused();
            boolean late = nanos - each.untilNanos() >= 0;
            if ((late || closed != null) && each.take()) {
                waiting.remove(each);
                answer(each.form(), each.call(), closed == null ? Outcome.EXPIRED : outcome(closed));
            }
        }
        if (!waiting.isEmpty()) {
            sweepLater(now);
        }
    }

    private void answer(Form form, Claim.Signed call, Outcome outcome) {
        answer(form, call, outcome, "", Bytes.EMPTY);
    }

    private void answer(Form form, Claim.Signed call, Outcome outcome, String type, Bytes body) {
        tally.answered(outcome);
        long now = clocks.wall().get().getEpochSecond();
        form.done(new Result.Answered(call, new Answer(outcome, judge.epoch(), now, type, body)));
    }
}
