package io.comity.transport.stream;

import io.comity.identity.NodeId;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** What lies between a socket and its wire: nothing, or a protocol that both ends must go through first. */
public interface Layer {
    Layer NONE = new Layer() {
        @Override
        public void addTo(Channel channel, @Nullable NodeId expected) {
            // The bytes pass as they are.
        }

        @Override
        public Future<?> passed(Channel channel) {
            return channel.newSucceededFuture();
        }
    };

    /**
     * Takes its place in the pipeline, before the wire.
     *
     * @param expected who must be at the other end; null when that end dialled, and may be anybody
     */
    void addTo(Channel channel, @Nullable NodeId expected);

    /** Done when this end of a connected channel may carry frames; fails when it never will. */
    Future<?> passed(Channel channel);
}
