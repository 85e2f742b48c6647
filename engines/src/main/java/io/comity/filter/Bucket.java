package io.comity.filter;

import java.util.ArrayList;
import java.util.List;

/** Subscriptions under one anchor. Putting in and taking out take no longer when there are many. */
final class Bucket {
    /** Which subscription, and where. */
    static final class Place {
        final Subscription subscription;
        private final Bucket bucket;
        private final Runnable whenEmpty;
        private int at;

        private Place(Subscription subscription, Bucket bucket, Runnable whenEmpty, int at) {
            this.subscription = subscription;
            this.bucket = bucket;
            this.whenEmpty = whenEmpty;
            this.at = at;
        }

        /** The last moves into its place. */
        void leave() {
            Place last = bucket.places.remove(bucket.places.size() - 1);
            if (last != this) {
                bucket.places.set(at, last);
                last.at = at;
            }
            bucket.pay(-subscription.tests, Integer.MAX_VALUE);
            if (bucket.places.isEmpty()) {
                whenEmpty.run();
            }
        }
    }

    /** What evaluating all subscriptions takes that one message can meet in one place. */
    interface Budget {
        /**
         * Takes {@code tests} more; or fewer, when negative, and then it succeeds.
         *
         * @return whether there are no more than {@code max} then; if there would be, none was taken
         */
        boolean take(int tests, int max);

        /** Of a bucket by itself. */
        static Budget alone() {
            return new Budget() {
                private long taken;

                @Override
                public boolean take(int tests, int max) {
                    boolean fits = taken + tests <= max;
                    taken += fits ? tests : 0;
                    return fits;
                }
            };
        }
    }

    private final List<Place> places = new ArrayList<>(1);
    private final Budget budget;

    Bucket(Budget budget) {
        this.budget = budget;
    }

    private boolean pay(int tests, int maxTests) {
        return tests == 0 || budget.take(tests, maxTests);
    }

    int size() {
        return places.size();
    }

    Subscription get(int index) {
        return places.get(index).subscription;
    }

    /** @return whether it fits */
    boolean put(Subscription subscription, int maxTests, Runnable whenEmpty) {
        if (!pay(subscription.tests, maxTests)) {
            return false;
        }
        Place place = new Place(subscription, this, whenEmpty, places.size());
        places.add(place);
        subscription.isAt(place);
        return true;
    }
}
