package io.comity.everywhere;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import io.comity.engine.EngineId;
import io.comity.mission.Reason;
import io.comity.proxy.Refused;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a program may rely on, wherever the engine is: in its own node, on another by any transport, or on one whose connection
 * is cut while the program talks to it. The program is the same, and so is every assertion.
 */
final class SameEverywhereTest {
    private static final String EVERYWHERE = "io.comity.everywhere.Where#everywhere";
    private static final String ELSEWHERE = "io.comity.everywhere.Where#elsewhere";

    private static final int ORDERED = 10_000;
    private static final int DISTURBANCES = 10;
    private static final int ASKS = 100;
    private static final int USES = 1_000;

    @TempDir
    Path home;

    @ParameterizedTest
    @MethodSource(EVERYWHERE)
    void anAskIsAnswered(Where where) {
        try (Scene scene = where.opening().open(home)) {
            ActorRef<Bureau.Command> bureau = scene.bureau();
            for (int number = 0; number < ASKS; number++) {
                if (number == ASKS / 2) {
                    scene.disturb();
                }
                assertThat(doubled(scene, bureau, number)).isEqualTo(2 * number);
            }
        }
    }

    @ParameterizedTest
    @MethodSource(EVERYWHERE)
    void whatIsToldArrivesOnceAndInOrder(Where where) {
        try (Scene scene = where.opening().open(home)) {
            ActorRef<Bureau.Command> bureau = scene.bureau();
            doubled(scene, bureau, 1);
            for (int number = 0; number < ORDERED; number++) {
                if (number % (ORDERED / DISTURBANCES) == 1) {
                    scene.disturb();
                }
                bureau.tell(new Bureau.Note(number));
            }
            awaitNumbers(scene.noted(), ORDERED);
        }
    }

    @ParameterizedTest
    @MethodSource(EVERYWHERE)
    void aReferenceInAMessageMayBeUsedAgainAndAgain(Where where) {
        try (Scene scene = where.opening().open(home)) {
            Queue<Object> counted = new ConcurrentLinkedQueue<>();
            ActorRef<Bureau.Answer> counter =
                    scene.user().system().systemActorOf(counter(counted), "counter", Props.empty());
            ActorRef<Bureau.Command> bureau = scene.bureau();
            bureau.tell(new Bureau.Count(USES, counter));
            await().atMost(Scene.PATIENCE).until(() -> !counted.isEmpty());
            scene.disturb();
            awaitNumbers(counted, USES);
            counted.clear();
            bureau.tell(new Bureau.Count(USES, counter));
            awaitNumbers(counted, USES);
        }
    }

    private static Behavior<Bureau.Answer> counter(Queue<Object> counted) {
        return Behaviors.receiveMessage(answer -> {
            counted.add(answer.number());
            return Behaviors.same();
        });
    }

    private record Counted(Bureau.Answer answer) {}

    @ParameterizedTest
    @MethodSource(EVERYWHERE)
    void aMessageAdapterTakesTheAnswers(Where where) {
        try (Scene scene = where.opening().open(home)) {
            Queue<Object> counted = new ConcurrentLinkedQueue<>();
            ActorRef<Bureau.Command> bureau = scene.bureau();
            doubled(scene, bureau, 1);
            scene.disturb();
            scene.user().system().systemActorOf(adapting(bureau, counted), "adapting", Props.empty());
            awaitNumbers(counted, USES);
        }
    }

    private static Behavior<Counted> adapting(ActorRef<Bureau.Command> bureau, Queue<Object> counted) {
        return Behaviors.setup(context -> {
            bureau.tell(new Bureau.Count(USES, context.messageAdapter(Bureau.Answer.class, Counted::new)));
            return Behaviors.receiveMessage(message -> {
                counted.add(message.answer().number());
                return Behaviors.same();
            });
        });
    }

    @ParameterizedTest
    @MethodSource(EVERYWHERE)
    void aWatchFiresWhenTheEngineStopsAndNotBefore(Where where) throws Exception {
        try (Scene scene = where.opening().open(home)) {
            ActorRef<Bureau.Command> bureau = scene.bureau();
            doubled(scene, bureau, 1);
            CountDownLatch ended = new CountDownLatch(1);
            scene.user().system().systemActorOf(watcher(bureau, ended), "watcher", Props.empty());
            scene.disturb();
            assertThat(doubled(scene, bureau, 2)).isEqualTo(4);
            assertThat(ended.getCount()).isEqualTo(1);
            scene.stopEngine();
            assertThat(ended.await(Scene.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        }
    }

    private static Behavior<Void> watcher(ActorRef<Bureau.Command> watched, CountDownLatch ended) {
        return Behaviors.setup(context -> {
            context.watch(watched);
            return Behaviors.receive(Void.class)
                    .onSignal(Terminated.class, terminated -> {
                        ended.countDown();
                        return Behaviors.same();
                    })
                    .build();
        });
    }

    /** In the program's own node there is nobody to refuse. */
    @ParameterizedTest
    @MethodSource(ELSEWHERE)
    void aTypeThatNobodyGrantedIsRefusedAndTheRestGoesOn(Where where) {
        try (Scene scene = where.opening().open(home)) {
            ActorRef<Bureau.Command> bureau = scene.bureau();
            doubled(scene, bureau, 1);
            scene.disturb();
            bureau.tell(new Bureau.Shut("let me"));
            bureau.tell(new Bureau.Note(0));
            awaitNumbers(scene.noted(), 1);
            Refused refused = new Refused(new EngineId(scene.owner(), Bureau.NAME), Reason.DENIED);
            await().atMost(Scene.PATIENCE)
                    .untilAsserted(() -> assertThat(scene.refused()).containsExactly(refused));
        }
    }

    private static int doubled(Scene scene, ActorRef<Bureau.Command> bureau, int number) {
        return AskPattern.<Bureau.Command, Bureau.Answer>ask(
                        bureau,
                        replyTo -> new Bureau.Double(number, replyTo),
                        Scene.PATIENCE,
                        scene.user().scheduler())
                .toCompletableFuture()
                .join()
                .number();
    }

    /** All numbers from 0 on, in order, each once. */
    private static void awaitNumbers(Queue<Object> numbers, int count) {
        await().atMost(Scene.PATIENCE).until(() -> numbers.size() >= count);
        List<Integer> expected = IntStream.range(0, count).boxed().toList();
        assertThat(List.copyOf(numbers)).isEqualTo(expected);
    }
}
