package io.comity.proxy;

import io.comity.engine.EngineId;
import io.comity.mission.Reason;

/**
 * A message to {@code target} was not delivered. Published on the node's event stream, whether the other side refused it or
 * this one gave it up.
 */
public record Refused(EngineId target, Reason reason) {}
