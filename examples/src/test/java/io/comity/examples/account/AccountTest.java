package io.comity.examples.account;

import static io.comity.examples.owners.Owners.join;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import io.comity.examples.account.Account.Answer;
import io.comity.examples.account.Account.Await;
import io.comity.examples.account.Account.Busy;
import io.comity.examples.account.Account.Command;
import io.comity.examples.account.Account.Deposit;
import io.comity.examples.account.Account.Done;
import io.comity.examples.account.Account.Note;
import io.comity.examples.account.Account.Refused;
import io.comity.examples.account.Account.Show;
import io.comity.examples.account.Account.Statement;
import io.comity.examples.account.Account.TimedOut;
import io.comity.examples.account.Account.Withdraw;
import io.comity.examples.owners.Owners;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests and replies between nodes of different owners. */
class AccountTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    Path home;

    private Owners<Command> owners(String... missions) {
        return new Owners<>(home, Command.class, Account.create(), missions);
    }

    private static Answer deposit(Owners<Command> owners, long amount) {
        return owners.ask((ActorRef<Answer> replyTo) -> new Deposit(amount, replyTo));
    }

    @Test
    void everyCallIsAnsweredOnceAndTheAccountRemembers() {
        try (Owners<Command> owners = owners("account")) {
            assertThat(deposit(owners, 5)).isEqualTo(new Done(5));
            assertThat(deposit(owners, 0)).isInstanceOf(Refused.class);
            assertThat(deposit(owners, Long.MAX_VALUE)).isInstanceOf(Refused.class);
            assertThat(owners.<Answer>ask(replyTo -> new Withdraw(3, replyTo))).isEqualTo(new Done(2));
            assertThat(owners.<Answer>ask(replyTo -> new Withdraw(3, replyTo))).isInstanceOf(Refused.class);
            assertThat(owners.<Answer>ask(replyTo -> new Withdraw(-1, replyTo))).isInstanceOf(Refused.class);
            assertThat(owners.<Statement>ask(Show::new)).isEqualTo(new Statement(2, List.of()));
        }
    }

    @Test
    void castsAreKeptInOrderUpToTheirBound() {
        try (Owners<Command> owners = owners("account")) {
            ActorRef<Command> account = owners.far();
            account.tell(new Note("x".repeat(Account.MAX_NOTE_LENGTH + 1)));
            List<String> kept = new ArrayList<>(List.of("x".repeat(Account.MAX_NOTE_LENGTH)));
            IntStream.range(1, Account.MAX_NOTES).mapToObj(Integer::toString).forEach(text -> {
                account.tell(new Note(text));
                kept.add(text);
            });
            assertThat(owners.<Statement>ask(Show::new).notes()).isEqualTo(kept);
            account.tell(new Note("one more"));
            assertThat(owners.<Statement>ask(Show::new).notes())
                    .hasSize(Account.MAX_NOTES)
                    .startsWith("1")
                    .endsWith("one more");
        }
    }

    @Test
    void aCallMayBeAnsweredWhenItsConditionIsMetOrWhenItsTimeIsOver() {
        try (Owners<Command> owners = owners("account")) {
            CompletionStage<Answer> met = owners.askLater(replyTo -> new Await(10, LONG, replyTo));
            assertThat(owners.<Answer>ask(replyTo -> new Await(10, Duration.ofMillis(50), replyTo)))
                    .isEqualTo(new TimedOut(0));
            assertThat(deposit(owners, 12)).isEqualTo(new Done(12));
            assertThat(join(met)).isEqualTo(new Done(12));
            assertThat(owners.<Answer>ask(replyTo -> new Await(10, Duration.ZERO, replyTo)))
                    .isEqualTo(new Done(12));
            assertThat(owners.<Answer>ask(replyTo -> new Await(13, Account.LONGEST_WAIT.plusNanos(1), replyTo)))
                    .isInstanceOf(Refused.class);
        }
    }

    @Test
    void noMoreCallsWaitThanTheirBound() {
        try (Owners<Command> owners = owners("account")) {
            List<CompletionStage<Answer>> waiting = IntStream.range(0, Account.MAX_WAITING)
                    .mapToObj(i -> owners.<Answer>askLater(replyTo -> new Await(1, Account.LONGEST_WAIT, replyTo)))
                    .toList();
            assertThat(owners.<Answer>ask(replyTo -> new Await(1, LONG, replyTo)))
                    .isEqualTo(new Busy());
            deposit(owners, 1);
            assertThat(waiting).allSatisfy(each -> assertThat(join(each)).isEqualTo(new Done(1)));
        }
    }

    @Test
    void whoMayPayInMayNotLookOrTakeAndAStrangerMayNothing() {
        try (Owners<Command> owners = owners("pay-in")) {
            assertThat(deposit(owners, 5)).isEqualTo(new Done(5));
            owners.bobMayNot(Show::new);
            owners.bobMayNot((ActorRef<Answer> replyTo) -> new Withdraw(1, replyTo));
            owners.aStrangerMayNot((ActorRef<Answer> replyTo) -> new Deposit(100, replyTo));
            owners.aStrangerMayNot(Show::new);
            assertThat(deposit(owners, 1)).isEqualTo(new Done(6));
        }
    }
}
