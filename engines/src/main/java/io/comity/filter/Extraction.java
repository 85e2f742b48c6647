package io.comity.filter;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads from each message what filters ask for, in one pass over its body: where names of fields meet {@link Slot}s, the values
 * are taken, and what nobody asks for is stepped over. Takes as long as the body is long, however many slots there are.
 */
final class Extraction {
    /** As a body's big integer has at most. */
    static final int MAX_BIG_BYTES = 1_024;

    final Slot root = new Slot(null, null);

    private final Item item = new Item();
    private final Key name = new Key();
    private final List<Slot> found = new ArrayList<>();
    private byte[] body = {};
    private long message;
    private String type = "";

    /** @param offset and {@code length} lie within {@code newBody} */
    void read(String newType, byte[] newBody, int offset, int length) {
        type = newType;
        body = newBody;
        message++;
        found.clear();
        item.reset(newBody, offset + length);
        if (!root.isLeaf()) {
            descend(root, innermost(offset));
        }
    }

    /** The number of the message in hand; those before it have lower ones. */
    long message() {
        return message;
    }

    String type() {
        return type;
    }

    /** The slots of which the message has something, in the order of its body. */
    List<Slot> found() {
        return found;
    }

    /** Goes into arrays of one. */
    private int innermost(int position) {
        int at = position;
        while (item.head(at) && item.major() == Item.ARRAY && item.argument() == 1) {
            at = item.content();
        }
        return at;
    }

    private void descend(Slot slot, int position) {
        int at = position;
        while (item.head(at) && item.major() == Item.ARRAY && item.argument() == 2) {
            at = item.head(item.content()) && item.major() == Item.TEXT
                    ? innermost(item.content() + (int) item.argument())
                    : -1;
        }
        if (item.head(at) && item.major() == Item.MAP) {
            fields(slot, item.content(), item.argument());
        }
    }

    private void fields(Slot slot, int position, long count) {
        int at = position;
        for (long left = count; left > 0 && at >= 0; left--) {
            if (!item.head(at) || item.major() != Item.TEXT) {
                return;
            }
            name.set(Key.Sort.TEXT, body, item.content(), (int) item.argument());
            at = item.content() + (int) item.argument();
            Slot field = slot.step(name);
            if (field != null && !field.isTaken(message)) {
                take(field, at);
            }
            at = item.skip(at);
        }
    }

    private void take(Slot field, int position) {
        int at = innermost(position);
        field.take(message, item, body, at);
        found.add(field);
        if (!field.isLeaf()) {
            descend(field, at);
        }
    }
}
