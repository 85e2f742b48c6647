package io.comity.filter;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One path of those that filters name, and what the message in hand has there. Slots of one message's fields hang together as the
 * fields do; a slot is there while something uses it or one below it.
 */
final class Slot {
    private static final Key NOWHERE = new Key();

    private final @Nullable Slot parent;
    private final @Nullable Key step;
    private final Map<Key, Slot> inside = new HashMap<>();
    private final Key value = new Key();
    private final Key big = new Key();
    private int uses;
    private long message;
    private boolean isSomething;

    private @Nullable Anchors ofAnyType;
    private @Nullable Map<String, Anchors> byType;

    Slot(@Nullable Slot parent, @Nullable Key step) {
        this.parent = parent;
        this.step = step;
    }

    /** The slot of {@code path} below this one, with one use more. */
    Slot acquire(Path path) {
        Slot slot = this;
        for (String name : path.steps()) {
            Slot above = slot;
            slot = slot.inside.computeIfAbsent(Key.text(name), step -> new Slot(above, step));
        }
        slot.uses++;
        return slot;
    }

    /** One use less. */
    void release() {
        uses--;
        Slot slot = this;
        while (slot.uses == 0 && slot.inside.isEmpty() && slot.parent != null && slot.step != null) {
            slot.parent.inside.remove(slot.step);
            slot = slot.parent;
        }
    }

    /**
     * Hangs {@code subscription} here.
     *
     * @param type null for messages of any
     * @param range null for whatever is here
     * @return whether it fits
     */
    boolean hang(Subscription subscription, @Nullable String type, @Nullable Range range, int maxTests) {
        if (type == null) {
            ofAnyType = ofAnyType == null ? new Anchors() : ofAnyType;
            return ofAnyType.put(subscription, range, maxTests, () -> {});
        }
        byType = byType == null ? new HashMap<>() : byType;
        Map<String, Anchors> types = byType;
        Anchors anchors = types.computeIfAbsent(type, name -> new Anchors());
        return anchors.put(subscription, range, maxTests, () -> {
            if (anchors.isEmpty()) {
                types.remove(type);
            }
        });
    }

    /** Tells {@code found} of what hangs here for messages of {@code type} that have something here. */
    void meetPresent(String type, Consumer<Bucket> found) {
        if (ofAnyType != null) {
            ofAnyType.present(found);
        }
        Anchors anchors = byType == null ? null : byType.get(type);
        if (anchors != null) {
            anchors.present(found);
        }
    }

    /** Tells {@code found} of all that hangs here for the message in hand, which has this field. */
    void meet(String type, Consumer<Bucket> found) {
        if (isSomething) {
            meetPresent(type, found);
        }
        Anchors anchors = byType == null ? null : byType.get(type);
        if (ofAnyType != null) {
            ofAnyType.value(value, found);
            ofAnyType.value(big, found);
        }
        if (anchors != null) {
            anchors.value(value, found);
            anchors.value(big, found);
        }
    }

    /** Whether nothing hangs here or below. */
    boolean isBare() {
        boolean isUntyped = ofAnyType == null || ofAnyType.isEmpty();
        return isUntyped && (byType == null || byType.isEmpty()) && inside.isEmpty();
    }

    boolean isLeaf() {
        return inside.isEmpty();
    }

    @Nullable
    Slot step(Key name) {
        return inside.get(name);
    }

    /** Whether message number {@code current} has something here already: of a name that comes twice, the first counts. */
    boolean isTaken(long current) {
        return message == current;
    }

    /** Takes what is at {@code position}, which is gone into as far as one can. */
    void take(long current, Item item, byte[] body, int position) {
        message = current;
        value.clear();
        big.clear();
        isSomething = item.head(position);
        if (!isSomething) {
            return;
        }
        switch (item.major()) {
            case Item.UNSIGNED, Item.NEGATIVE -> value.setNumber(item.integer());
            case Item.BYTES -> takeBytes(body, item.content(), (int) item.argument());
            case Item.TEXT -> value.set(Key.Sort.TEXT, body, item.content(), (int) item.argument());
            case Item.ARRAY -> takeArray(item, body);
            case Item.SIMPLE -> takeSimple(item);
            default -> {}
        }
    }

    private void takeBytes(byte[] body, int from, int size) {
        value.set(Key.Sort.OCTETS, body, from, size);
        if (size > 0 && size <= Extraction.MAX_BIG_BYTES) {
            big.setBig(body, from, size);
        }
    }

    private void takeSimple(Item item) {
        switch (item.first()) {
            case Item.FALSE, Item.TRUE -> value.setTruth(item.first() == Item.TRUE);
            case Item.FLOAT -> value.setReal(Float.intBitsToFloat((int) item.argument()));
            default -> value.setReal(Double.longBitsToDouble(item.argument()));
        }
    }

    /** A pair is a time or a choice, by what it begins with. */
    private void takeArray(Item item, byte[] body) {
        isSomething = item.argument() > 0;
        if (item.argument() != 2 || !item.head(item.content())) {
            return;
        }
        if (item.major() == Item.TEXT) {
            value.set(Key.Sort.TEXT, body, item.content(), (int) item.argument());
        } else if (item.major() == Item.UNSIGNED || item.major() == Item.NEGATIVE) {
            long seconds = item.integer();
            if (item.head(item.content()) && item.major() == Item.UNSIGNED && item.argument() < 1_000_000_000) {
                value.setTime(seconds, (int) item.argument());
            }
        }
    }

    boolean exists(long current) {
        return message == current && isSomething;
    }

    /** What is there, for comparing with literals of {@code sort}; of sort none when it cannot be. */
    Key value(long current, Key.Sort sort) {
        if (message != current) {
            return NOWHERE;
        }
        return value.sort() == sort ? value : big.sort() == sort ? big : NOWHERE;
    }

    /** What is there, as it is before all. */
    Key value(long current) {
        return message == current ? value : NOWHERE;
    }

    /** The number that the bytes there would be. */
    Key big(long current) {
        return message == current ? big : NOWHERE;
    }
}
