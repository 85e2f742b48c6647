package io.comity.pubsub;

import io.comity.store.Retention;
import io.comity.store.TopicLog;

/** Where a node keeps what is on a topic, and how much of it. */
public record Storage(TopicLog log, Retention retention) {}
