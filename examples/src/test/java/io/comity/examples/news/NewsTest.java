package io.comity.examples.news;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import io.comity.examples.news.News.Answer;
import io.comity.examples.news.News.Attach;
import io.comity.examples.news.News.Command;
import io.comity.examples.news.News.Detach;
import io.comity.examples.news.News.Event;
import io.comity.examples.news.News.Handlers;
import io.comity.examples.news.News.Publish;
import io.comity.examples.news.News.Which;
import io.comity.examples.owners.Owners;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An event stream whose handlers live on two nodes. */
class NewsTest {
    @TempDir
    Path home;

    private final Queue<Event> archive = new ConcurrentLinkedQueue<>();
    private final Queue<Event> bobs = new ConcurrentLinkedQueue<>();

    /** Crashes at what it does not like. */
    private static Behavior<Event> reader(Queue<Event> heard, String dislikes) {
        return Behaviors.receiveMessage(event -> {
            if (event.headline().equals(dislikes)) {
                throw new IllegalStateException("this handler crashes, which is what the test wants");
            }
            heard.add(event);
            return Behaviors.same();
        });
    }

    private Owners<Command> owners(String... missions) {
        Map<String, Behavior<Event>> own =
                Map.of("fragile", reader(new ConcurrentLinkedQueue<>(), "bad"), "archive", reader(archive, ""));
        return new Owners<>(home, Command.class, News.create(own), missions);
    }

    private ActorRef<Event> bobsReader(Owners<Command> owners, String dislikes) {
        return owners.bob().system().systemActorOf(reader(bobs, dislikes), "reader", Props.empty());
    }

    private static Answer publish(Owners<Command> owners, String headline) {
        return owners.ask(replyTo -> new Publish(headline, replyTo));
    }

    @Test
    void aHandlerHearsWhatIsPublishedBetweenAttachAndDetach() {
        try (Owners<Command> owners = owners("read-news", "write-news")) {
            ActorRef<Event> reader = bobsReader(owners, "");
            assertThat(publish(owners, "before")).isEqualTo(Answer.DONE);
            assertThat(owners.<Answer>ask(replyTo -> new Attach("bob", reader, replyTo)))
                    .isEqualTo(Answer.DONE);
            publish(owners, "one");
            publish(owners, "two");
            assertThat(owners.<Answer>ask(replyTo -> new Detach("bob", replyTo)))
                    .isEqualTo(Answer.DONE);
            publish(owners, "after");
            assertThat(owners.<Answer>ask(replyTo -> new Detach("bob", replyTo)))
                    .isEqualTo(Answer.UNKNOWN);
            await().untilAsserted(() -> assertThat(bobs).containsExactly(new Event(2, "one"), new Event(3, "two")));
            await().untilAsserted(() -> assertThat(archive).hasSize(4));
        }
    }

    @Test
    void aHandlerThatCrashesTakesNobodyElseDown() {
        try (Owners<Command> owners = owners("read-news", "write-news")) {
            ActorRef<Event> reader = bobsReader(owners, "worse");
            owners.<Answer>ask(replyTo -> new Attach("bob", reader, replyTo));
            publish(owners, "bad");
            await().untilAsserted(() ->
                    assertThat(owners.<Handlers>ask(Which::new).names()).containsExactlyInAnyOrder("archive", "bob"));
            publish(owners, "worse");
            publish(owners, "good");
            await().untilAsserted(() -> assertThat(archive)
                    .containsExactly(new Event(1, "bad"), new Event(2, "worse"), new Event(3, "good")));
            await().untilAsserted(() -> assertThat(bobs).containsExactly(new Event(1, "bad")));
        }
    }

    @Test
    void oneHandlerMayHaveTwoNamesAndIsThenToldTwice() {
        try (Owners<Command> owners = owners("read-news", "write-news")) {
            ActorRef<Event> reader = bobsReader(owners, "");
            owners.<Answer>ask(replyTo -> new Attach("a", reader, replyTo));
            owners.<Answer>ask(replyTo -> new Attach("b", reader, replyTo));
            publish(owners, "one");
            owners.<Answer>ask(replyTo -> new Detach("a", replyTo));
            publish(owners, "two");
            await().untilAsserted(() ->
                    assertThat(bobs).containsExactly(new Event(1, "one"), new Event(1, "one"), new Event(2, "two")));
        }
    }

    @Test
    void thereAreNoMoreHandlersThanTheirBound() {
        try (Owners<Command> owners = owners("read-news")) {
            ActorRef<Event> reader = bobsReader(owners, "");
            for (int i = 2; i < News.MAX_HANDLERS; i++) {
                String name = "handler" + i;
                assertThat(owners.<Answer>ask(replyTo -> new Attach(name, reader, replyTo)))
                        .isEqualTo(Answer.DONE);
            }
            assertThat(owners.<Answer>ask(replyTo -> new Attach("one more", reader, replyTo)))
                    .isEqualTo(Answer.FULL);
            assertThat(owners.<Answer>ask(replyTo -> new Attach("handler2", reader, replyTo)))
                    .isEqualTo(Answer.DONE);
            owners.<Answer>ask(replyTo -> new Detach("handler2", replyTo));
            String longest = "x".repeat(News.MAX_NAME_LENGTH);
            assertThat(owners.<Answer>ask(replyTo -> new Attach(longest + "x", reader, replyTo)))
                    .isEqualTo(Answer.FULL);
            assertThat(owners.<Answer>ask(replyTo -> new Attach(longest, reader, replyTo)))
                    .isEqualTo(Answer.DONE);
        }
    }

    @Test
    void whoMayReadMayNotWriteAndAStrangerMayNothing() {
        try (Owners<Command> owners = owners("read-news")) {
            ActorRef<Event> reader = bobsReader(owners, "");
            owners.<Answer>ask(replyTo -> new Attach("bob", reader, replyTo));
            owners.bobMayNot((ActorRef<Answer> replyTo) -> new Publish("fake", replyTo));
            owners.aStrangerMayNot((ActorRef<Answer> replyTo) -> new Publish("fake", replyTo));
            owners.aStrangerMayNot((ActorRef<Answer> replyTo) -> new Detach("bob", replyTo));
            assertThat(archive).isEmpty();
            assertThat(owners.<Answer>ask(replyTo -> new Detach("bob", replyTo)))
                    .isEqualTo(Answer.DONE);
        }
    }
}
