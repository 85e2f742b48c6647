package io.comity.bench.filters;

import io.comity.filter.Filter;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/**
 * Filters, and messages that they want. For each customer there is a filter of each kind: a value, a range, a prefix, a value with
 * more beside, an alternative; so that a message is as much wanted however many customers there are.
 */
final class Orders {
    /** Filters that want a message: all of its customer. */
    static final int MATCHES = 5;

    static final String TYPE = "Order";

    private Orders() {}

    private static String account(int customer) {
        return "account-" + customer;
    }

    private static String route(int customer) {
        return String.format(Locale.ROOT, "desk-%06d/", customer);
    }

    /** @param number of the filter; {@link #MATCHES} in a row are of one customer */
    static Filter filter(int number) {
        int customer = customerOf(number);
        return switch (number % MATCHES) {
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

    static int customerOf(int filter) {
        return filter / MATCHES;
    }

    static Trade.Order order(int customer, Random random) {
        byte[] proof = new byte[32];
        random.nextBytes(proof);
        return new Trade.Order(
                customer,
                new Trade.Party(account(customer), Optional.empty()),
                random.nextBoolean() ? Trade.Side.BUY : Trade.Side.SELL,
                10L * customer + random.nextInt(10),
                new BigInteger(80, random).add(BigInteger.ONE),
                route(customer) + random.nextInt(1_000),
                Instant.ofEpochSecond(1_795_000_000L + random.nextInt(1_000_000)),
                proof);
    }
}
