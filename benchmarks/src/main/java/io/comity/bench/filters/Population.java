package io.comity.bench.filters;

import io.comity.bench.BenchException;
import io.comity.engine.BodyCodec;
import io.comity.engine.Protocol;
import io.comity.filter.Filter;
import io.comity.filter.Index;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/**
 * Subscriptions in one index, and messages of which each is wanted by {@link #MATCHES}. For each customer there is a filter of
 * each kind: a value, a range, a prefix, a value with more beside, an alternative; so that messages are as much wanted however
 * many customers there are.
 */
final class Population {
    static final int MATCHES = 5;
    /** Subscriptions that come and go while their cost is measured. */
    static final int EXTRA = 1_000;

    private static final Protocol<Trade> PROTOCOL = Protocol.of(Trade.class);
    private static final String TYPE = "Order";
    private static final int MESSAGES = 4_096;
    private static final long SEED = 7;

    private final Index<Integer> index = new Index<>();
    private final int size;
    private final List<byte[]> bodies = new ArrayList<>();
    private final List<Filter> extra = new ArrayList<>();

    Population(int size) {
        this.size = size;
        for (int i = 0; i < size; i++) {
            put(i, filter(i / MATCHES, i % MATCHES));
        }
        Random random = new Random(SEED);
        for (int i = 0; i < MESSAGES; i++) {
            bodies.add(body(random.nextInt(size / MATCHES), random));
        }
        for (int i = 0; i < EXTRA; i++) {
            extra.add(filter(size + i / MATCHES, i % MATCHES));
        }
    }

    private void put(int key, Filter filter) {
        index.put(key, filter).ifPresent(why -> {
            throw new BenchException("a subscription was refused: " + why);
        });
    }

    int size() {
        return size;
    }

    int bodyBytes() {
        return bodies.get(0).length;
    }

    private static String account(int customer) {
        return "account-" + customer;
    }

    private static String route(int customer) {
        return String.format(Locale.ROOT, "desk-%06d/", customer);
    }

    private static Filter filter(int customer, int kind) {
        return switch (kind) {
            case 0 -> Filter.field("party.account").is(account(customer));
            case 1 -> Filter.field("price").between(10L * customer, 10L * customer + 9);
            case 2 -> Filter.type(TYPE).and(Filter.field("route").startsWith(route(customer)));
            case 3 ->
                Filter.type(TYPE)
                        .and(Filter.field("order").is(customer))
                        .and(Filter.field("amount").above(0))
                        .and(Filter.field("side").in(Trade.Side.BUY, Trade.Side.SELL));
            default ->
                Filter.field("order")
                        .is(customer)
                        .or(Filter.field("party.account").is(account(customer)))
                        .and(Filter.field("party.note").exists().not());
        };
    }

    private static byte[] body(int customer, Random random) {
        byte[] proof = new byte[32];
        random.nextBytes(proof);
        BodyCodec.Encoder encoder = BodyCodec.encoder(PROTOCOL, NoReferences.INSTANCE, 1 << 16);
        encoder.encode(new Trade.Order(
                customer,
                new Trade.Party(account(customer), Optional.empty()),
                random.nextBoolean() ? Trade.Side.BUY : Trade.Side.SELL,
                10L * customer + random.nextInt(10),
                new BigInteger(80, random).add(BigInteger.ONE),
                route(customer) + random.nextInt(1_000),
                Instant.ofEpochSecond(1_795_000_000L + random.nextInt(1_000_000)),
                proof));
        return Arrays.copyOf(encoder.buffer(), encoder.length());
    }

    /** Matches messages for {@code nanos}; returns nanoseconds for each. */
    double match(long nanos) {
        long begin = System.nanoTime();
        long messages = 0;
        long spent;
        do {
            for (byte[] body : bodies) {
                int matches = index.match(TYPE, body).size();
                if (matches != MATCHES) {
                    throw new BenchException("a message was matched by " + matches + ", not by " + MATCHES);
                }
            }
            messages += bodies.size();
            spent = System.nanoTime() - begin;
        } while (spent < nanos);
        return (double) spent / messages;
    }

    /** Puts {@link #EXTRA} subscriptions in and takes them out; returns the nanoseconds that each took. */
    Turnover turnOver() {
        long begin = System.nanoTime();
        for (int i = 0; i < EXTRA; i++) {
            put(size + i, extra.get(i));
        }
        long full = System.nanoTime();
        for (int i = 0; i < EXTRA; i++) {
            index.remove(size + i);
        }
        long end = System.nanoTime();
        return new Turnover((double) (full - begin) / EXTRA, (double) (end - full) / EXTRA);
    }

    /** Nanoseconds for one subscription. */
    record Turnover(double subscribe, double unsubscribe) {}
}
