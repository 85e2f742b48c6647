package io.comity.mission;

import static io.comity.mission.People.ALICE;
import static io.comity.mission.People.MALLORY;
import static io.comity.mission.People.NOW;
import static io.comity.mission.People.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.Bytes;
import io.comity.wire.Verified;
import org.junit.jupiter.api.Test;

final class NoticeTest {
    private static final Bytes CHAIN = Bytes.of(new byte[SignedGrant.ID_BYTES]);
    private static final Bytes SIGNED = Notice.sign(ALICE, CHAIN, Reason.REVOKED, NOW);

    @Test
    void saysWhatIsDeadAndWhy() {
        assertThat(Notice.read(SIGNED, id(ALICE)).map(Verified::value))
                .contains(new Notice(id(ALICE), CHAIN, Reason.REVOKED, NOW, SIGNED));
    }

    @Test
    void nobodyElseCanSayIt() {
        assertThat(Notice.read(Notice.sign(MALLORY, CHAIN, Reason.REVOKED, NOW), id(ALICE)))
                .isEmpty();
        byte[] good = SIGNED.toArray();
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(Notice.read(Bytes.of(bad), id(ALICE))).as("bit %d", bit).isEmpty();
        }
        assertThat(Notice.read(Bytes.of(new byte[Notice.MAX_SIGNED_BYTES + 1]), id(ALICE)))
                .isEmpty();
    }
}
