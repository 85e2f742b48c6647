package io.comity.transport.stream;

import io.comity.transport.Address;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.concurrent.CompletionStage;

/** Where a transport listens, and what addresses of its kind mean. */
public interface Places {
    /** The transport's name, and the scheme of its addresses. */
    String transport();

    /**
     * Where to listen.
     *
     * @throws IOException when nobody could listen there; its message names the place, the cause and the cure
     */
    SocketAddress here() throws IOException;

    /** What others dial to reach the listener that was bound here. */
    Address advertised(SocketAddress bound);

    /** Why {@link #here} could not be bound, in one line that names the place, the cause and the cure. */
    String notBound(Throwable cause);

    /** Where {@code address} is; fails with a few words on the cause. Nothing that is slow is done on the calling thread. */
    CompletionStage<SocketAddress> find(Address address);

    /** Ends whatever looks places up. */
    void close();
}
