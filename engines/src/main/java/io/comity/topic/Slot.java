package io.comity.topic;

import io.comity.identity.NodeId;

/**
 * The place of one message on a topic. A publisher numbers what it says from 1 on, without gaps, within an epoch; each of its
 * starts has a greater epoch. Two messages in one slot are a lie.
 *
 * @param epoch the publisher's, 0 or more
 * @param sequence 1 or more
 */
public record Slot(NodeId publisher, long epoch, long sequence) {
    /** @throws IllegalArgumentException if a number is out of range, which whoever reads bytes of others checks first */
    public Slot {
        if (epoch < 0 || sequence < 1) {
            throw new IllegalArgumentException("an epoch is 0 or more and a sequence 1 or more");
        }
    }

    /** The next of the same publisher in the same epoch. */
    public Slot next() {
        return new Slot(publisher, epoch, sequence + 1);
    }

    @Override
    public String toString() {
        return publisher + " " + epoch + ":" + sequence;
    }
}
