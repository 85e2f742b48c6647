package io.comity.dissemination;

import io.comity.identity.NodeId;
import io.comity.topic.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * One node's place among those that joined one topic: its {@link Membership} and its {@link Tree}, each told what the other
 * says. A suspect of the tree loses its place in the membership; whoever becomes a neighbour or is one no more is that in both.
 *
 * <p>Inputs and what the caller owes are those of the two. Call {@link #due} when {@link #dueNs} says, which may change with
 * every input.
 */
public final class Overlay {
    private final Membership membership;
    private final Tree tree;

    public Overlay(NodeId own, MembershipSettings membership, TreeSettings tree, RandomGenerator random, long nowNs) {
        this.membership = new Membership(own, membership, random, nowNs);
        this.tree = new Tree(tree);
    }

    /** Joins the others by way of one of them; nothing is needed of whoever is the first. */
    public List<Output> join(NodeId contact, long nowNs) {
        return settle(membership.join(contact, nowNs), nowNs);
    }

    /** There is a link with a node for which {@link Output.Connect} asked. */
    public List<Output> linked(NodeId peer, long nowNs) {
        return settle(membership.linked(peer), nowNs);
    }

    /** There is no link to be had with a node for which {@link Output.Connect} asked. */
    public List<Output> failed(NodeId peer, long nowNs) {
        return settle(membership.failed(peer, nowNs), nowNs);
    }

    /** The link with that node is gone. */
    public List<Output> lost(NodeId peer, long nowNs) {
        return settle(membership.lost(peer, nowNs), nowNs);
    }

    /** That node broke a rule of which only the caller knows. */
    public List<Output> suspect(NodeId peer, long nowNs) {
        return settle(membership.suspect(peer, nowNs), nowNs);
    }

    /** That node says something. */
    public List<Output> hear(NodeId from, Talk talk, long nowNs) {
        boolean isOfTree = talk instanceof Talk.Have || talk instanceof Talk.Graft || talk instanceof Talk.Prune;
        return settle(isOfTree ? tree.hear(from, talk, nowNs) : membership.hear(from, talk, nowNs), nowNs);
    }

    /** Whether a message in this slot would be delivered: whoever asks first need not verify what would not. */
    public boolean isNew(Slot slot, long nowNs) {
        return tree.isNew(slot, nowNs);
    }

    /** This node says something. */
    public List<Output> publish(Slot slot, long nowNs) {
        return settle(tree.publish(slot, nowNs), nowNs);
    }

    /** A verified message came, or one that is not new. */
    public List<Output> received(NodeId from, Slot slot, long nowNs) {
        return settle(tree.received(from, slot, nowNs), nowNs);
    }

    /** What came from there in this slot is not by its publisher. */
    public List<Output> unusable(NodeId from, Slot slot, long nowNs) {
        return settle(tree.unusable(from, slot, nowNs), nowNs);
    }

    /** The message in this slot came and is its publisher's, but not wanted here. */
    public void unwanted(Slot slot) {
        tree.unwanted(slot);
    }

    /** The bytes of this slot are gone before their time. */
    public void released(Slot slot) {
        tree.released(slot);
    }

    /** When {@link #due} has something to do, if nothing else comes before. */
    public long dueNs() {
        long membershipNs = membership.dueNs();
        OptionalLong treeNs = tree.dueNs();
        return treeNs.isPresent() && treeNs.getAsLong() - membershipNs < 0 ? treeNs.getAsLong() : membershipNs;
    }

    /** Does what it is time for. */
    public List<Output> due(long nowNs) {
        List<Output> out = settle(tree.due(nowNs), nowNs);
        out.addAll(settle(membership.due(nowNs), nowNs));
        return out;
    }

    /** Each half's outputs, each followed by what the other half makes of it. */
    private List<Output> settle(List<Output> said, long nowNs) {
        List<Output> out = new ArrayList<>();
        for (Output output : said) {
            out.add(output);
            if (output instanceof Output.Up up) {
                out.addAll(tree.up(up.peer(), nowNs));
            } else if (output instanceof Output.Down down) {
                tree.down(down.peer(), nowNs);
            } else if (output instanceof Output.Suspect suspect) {
                out.addAll(settle(membership.suspect(suspect.peer(), nowNs), nowNs));
            }
        }
        return out;
    }

    /** The neighbours, oldest first. */
    public List<NodeId> neighbours() {
        return membership.neighbours();
    }

    /** Whether messages of this publisher go to this neighbour whole. */
    public boolean isEager(NodeId peer, NodeId publisher) {
        return tree.isEager(peer, publisher);
    }
}
