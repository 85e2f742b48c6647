package io.comity.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.limit.Limit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TrackTest {
    private final Newsroom.Voice bob = new Newsroom.Voice(2, 1);
    private final Track track = new Track();

    /** Batches of nothing are short, and take many times as much memory. */
    @Test
    void whatIsKeptToBeShownWeighsAsMuchAsItMayAndNotOneBatchMore() {
        String[] nothing = new String[Stamp.MAX_COUNT];
        Arrays.fill(nothing, "");
        List<Batch> said = new ArrayList<>();
        int weight = 0;
        while (weight <= Track.MAX_SHOWN_BYTES) {
            Batch batch = bob.says(1 + said.size() * (long) Stamp.MAX_COUNT, Newsroom.NOW, 0, nothing);
            said.add(batch);
            weight += batch.weight();
            track.take(batch, Limit.NONE);
        }
        assertThat(said.get(0).weight()).isGreaterThan(5 * said.get(0).bytes().length);
        assertThat(track.shown(said.get(0).stamp().first())).isNull();
        said.subList(1, said.size())
                .forEach(batch -> assertThat(track.shown(batch.stamp().first())).isSameAs(batch));
    }
}
