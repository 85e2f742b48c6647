package io.comity.examples.words;

import akka.actor.typed.ActorRef;
import akka.japi.function.Function;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The slowest engine there can be: each answer comes when its sender has nothing left to do but wait for it. */
final class AnswersWhenAwaited implements WordsClient.Asks {
    final List<Integer> unansweredAtEachQuestion = new ArrayList<>();
    private int unanswered;

    @Override
    public <R> CompletionStage<R> ask(Function<ActorRef<R>, Words.Command> question) {
        unanswered++;
        unansweredAtEachQuestion.add(unanswered);
        Object answer = unansweredAtEachQuestion.size() == 1 ? new Words.Begun() : new Words.Taken(0);
        return new CompletableFuture<>() {
            @Override
            @SuppressWarnings("unchecked")
            public R join() {
                unanswered--;
                return (R) answer;
            }
        };
    }
}
