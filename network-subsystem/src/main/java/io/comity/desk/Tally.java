package io.comity.desk;

import io.comity.detached.Outcome;
import io.comity.detached.Refusal;
import io.comity.observe.Counter;
import io.comity.observe.Counters;

/** Counts every call that is not answered as its sender wished. */
final class Tally {
    private final Counters counters;

    Tally(Counters counters) {
        this.counters = counters;
    }

    void delivered() {
        counters.add(Counter.DELIVERED);
    }

    void refused(Refusal why) {
        counters.add(
                switch (why) {
                    case MALFORMED, UNSIGNED -> Counter.DROPPED_CALL;
                    case DENIED -> Counter.REFUSED_DENIED;
                    case BUSY -> Counter.DROPPED_BUSY;
                });
    }

    void answered(Outcome outcome) {
        switch (outcome) {
            case OK -> {}
            case EPOCH, CLOCK, EXPIRED -> counters.add(Counter.REFUSED_EXPIRED);
            case REPLAYED -> counters.add(Counter.REFUSED_REPLAYED);
            case REVOKED -> counters.add(Counter.REFUSED_REVOKED);
            case MALFORMED -> counters.add(Counter.REFUSED_MALFORMED);
            case OVERLOADED -> counters.add(Counter.REFUSED_OVERLOADED);
            case UNSENDABLE -> counters.add(Counter.UNSENT);
        }
    }
}
