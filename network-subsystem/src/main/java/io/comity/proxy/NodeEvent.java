package io.comity.proxy;

import io.comity.identity.NodeId;
import io.comity.mission.Notice;

/** What becomes of the connection with another node; published on the node's event stream. */
public sealed interface NodeEvent {
    NodeId node();

    /** A link is up, for the first time or again; {@code remote} is the other end as the transport has it. */
    record Connected(NodeId node, String transport, String remote) implements NodeEvent {}

    /** The link is gone. The session may go on over another: see {@link SessionEnded}. */
    record Disconnected(NodeId node, String cause) implements NodeEvent {}

    /** Every known address was tried, or the other node refused. */
    record ConnectFailed(NodeId node, String cause) implements NodeEvent {}

    /** The session is over: every EngineProxy that was learned in it stops. */
    record SessionEnded(NodeId node, String cause) implements NodeEvent {}

    /** The other node has told, and signed, that it took back a grant by which this one was let in. */
    record Revoked(NodeId node, Notice notice) implements NodeEvent {}

    /** Two processes use the key of the other node, as when its folder was copied; what it says may come from either. */
    record SeenTwice(NodeId node, String cause) implements NodeEvent {}

    /** The other node says that two processes use the key of this one. */
    record SelfTwice(NodeId node, String cause) implements NodeEvent {}
}
