package io.comity.proxy;

import akka.actor.typed.ActorRef;
import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * From which node a reference came that may be used again: its name says so, which only this node gives. Whatever is told to it goes
 * there, be it meant for that node or for one behind it.
 */
public final class Whence {
    private static final String PREFIX = "of-";
    private static final int HEX = 2 * NodeId.SIZE_BYTES;
    private static final Pattern NAME = Pattern.compile(PREFIX + "([0-9a-f]{" + HEX + "})-.*");

    private Whence() {}

    /** How the names of references begin that came from this node. */
    static String prefix(NodeId node) {
        return PREFIX + node.key().toHex() + "-";
    }

    /** Empty for an actor of this node, and for what takes one reply only. */
    public static Optional<NodeId> of(ActorRef<?> reference) {
        boolean isOfNobodyElse = !reference.path().parent().name().equals("temp");
        return isOfNobodyElse
                ? Optional.empty()
                : Optional.of(NAME.matcher(reference.path().name()))
                        .filter(Matcher::matches)
                        .map(match -> new NodeId(Bytes.ofHex(match.group(1))));
    }
}
