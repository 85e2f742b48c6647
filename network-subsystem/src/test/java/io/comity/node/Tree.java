package io.comity.node;

import akka.actor.ActorRef;
import akka.actor.ActorRefWithCell;
import akka.actor.ExtendedActorSystem;
import akka.actor.typed.javadsl.Adapter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import scala.jdk.javaapi.CollectionConverters;

/** The actors of a node as they are spawned, by path, for tests that look at them and end them. */
final class Tree {
    private final Node node;

    Tree(Node node) {
        this.node = node;
    }

    /** The paths below {@code user}, sorted, with {@code #} for the numbers in names. */
    List<String> shape() {
        return actors().stream().map(Tree::place).sorted().toList();
    }

    /** Every actor below {@code user} whose {@link #shape} satisfies {@code wanted}, in the order of its spawning. */
    List<ActorRef> find(Predicate<String> wanted) {
        return actors().stream().filter(actor -> wanted.test(place(actor))).toList();
    }

    private List<ActorRef> actors() {
        List<ActorRef> found = new ArrayList<>();
        collect(((ExtendedActorSystem) Adapter.toClassic(node.system())).guardian(), found);
        return found;
    }

    private static void collect(ActorRef parent, List<ActorRef> found) {
        for (ActorRef child : CollectionConverters.asJava(((ActorRefWithCell) parent).children())) {
            found.add(child);
            collect(child, found);
        }
    }

    private static String place(ActorRef actor) {
        return actor.path().toStringWithoutAddress().replaceFirst("/user/", "").replaceAll("-\\d+(?=-|/|$)", "-#");
    }
}
