package io.comity.selection;

import io.comity.transport.Address;
import java.util.List;
import java.util.OptionalLong;

/** What to do next about reaching a node. */
public sealed interface Step {
    /**
     * @param dial begin to dial these
     * @param giveUp cancel these, whose time is over
     * @param againNanos when to ask {@link Selection#due} again; empty while no round is under way
     */
    record Go(List<Address> dial, List<Address> giveUp, OptionalLong againNanos) implements Step {
        public Go {
            dial = List.copyOf(dial);
            giveUp = List.copyOf(giveUp);
        }
    }

    /** The round is over: use {@code winner}, cancel the others. */
    record Won(Address winner, List<Address> cancel) implements Step {
        public Won {
            cancel = List.copyOf(cancel);
        }
    }

    /**
     * The round is over, and the node is not reached.
     *
     * @param giveUp cancel these, whose time is over
     * @param cause one line: why, and what to do where something can be done
     */
    record Lost(List<Address> giveUp, String cause) implements Step {
        public Lost {
            giveUp = List.copyOf(giveUp);
        }
    }
}
