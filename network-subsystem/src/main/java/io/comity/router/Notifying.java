package io.comity.router;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.mission.Notice;
import io.comity.mission.Reason;
import io.comity.proxy.NodeProxy;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The Router's part that tells holders what was taken from them, signed: now, or when they are connected again. Holders take
 * turns, and no more is signed in a second than is set, so that nobody makes this node spend its time on signatures.
 *
 * <p>Whoever calls {@link #owe} knows that the holder held the chain: a stranger is told nothing.
 */
final class Notifying {
    /** Chains of one holder of which it is still to be told; of more than that it is told nothing. */
    static final int MAX_OF_ONE_HOLDER = 64;
    /** Beyond it the holder that has waited longest is not told any more. */
    static final int MAX_HOLDERS = 10_000;

    private static final long SECOND_NS = 1_000_000_000;

    private final Router.Context node;
    private final BiConsumer<NodeId, NodeProxy.Notify> say;
    private final Consumer<Bytes> settled;
    private final Runnable later;
    private final Map<NodeId, Set<Bytes>> owed = new LinkedHashMap<>();
    private final Set<NodeId> attached = new HashSet<>();
    /** Those of {@link #attached} that are owed something, in the order of their turns. */
    private final Set<NodeId> due = new LinkedHashSet<>();

    private long secondBegunNs;
    private int signedInSecond;

    /**
     * @param say says a notice to a node that is connected
     * @param settled told of each chain of which nothing more will be said
     * @param later asks for {@link #tell} in a second
     */
    Notifying(Router.Context node, BiConsumer<NodeId, NodeProxy.Notify> say, Consumer<Bytes> settled, Runnable later) {
        this.node = node;
        this.say = say;
        this.settled = settled;
        this.later = later;
        this.secondBegunNs = node.nanoTime().getAsLong();
    }

    void attached(NodeId holder) {
        attached.add(holder);
        if (owed.containsKey(holder)) {
            due.add(holder);
            tell();
        }
    }

    void detached(NodeId holder) {
        attached.remove(holder);
        due.remove(holder);
    }

    /** This holder is to be told that this chain is dead; {@link #tell} does. */
    void owe(NodeId holder, Bytes chain) {
        Set<Bytes> chains = owed.computeIfAbsent(holder, fresh -> new LinkedHashSet<>());
        if (chains.size() >= MAX_OF_ONE_HOLDER && !chains.contains(chain)) {
            settled.accept(chain);
            return;
        }
        chains.add(chain);
        if (attached.contains(holder)) {
            due.add(holder);
        }
        if (owed.size() > MAX_HOLDERS) {
            giveUp(owed.keySet().iterator().next());
        }
    }

    private void giveUp(NodeId holder) {
        due.remove(holder);
        Set<Bytes> untold = owed.remove(holder);
        if (untold != null) {
            untold.forEach(settled);
        }
    }

    /** Signs and says what is due, as much as may be in this second. */
    void tell() {
        long now = node.nanoTime().getAsLong();
        if (now - secondBegunNs >= SECOND_NS) {
            secondBegunNs = now;
            signedInSecond = 0;
        }
        while (!due.isEmpty() && signedInSecond < node.settings().rights().noticesPerSecond()) {
            signedInSecond++;
            tellNext();
        }
        if (!due.isEmpty()) {
            later.run();
        }
    }

    private void tellNext() {
        NodeId holder = due.iterator().next();
        due.remove(holder);
        Set<Bytes> chains = owed.getOrDefault(holder, Set.of());
        Iterator<Bytes> each = chains.iterator();
        Bytes chain = each.next();
        each.remove();
        if (chains.isEmpty()) {
            owed.remove(holder);
        } else {
            due.add(holder);
        }
        settled.accept(chain);
        Bytes signed = Notice.sign(
                node.keyHolder(), chain, Reason.REVOKED, node.clock().get());
        say.accept(holder, new NodeProxy.Notify(chain, signed));
    }
}
