package io.comity.node;

import io.comity.identity.NodeId;
import io.comity.petname.PetnameTable;
import io.comity.store.Store;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * What the owner of this node calls the nodes of others. Petnames are local: nobody else sees them, and they prove nothing. They
 * survive restarts, and a node that has one is never forgotten. Any thread may call.
 */
public final class Petnames {
    private final PetnameTable table;
    private final Store store;

    Petnames(PetnameTable table, Store store) {
        this.table = table;
        this.store = store;
    }

    /**
     * Names {@code node} so. When this returns, the name is stored.
     *
     * @throws io.comity.petname.PetnameException when the name is not allowed, or it or the node is taken
     * @throws io.comity.store.StoreException when it cannot be stored; nothing has changed then
     */
    public void set(String name, NodeId node) {
        synchronized (table) {
            if (table.admits(name, node)) {
                await(store.putPetname(name, node));
                table.set(name, node);
            }
        }
    }

    /**
     * Takes a name away.
     *
     * @throws io.comity.petname.PetnameException when there is none
     */
    public void remove(String name) {
        synchronized (table) {
            if (table.find(name).isPresent()) {
                await(store.removePetname(name));
            }
            table.remove(name);
        }
    }

    public Optional<NodeId> find(String name) {
        return table.find(name);
    }

    public Optional<String> nameOf(NodeId node) {
        return table.nameOf(node);
    }

    /** All of them as they are now, by name. */
    public Map<String, NodeId> list() {
        return table.list();
    }

    private static void await(CompletionStage<Void> write) {
        try {
            write.toCompletableFuture().join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }
}
