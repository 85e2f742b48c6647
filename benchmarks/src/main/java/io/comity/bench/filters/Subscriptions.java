package io.comity.bench.filters;

/** So many subscriptions, of which as many want each message, however many there are. */
interface Subscriptions {
    /** Subscriptions that come and go while their cost is measured. */
    int EXTRA = 1_000;

    int size();

    /** Takes messages for {@code nanos}; returns nanoseconds for each. */
    double take(long nanos);

    /** Lets {@link #EXTRA} more subscribe, and then cancel; returns the nanoseconds that each took. */
    Turnover turnOver();

    /** Nanoseconds for one subscription. */
    record Turnover(double subscribe, double cancel) {}
}
