package io.comity.pubsub;

import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Signs with the node's own key, which may take its time. */
public interface Signing {
    CompletionStage<Bytes> sign(Function<KeyHolder, Bytes> paper);
}
