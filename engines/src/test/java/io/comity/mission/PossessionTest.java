package io.comity.mission;

import static io.comity.mission.People.BOB;
import static io.comity.mission.People.CAROL;
import static io.comity.mission.People.LINK;
import static io.comity.mission.People.TOKEN;
import static io.comity.mission.People.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.Bytes;
import io.comity.wire.Verified;
import org.junit.jupiter.api.Test;

final class PossessionTest {
    private static final Bytes CHAIN = Bytes.of(new byte[SignedGrant.ID_BYTES]);
    private static final Bytes PROOF = Possession.prove(TOKEN, LINK, CHAIN, id(BOB));

    @Test
    void provesTheKeyOnThisLinkForThisNode() {
        assertThat(Possession.check(PROOF, id(TOKEN), LINK, id(BOB)).map(Verified::value))
                .contains(new Possession(id(TOKEN), LINK, CHAIN, id(BOB)));
    }

    @Test
    void provesNothingAnywhereElse() {
        byte[] other = new byte[Possession.LINK_BYTES];
        other[31] = 1;
        assertThat(Possession.check(PROOF, id(TOKEN), Bytes.of(other), id(BOB))).isEmpty();
        assertThat(Possession.check(PROOF, id(TOKEN), LINK, id(CAROL))).isEmpty();
        assertThat(Possession.check(PROOF, id(CAROL), LINK, id(BOB))).isEmpty();
    }

    @Test
    void hostileBytesProveNothing() {
        byte[] good = PROOF.toArray();
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(Possession.check(Bytes.of(bad), id(TOKEN), LINK, id(BOB)))
                    .as("bit %d", bit)
                    .isEmpty();
        }
        assertThat(Possession.check(Bytes.EMPTY, id(TOKEN), LINK, id(BOB))).isEmpty();
        assertThat(Possession.check(Bytes.of(new byte[Possession.MAX_SIGNED_BYTES + 1]), id(TOKEN), LINK, id(BOB)))
                .isEmpty();
    }
}
