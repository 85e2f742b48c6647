package io.comity.sim;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import java.util.HashSet;
import java.util.Set;

/** The engine of a story's nodes: takes letters, and says to the simulation which came. */
final class Post {
    static final String NAME = "post";

    static final String MISSION = "letters";

    sealed interface Letter {}

    record Note(String from, long number, String filling) implements Letter {}

    record Question(String from, long number, ActorRef<Reply> replyTo) implements Letter {}

    record Reply(long number) {}

    /** What was told before it came may still be under the right of {@code holder}. Granted to nobody. */
    record Mark(String holder) implements Letter {}

    private final Simulation simulation;
    private final String owner;
    private final Set<String> marked = new HashSet<>();

    private Post(Simulation simulation, String owner) {
        this.simulation = simulation;
        this.owner = owner;
    }

    static Behavior<Letter> create(Simulation simulation, String owner, Set<String> marked) {
        Post post = new Post(simulation, owner);
        post.marked.addAll(marked);
        return Behaviors.receive(Letter.class)
                .onMessage(Note.class, note -> post.came(note.from(), note.number()))
                .onMessage(Question.class, post::onQuestion)
                .onMessage(Mark.class, post::onMark)
                .build();
    }

    private Behavior<Letter> came(String from, long number) {
        simulation.happened(new Happening.Delivered(from, owner, number, marked.contains(from)));
        return Behaviors.same();
    }

    private Behavior<Letter> onQuestion(Question question) {
        question.replyTo().tell(new Reply(question.number()));
        return came(question.from(), question.number());
    }

    private Behavior<Letter> onMark(Mark mark) {
        marked.add(mark.holder());
        return Behaviors.same();
    }
}
