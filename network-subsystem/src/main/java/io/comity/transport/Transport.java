package io.comity.transport;

import io.comity.identity.NodeId;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A kind of wire: what a {@link TransportProtocol} engine drives. Implementations know nothing of engines, rights or sessions. */
public interface Transport {
    /** The scheme of its addresses: {@code tcp}, {@code artery-tls}, {@code memory}. */
    String name();

    /**
     * Why this kind of wire does not work on this machine, in a few words: a native library that is missing, say. Empty when
     * it does. Nothing else may be asked of a transport that does not, but to {@link #close}.
     */
    default Optional<String> unavailable() {
        return Optional.empty();
    }

    /**
     * Listens where the settings say and hands every accepted wire to {@code accepted}, on any thread.
     *
     * @return the address others dial, or a failure whose message names the address and what to do
     */
    CompletionStage<Address> listen(Consumer<Wire> accepted);

    /** Dials {@code address}; {@code expected} is the node that should answer, for transports that can tell at once. */
    CompletionStage<Wire> dial(Address address, NodeId expected);

    /** Closes the listener, every wire and every thread, for good; done when the address is free for another. */
    CompletionStage<Void> close();
}
