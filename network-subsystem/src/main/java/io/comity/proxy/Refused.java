package io.comity.proxy;

import io.comity.engine.EngineId;
import io.comity.mission.Reason;
import java.time.Duration;

/**
 * A message to {@code target} was not delivered. Published on the node's event stream, whether the other side refused it or
 * this one gave it up.
 *
 * @param retryAfter when the same message might pass, if the owner said so; else zero
 */
public record Refused(EngineId target, Reason reason, Duration retryAfter) {
    public Refused(EngineId target, Reason reason) {
        this(target, reason, Duration.ZERO);
    }
}
