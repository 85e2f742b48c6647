package io.comity.pubsub;

import io.comity.identity.NodeId;
import java.util.HashSet;
import java.util.Set;

/** Of whom it was said that something is wrong with what it publishes: once of each, so that nobody fills a log with it. */
final class Complaints {
    static final int MAX_PUBLISHERS = 256;

    private final Set<NodeId> publishers = new HashSet<>();

    /** Whether nothing was said of it yet, and may be now. */
    boolean isFirst(NodeId publisher) {
        return publishers.size() < MAX_PUBLISHERS && publishers.add(publisher);
    }
}
