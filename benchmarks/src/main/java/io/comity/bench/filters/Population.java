package io.comity.bench.filters;

import io.comity.bench.BenchException;
import io.comity.engine.BodyCodec;
import io.comity.engine.Protocol;
import io.comity.filter.Filter;
import io.comity.filter.Index;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Subscriptions in an index that nothing else is about, and encoded messages that are held against it. */
final class Population implements Subscriptions {
    private static final Protocol<Trade> PROTOCOL = Protocol.of(Trade.class);
    private static final int MESSAGES = 4_096;
    private static final long SEED = 7;

    private final Index<Integer> index = new Index<>();
    private final int size;
    private final List<byte[]> bodies = new ArrayList<>();
    private final List<Filter> extra = new ArrayList<>();

    Population(int size) {
        this.size = size;
        for (int i = 0; i < size; i++) {
            put(i, Orders.filter(i));
        }
        Random random = new Random(SEED);
        for (int i = 0; i < MESSAGES; i++) {
            bodies.add(body(random.nextInt(size / Orders.MATCHES), random));
        }
        for (int i = 0; i < EXTRA; i++) {
            extra.add(Orders.filter(size + i));
        }
    }

    private void put(int key, Filter filter) {
        index.put(key, filter).ifPresent(why -> {
            throw new BenchException("a subscription was refused: " + why);
        });
    }

    @Override
    public int size() {
        return size;
    }

    int bodyBytes() {
        return bodies.get(0).length;
    }

    static byte[] body(int customer, Random random) {
        BodyCodec.Encoder encoder = BodyCodec.encoder(PROTOCOL, NoReferences.INSTANCE, 1 << 16);
        encoder.encode(Orders.order(customer, random));
        return Arrays.copyOf(encoder.buffer(), encoder.length());
    }

    @Override
    public double take(long nanos) {
        long begin = System.nanoTime();
        long messages = 0;
        long spent;
        do {
            for (byte[] body : bodies) {
                int matches = index.match(Orders.TYPE, body).size();
                if (matches != Orders.MATCHES) {
                    throw new BenchException("a message was matched by " + matches + ", not by " + Orders.MATCHES);
                }
            }
            messages += bodies.size();
            spent = System.nanoTime() - begin;
        } while (spent < nanos);
        return (double) spent / messages;
    }

    @Override
    public Turnover turnOver() {
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
}
