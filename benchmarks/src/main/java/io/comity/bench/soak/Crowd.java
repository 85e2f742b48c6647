package io.comity.bench.soak;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import io.comity.bench.Orders;
import io.comity.filter.Filter;
import io.comity.identity.NodeId;
import io.comity.mission.Invitation;
import io.comity.node.Node;
import io.comity.node.NodeSettings;
import io.comity.transport.Address;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The process of those who come and go, one node after the other.
 * <pre>
 *  told                                       answers
 *  come &lt;number&gt;                              came &lt;node id&gt;                  the node of this number
 *  visit &lt;host&gt; &lt;address&gt;                     visited &lt;answers&gt;             it asks, and follows the topic
 *  accept &lt;host&gt; &lt;address&gt; &lt;invitation&gt;       accepted                      it may ask
 *  heard                                      heard &lt;news&gt;                  since it came
 *  go                                         gone                          with a goodbye, every other time without
 * </pre>
 */
final class Crowd {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int ASKS = 2_000;
    private static final int AT_ONCE = 100;
    private static final int LONG_EVERY = 500;
    private static final int LONG_BYTES = 300_000;

    private final Path folder;
    private final AtomicInteger heard = new AtomicInteger();
    private @Nullable Node visitor;
    private int gone;

    private Crowd(Path folder) {
        this.folder = folder;
    }

    /** @param args a folder for the homes */
    public static void main(String[] args) throws IOException {
        Orders.serve(new Crowd(Path.of(args[0]))::obey);
    }

    private String obey(String order, List<String> words) {
        return switch (order) {
            case "come" -> come(words.get(0));
            case "accept" -> accept(words.get(0), words.get(1), words.get(2));
            case "visit" -> visit(words.get(0), words.get(1));
            case "heard" -> "heard " + heard.get();
            case "go" -> go();
            default -> "failed unknown order " + order;
        };
    }

    private Node visitor() {
        return Objects.requireNonNull(visitor, "told something else before told to come");
    }

    private String come(String number) {
        visitor = Node.start(NodeSettings.named("visitor-" + number).home(folder));
        heard.set(0);
        return "came " + visitor().id().text();
    }

    private NodeId meet(String host, String address) {
        NodeId id = NodeId.parse(host).toOptional().orElseThrow();
        visitor().meet(id, List.of(Address.parse(address).orElseThrow()));
        return id;
    }

    private String accept(String host, String address, String invitation) {
        meet(host, address);
        visitor().accept(Invitation.parse(invitation).toOptional().orElseThrow());
        return "accepted";
    }

    private String visit(String host, String address) {
        NodeId id = meet(host, address);
        ActorRef<Visit.News> reader = visitor()
                .system()
                .systemActorOf(
                        Behaviors.<Visit.News>receiveMessage(news -> {
                            heard.incrementAndGet();
                            return Behaviors.same();
                        }),
                        "reader",
                        Props.empty());
        visitor()
                .topics()
                .find(id, Visit.TOPIC, Visit.News.class)
                .subscribe(reader, Filter.parse("height >= 0"))
                .started()
                .toCompletableFuture()
                .join();
        return "visited " + ask(visitor().engine(id, Visit.ENGINE, Visit.Command.class));
    }

    private int ask(ActorRef<Visit.Command> desk) {
        int answers = 0;
        for (int first = 0; first < ASKS; first += AT_ONCE) {
            List<CompletableFuture<Visit.Answer>> waiting = new ArrayList<>();
            for (int number = first; number < first + AT_ONCE; number++) {
                waiting.add(ask(desk, number));
            }
            for (CompletableFuture<Visit.Answer> answer : waiting) {
                await(answer, answers);
                answers++;
            }
        }
        return answers;
    }

    private void await(CompletableFuture<Visit.Answer> answer, int answers) {
        try {
            answer.join();
        } catch (CompletionException noAnswer) {
            throw new IllegalStateException(
                    "no answer after " + answers + " (" + noAnswer.getMessage() + "); the visitor counts "
                            + visitor().counters(),
                    noAnswer);
        }
    }

    private CompletableFuture<Visit.Answer> ask(ActorRef<Visit.Command> desk, int number) {
        byte[] content = new byte[number % LONG_EVERY == 0 ? LONG_BYTES : number % LONG_EVERY];
        return AskPattern.<Visit.Command, Visit.Answer>ask(
                        desk,
                        replyTo -> new Visit.Ask(number, content, replyTo),
                        PATIENCE,
                        visitor().scheduler())
                .toCompletableFuture();
    }

    private String go() {
        Node leaving = visitor();
        if (gone++ % 2 == 0) {
            leaving.close();
        } else {
            leaving.system().terminate();
            leaving.system().getWhenTerminated().toCompletableFuture().join();
        }
        visitor = null;
        return "gone";
    }
}
