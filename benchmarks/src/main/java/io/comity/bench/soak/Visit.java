package io.comity.bench.soak;

import akka.actor.typed.ActorRef;

/** What the engine of the node under test is told and says, and what is on its topic. */
final class Visit {
    static final String ENGINE = "desk";
    static final String MISSION = "visits";
    static final String TOPIC = "news";

    sealed interface Command {}

    record Ask(int number, byte[] content, ActorRef<Answer> replyTo) implements Command {}

    record Answer(int number, int length) {}

    /** @param height of the news, counted from 0 */
    record News(int height, String text) {}

    private Visit() {}
}
