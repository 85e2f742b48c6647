package io.comity.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.topic.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a node publishes waits until it was answered, so much of it and no more. */
final class SubmissionsTest {
    private final Owner owner = new Owner();
    private final Submissions submissions = new Submissions();

    private List<Batch> add(int count) {
        List<Batch> batches = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Batch batch = owner.says("message " + i);
            submissions.add(batch);
            batches.add(batch);
        }
        return batches;
    }

    private void answered(Batch batch) {
        submissions.answered(batch.stamp().first().sequence());
    }

    @Test
    void asManyAreHandedOverAsMayBeAndOneForEachThatWasAnswered() {
        List<Batch> batches = add(Submissions.MAX_UNDERWAY + 2);
        assertThat(submissions.due()).isEqualTo(batches.subList(0, Submissions.MAX_UNDERWAY));
        assertThat(submissions.due()).isEmpty();
        answered(batches.get(0));
        assertThat(submissions.due()).containsExactly(batches.get(Submissions.MAX_UNDERWAY));
    }

    @Test
    void whatWasNotAnsweredIsHandedOverAgainWhateverWasAfterIt() {
        List<Batch> batches = add(4);
        submissions.due();
        answered(batches.get(2));
        answered(batches.get(1));
        answered(batches.get(1));
        submissions.again();
        assertThat(submissions.due()).containsExactly(batches.get(0), batches.get(3));
    }

    @Test
    void anAnswerToWhatWasNotHandedOverMeansNothing() {
        List<Batch> batches = add(Submissions.MAX_UNDERWAY + 1);
        submissions.due();
        answered(batches.get(Submissions.MAX_UNDERWAY));
        submissions.answered(Long.MAX_VALUE);
        answered(batches.get(0));
        assertThat(submissions.due()).containsExactly(batches.get(Submissions.MAX_UNDERWAY));
    }

    @Test
    void soManyBytesWaitAndNoMore() {
        byte[] body = new byte[Batch.MAX_BODY_BYTES];
        Batch large = owner.says(body);
        int size = large.bytes().length;
        int room = (Submissions.MAX_BYTES - Batch.MAX_BYTES) / size;
        IntStream.range(0, room).forEach(i -> submissions.add(large));
        assertThat(submissions.hasRoom()).isTrue();
        submissions.add(large);
        assertThat(submissions.hasRoom()).isFalse();
        submissions.due();
        answered(large);
        assertThat(submissions.hasRoom()).isTrue();
    }
}
