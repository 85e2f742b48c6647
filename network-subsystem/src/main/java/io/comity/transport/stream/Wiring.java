package io.comity.transport.stream;

import io.comity.identity.Bytes;
import io.netty.channel.Channel;
import java.util.Optional;

/** Puts a wire on a stream: called once for each, on its event loop, before a byte of it is read. */
@FunctionalInterface
public interface Wiring {
    /**
     * @param remote the other end, for the log
     * @param origin where it dialled from; empty when this end dialled, or when there is nothing to go by
     */
    void put(Channel stream, String remote, Optional<Bytes> origin);
}
