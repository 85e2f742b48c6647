package io.comity.harness.programs;

import io.comity.examples.process.Dialogue;
import io.comity.examples.process.Program;
import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.identity.Sha256;
import io.comity.store.SqliteStore;
import io.comity.store.Store;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;

/**
 * Writes a petname and an advert for number after number, without waiting for one before it asks for the next, and tells its
 * parent which were acknowledged as stored. No node: a store and its file.
 */
public final class StoreMain implements Program {
    private static final int TOLD = 25;

    private final Dialogue toParent;
    private final Store store;

    private StoreMain(Dialogue toParent) {
        this.toParent = toParent;
        this.store = SqliteStore.open(Path.of(System.getenv("COMITY_HOME"), "comity.db"));
    }

    public static void main(String[] arguments) throws Exception {
        Dialogue.serve(StoreMain::new);
    }

    private static NodeId node(int number) {
        return new NodeId(Bytes.of(
                Sha256.of(ByteBuffer.allocate(Integer.BYTES).putInt(number).array())));
    }

    @Override
    public String answer(String command, String rest) {
        return switch (command) {
            case "write" -> {
                new Thread(() -> write(Integer.parseInt(rest))).start();
                yield "";
            }
            case "count" -> Integer.toString(count());
            default -> throw new IllegalArgumentException("a store does not know " + command);
        };
    }

    /** Until it is killed. */
    private void write(int from) {
        for (int i = from; ; i++) {
            int number = i;
            store.putAdvert(new Store.SavedAdvert(node(number), Bytes.of(new byte[500]), node(number)));
            store.putPetname("friend-" + number, node(number))
                    .toCompletableFuture()
                    .thenRun(() -> told(number));
            if (number % (10 * TOLD) == 0) {
                store.putEpoch(number).toCompletableFuture().join();
            }
        }
    }

    private void told(int number) {
        if (number % TOLD == 0) {
            toParent.event("stored " + number);
        }
    }

    /** How many it holds, when that is all up to some number and each with its advert. */
    private int count() {
        Map<String, NodeId> petnames = store.contents().petnames();
        for (int i = 0; i < petnames.size(); i++) {
            int number = i;
            boolean whole = node(number).equals(petnames.get("friend-" + number));
            if (!whole) {
                throw new IllegalStateException("it holds " + petnames.size() + " and lacks number " + number);
            }
        }
        int adverts = store.contents().adverts().size();
        if (adverts < petnames.size()) {
            throw new IllegalStateException(petnames.size() + " petnames, but " + adverts + " adverts before them");
        }
        return petnames.size();
    }

    @Override
    public void close() {
        store.close();
    }
}
