package io.comity.node;

import io.comity.evidence.EvidenceFile;
import io.comity.evidence.Proof;
import io.comity.identity.NodeId;
import io.comity.witness.Batch;
import io.comity.witness.Shelf;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The signed messages of others that this node still has in memory, each of which can be proven to anybody once it is exported.
 * How much is kept is {@code comity.evidence.keep}; the oldest go first, and all go with the process.
 */
public final class KeptEvidence {
    /**
     * One message.
     *
     * @param batch with {@code place}: which message it is
     * @param sender the node that signed it
     * @param sizeBytes of the ur-message
     * @param sent by the sender's clock
     * @param received by this node's
     */
    public record Item(
            long batch,
            int place,
            NodeId sender,
            String engine,
            String type,
            int sizeBytes,
            Instant sent,
            Instant received) {}

    private final Shelf shelf;

    KeptEvidence(Shelf shelf) {
        this.shelf = shelf;
    }

    /** Everything, oldest first. */
    public List<Item> list() {
        List<Item> items = new ArrayList<>();
        shelf.batches().forEach((id, batch) -> add(items, id, batch));
        return items;
    }

    /** What one node sent. */
    public List<Item> of(NodeId sender) {
        return list().stream().filter(item -> item.sender().equals(sender)).toList();
    }

    private static void add(List<Item> items, long id, Batch batch) {
        Batch.Ground ground = batch.ground();
        Instant sent = Instant.ofEpochSecond(Math.min(ground.statement().time(), Instant.MAX.getEpochSecond()));
        Instant received = Instant.ofEpochSecond(ground.received());
        for (Batch.Message message : batch.messages()) {
            items.add(new Item(
                    id,
                    items.isEmpty() || items.get(items.size() - 1).batch() != id
                            ? 0
                            : items.get(items.size() - 1).place() + 1,
                    ground.sender(),
                    message.engine(),
                    message.type(),
                    message.sizeBytes(),
                    sent,
                    received));
        }
    }

    /** A file that proves these messages, as {@code comity evidence verify} reads it; without those that were dropped since. */
    public byte[] export(List<Item> items) {
        List<Proof> proofs = new ArrayList<>();
        for (Item item : items) {
            shelf.find(item.batch()).flatMap(batch -> batch.prove(item.place())).ifPresent(proofs::add);
        }
        return EvidenceFile.write(proofs);
    }
}
