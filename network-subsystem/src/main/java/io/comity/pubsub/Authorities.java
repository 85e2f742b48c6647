package io.comity.pubsub;

import io.comity.identity.Bytes;
import io.comity.topic.Cut;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What a topic's owner asks of its node: which rights to publish it has taken back. */
public interface Authorities {
    /**
     * A right to publish, and what is to hold if it was taken back.
     *
     * @param chain the bytes of the chain of grants
     */
    record Claim(Bytes chain, Cut cut) {}

    /** The cuts of the rights that do not stand any more, signed; whatever is no right of this node does not stand. */
    CompletionStage<List<Bytes>> cuts(List<Claim> claims);
}
