package io.comity.proxy;

import akka.actor.typed.ActorRef;
import io.comity.engine.Protocol;
import io.comity.mission.Grant;
import io.comity.reference.Export;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** An engine of this node that one peer may send to now, and under which of its grants. */
public record Permit(String engine, ActorRef<?> target, Protocol<?> protocol, List<Grant> grants) {
    public Permit {
        grants = List.copyOf(grants);
    }

    /** Whether any type of the protocol is covered at all: if not, the peer must not learn that the engine exists. */
    public boolean showsAnything() {
        // Most engines concern no grant: they cost as little as one that does not exist, so that time does not tell
        // which it is.
        return grants.stream().anyMatch(grant -> grant.mission().allowed().containsKey(engine))
                && IntStream.range(0, protocol.size()).anyMatch(this::isCovered);
    }

    /**
     * The types the peer is told of and their grants. Those it was told before keep their places, and a type that no
     * standing grant covers any more keeps its closed ones, so that a late cast hears why.
     */
    List<Export.Right> rights(List<Export.Right> told) {
        List<Export.Right> rights = new ArrayList<>();
        for (Export.Right before : told) {
            List<Grant> now = covering(before.type());
            rights.add(now.isEmpty() ? before : new Export.Right(before.type(), now));
        }
        for (int type = 0; type < protocol.size(); type++) {
            List<Grant> covering = covering(type);
            if (!covering.isEmpty() && !isTold(told, type)) {
                rights.add(new Export.Right(type, covering));
            }
        }
        return rights;
    }

    /** What lets messages of one type of the protocol pass, if anything does. */
    public Export.Right right(int type) {
        return new Export.Right(type, covering(type));
    }

    private boolean isCovered(int type) {
        return grants.stream().anyMatch(grant -> covers(grant, type));
    }

    private List<Grant> covering(int type) {
        return grants.stream().filter(grant -> covers(grant, type)).toList();
    }

    private boolean covers(Grant grant, int type) {
        return grant.covers(engine, protocol.messageClass(type), protocol.wireName(type));
    }

    private static boolean isTold(List<Export.Right> told, int type) {
        return told.stream().anyMatch(right -> right.type() == type);
    }
}
