package io.comity.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestInbox;
import io.comity.identity.Bytes;
import io.comity.mission.Reason;
import io.comity.wire.UrMessage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a mission key is presented, again and no more. */
final class UpheldTest {
    private static final Bytes FIRST = session(1);
    private static final Bytes SECOND = session(2);
    private static final NodeProxy.Presented TAKEN = new NodeProxy.Presented(null, "");

    private final TestInbox<NodeProxy.Presented> answers = TestInbox.create();
    private final List<UrMessage> said = new ArrayList<>();
    private final List<Reason> letGo = new ArrayList<>();
    private final Presentations presentations = new Presentations(2);
    private final Upheld upheld = new Upheld(presentations, (id, why) -> letGo.add(why));
    private long answered;

    private static Bytes session(int number) {
        byte[] name = new byte[32];
        name[0] = (byte) number;
        return Bytes.of(name);
    }

    private static Bytes id(int number) {
        return Bytes.of(new byte[] {(byte) number});
    }

    /** One whose credential is the name of the session. */
    private void uphold(int number) {
        upheld.uphold(new NodeProxy.Uphold(id(number), session -> session, answers.getRef()));
    }

    private void present(Bytes session) {
        upheld.presentDue(session, said::add);
    }

    private void begin(Bytes session) {
        upheld.begin();
        present(session);
    }

    private void answer(NodeProxy.Presented outcome) {
        presentations.answered(++answered, outcome);
    }

    private static NodeProxy.Presented refused(Reason reason) {
        return new NodeProxy.Presented(reason, "");
    }

    @Test
    void itIsPresentedOnceInEachSessionWithTheProofOfThatSession() {
        uphold(1);
        assertThat(upheld.isAsked()).isTrue();
        present(FIRST);
        present(FIRST);
        assertThat(upheld.isOpen()).isTrue();
        answer(TAKEN);
        assertThat(upheld.isOpen()).isFalse();
        begin(SECOND);
        answer(TAKEN);
        assertThat(said).containsExactly(new UrMessage.Present(1, FIRST), new UrMessage.Present(2, SECOND));
        assertThat(answers.getAllReceived()).containsExactly(TAKEN);
        assertThat(upheld.isAsked()).isFalse();
    }

    @Test
    void oneThatIsNotTakenTheFirstTimeIsLetGoForWhateverReason() {
        uphold(1);
        present(FIRST);
        answer(refused(Reason.OVERLOADED));
        assertThat(letGo).containsExactly(Reason.OVERLOADED);
        assertThat(answers.getAllReceived()).containsExactly(refused(Reason.OVERLOADED));
        begin(SECOND);
        assertThat(said).hasSize(1);
    }

    @Test
    void oneThatWasTakenIsLetGoOnlyWhenItWillNeverBeTakenAgain() {
        uphold(1);
        present(FIRST);
        answer(TAKEN);
        begin(SECOND);
        answer(refused(Reason.THROTTLED));
        begin(FIRST);
        assertThat(letGo).isEmpty();
        answer(refused(Reason.REVOKED));
        begin(SECOND);
        assertThat(letGo).containsExactly(Reason.REVOKED);
        assertThat(said).hasSize(3);
    }

    @Test
    void moreThanMayBeUnansweredWaitTheirTurn() {
        for (int i = 1; i <= 3; i++) {
            upheld.uphold(new NodeProxy.Uphold(id(i), session -> session, null));
        }
        present(FIRST);
        assertThat(said).hasSize(2);
        answer(TAKEN);
        present(FIRST);
        assertThat(said).hasSize(3);
    }

    @Test
    void aSessionThatIsLostIsNoAnswer() {
        upheld.uphold(new NodeProxy.Uphold(id(1), session -> session, null));
        present(FIRST);
        presentations.failUnanswered("lost");
        upheld.fail("nobody there");
        assertThat(letGo).isEmpty();
        begin(SECOND);
        assertThat(said).hasSize(2);
    }

    @Test
    void whoeverWaitsHearsThatNobodyIsThere() {
        uphold(1);
        upheld.fail("nobody there");
        assertThat(answers.getAllReceived())
                .containsExactly(new NodeProxy.Presented(Reason.UNREACHABLE, "nobody there"));
        assertThat(letGo).containsExactly(Reason.UNREACHABLE);
    }

    @Test
    void oneThatIsLetGoFromOutsideIsPresentedNoMore() {
        uphold(1);
        upheld.letGo(id(1));
        upheld.letGo(id(1));
        begin(FIRST);
        assertThat(said).isEmpty();
        assertThat(letGo).isEmpty();
        assertThat(answers.receiveMessage().refused()).isEqualTo(Reason.REVOKED);
    }

    @Test
    void theSameOneAgainTakesThePlaceOfTheFirst() {
        uphold(1);
        present(FIRST);
        uphold(1);
        assertThat(answers.receiveMessage().refused()).isEqualTo(Reason.OVERLOADED);
        present(FIRST);
        answer(TAKEN);
        assertThat(answers.hasMessages()).isFalse();
        answer(TAKEN);
        assertThat(answers.getAllReceived()).containsExactly(TAKEN);
    }
}
