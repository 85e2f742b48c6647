package io.comity.proxy;

import io.comity.selection.Preference;
import java.time.Duration;
import java.util.List;

/**
 * Terms under which messages are sent to another node: honoured, or the message is refused.
 *
 * @param within after which the message is no longer to be delivered, on either node
 * @param preference the transports it may take until the other node has it
 */
public record Delivery(Duration within, Preference preference) {
    private static final Duration EVER = Duration.ofNanos(Dispatch.EVER);

    public Delivery {
        if (within.isNegative() || within.compareTo(EVER) > 0) {
            throw new IllegalArgumentException("a message is delivered within 0 s to 292 years, not " + within);
        }
    }

    /** Delivered within this time, or refused as {@code expired}. */
    public static Delivery within(Duration time) {
        return new Delivery(time, Preference.ANY);
    }

    /** Sent over one of these transports, the first that can be had, or refused as {@code unreachable}. */
    public static Delivery over(String... transports) {
        if (transports.length == 0) {
            throw new IllegalArgumentException("name at least one transport, or ask for within(…) alone");
        }
        return new Delivery(EVER, new Preference(List.of(transports)));
    }

    public Delivery andWithin(Duration time) {
        return new Delivery(time, preference);
    }
}
