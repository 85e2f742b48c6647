package io.comity.transport.stream;

import io.netty.channel.Channel;

/** Puts a wire on a stream: called once for each, on its event loop, before a byte of it is read. */
@FunctionalInterface
public interface Wiring {
    /** @param remote the other end, for the log */
    void put(Channel stream, String remote);
}
