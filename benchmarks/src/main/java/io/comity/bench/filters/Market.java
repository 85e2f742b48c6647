package io.comity.bench.filters;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import io.comity.bench.BenchException;
import io.comity.node.Node;
import io.comity.node.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Subscriptions of actors to a topic of a node. What is published is encoded, numbered, signed, matched and told, and done with
 * when each of those who want it has it.
 */
final class Market implements Subscriptions {
    /** Actors, each with as many subscriptions as any other. */
    static final int MAX_TRADERS = 4_096;

    /** Messages that are published before the next are; each subscriber has room for as many. */
    private static final int WINDOW = 1_000;

    private static final int MESSAGES = 4_096;
    private static final long SEED = 7;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Topic<Trade> topic;
    private final int size;
    private final List<ActorRef<Trade>> traders = new ArrayList<>();
    private final List<Trade> orders = new ArrayList<>();
    private final AtomicLong delivered = new AtomicLong();
    private final Semaphore allDelivered = new Semaphore(0);
    private volatile long goal;
    private volatile String complaint = "";

    Market(Node node, int size) {
        this.topic = node.topics().create("trades-" + size, Trade.class);
        this.size = size;
        Random random = new Random(SEED);
        for (int i = 0; i < MESSAGES; i++) {
            orders.add(Orders.order(random.nextInt(size / Orders.MATCHES), random));
        }
        for (int i = 0; i < Math.min(size, MAX_TRADERS); i++) {
            traders.add(node.system().systemActorOf(trader(i), "trader-" + size + "-" + i, Props.empty()));
        }
        await(subscribe(0, size));
    }

    /** Has subscribed with every filter whose number leaves {@code number} over. */
    private Behavior<Trade> trader(int number) {
        return Behaviors.receiveMessage(trade -> {
            took(number, (Trade.Order) trade);
            return Behaviors.same();
        });
    }

    private void took(int trader, Trade.Order order) {
        boolean isWanted = false;
        int first = (int) order.order() * Orders.MATCHES;
        for (int filter = first; filter < first + Orders.MATCHES; filter++) {
            isWanted |= filter % traders.size() == trader;
        }
        if (!isWanted) {
            complaint = "somebody was told what it does not want";
        }
        if (delivered.incrementAndGet() == goal) {
            allDelivered.release();
        }
    }

    private List<Topic<Trade>.Subscription> subscribe(int first, int count) {
        List<Topic<Trade>.Subscription> subscriptions = new ArrayList<>();
        for (int i = first; i < first + count; i++) {
            subscriptions.add(topic.subscribe(traders.get(i % traders.size()), Orders.filter(i)));
        }
        return subscriptions;
    }

    private static void await(List<Topic<Trade>.Subscription> subscriptions) {
        CompletableFuture<?>[] started = subscriptions.stream()
                .map(each -> each.started().toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(started)
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public double take(long nanos) {
        long begin = System.nanoTime();
        long messages = 0;
        long spent;
        do {
            goal = delivered.get() + (long) WINDOW * Orders.MATCHES;
            for (int i = 0; i < WINDOW; i++) {
                topic.publish(orders.get((int) ((messages + i) % MESSAGES)));
            }
            awaitAll();
            messages += WINDOW;
            spent = System.nanoTime() - begin;
        } while (spent < nanos);
        return (double) spent / messages;
    }

    private void awaitAll() {
        boolean came;
        try {
            came = allDelivered.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted");
        }
        if (!came) {
            throw new BenchException("of " + goal + " deliveries " + delivered.get() + " came");
        }
        if (!complaint.isEmpty()) {
            throw new BenchException(complaint);
        }
    }

    /** Nothing says that a subscription was cancelled; so somebody subscribes after all have. */
    @Override
    public Turnover turnOver() {
        long begin = System.nanoTime();
        List<Topic<Trade>.Subscription> extra = subscribe(size, EXTRA);
        await(extra);
        long full = System.nanoTime();
        extra.forEach(Topic.Subscription::cancel);
        List<Topic<Trade>.Subscription> last = subscribe(size, 1);
        await(last);
        long end = System.nanoTime();
        last.forEach(Topic.Subscription::cancel);
        return new Turnover((double) (full - begin) / EXTRA, (double) (end - full) / EXTRA);
    }
}
