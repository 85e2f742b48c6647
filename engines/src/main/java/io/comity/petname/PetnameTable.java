package io.comity.petname;

import io.comity.identity.NodeId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Petnames: each of one node, and each node with one at most. Any thread may ask. */
public final class PetnameTable {
    public static final int MAX = 10_000;

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    /** What a node's own text begins with, so that a name is never taken for a key. */
    private static final String RESERVED = "node1";

    private final int max;
    private final TreeMap<String, NodeId> nodes = new TreeMap<>();
    private final Map<NodeId, String> names = new HashMap<>();

    public PetnameTable() {
        this(MAX);
    }

    PetnameTable(int max) {
        this.max = max;
    }

    /**
     * Whether naming {@code node} so would be something new; false when that is its name already.
     *
     * @throws PetnameException when it is not allowed
     */
    public synchronized boolean admits(String name, NodeId node) {
        if (!NAME.matcher(name).matches() || name.startsWith(RESERVED)) {
            throw new PetnameException("petname \"" + name + "\" is not allowed; use 1 to 64 of a-z, 0-9, '.', '_' and"
                    + " '-', starting with a letter or digit and not with " + RESERVED);
        }
        NodeId holder = nodes.get(name);
        @Nullable String before = names.get(node);
        if (holder != null && !holder.equals(node)) {
            throw new PetnameException(
                    "\"" + name + "\" is " + holder + " already; remove that petname first or choose another");
        }
        if (before != null && !before.equals(name)) {
            throw new PetnameException(node + " is called \"" + before + "\" already; remove that petname first");
        }
        if (holder == null && nodes.size() >= max) {
            throw new PetnameException("there are " + max + " petnames already, the most a node may have");
        }
        return holder == null;
    }

    /** Names {@code node} so, for good or until it is removed; the same name again changes nothing. */
    public synchronized void set(String name, NodeId node) {
        if (admits(name, node)) {
            nodes.put(name, node);
            names.put(node, name);
        }
    }

    /** @throws PetnameException when there is none of this name */
    public synchronized void remove(String name) {
        NodeId node = nodes.remove(name);
        if (node == null) {
            throw new PetnameException("there is no petname \"" + name + "\"");
        }
        names.remove(node);
    }

    public synchronized Optional<NodeId> find(String name) {
        return Optional.ofNullable(nodes.get(name));
    }

    public synchronized Optional<String> nameOf(NodeId node) {
        return Optional.ofNullable(names.get(node));
    }

    /** All of them as they are now, by name. */
    public synchronized Map<String, NodeId> list() {
        return new TreeMap<>(nodes);
    }
}
