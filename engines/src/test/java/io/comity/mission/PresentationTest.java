package io.comity.mission;

import static io.comity.mission.People.ALICE;
import static io.comity.mission.People.BOB;
import static io.comity.mission.People.CAROL;
import static io.comity.mission.People.LINK;
import static io.comity.mission.People.NOW;
import static io.comity.mission.People.TOKEN;
import static io.comity.mission.People.id;
import static io.comity.mission.People.salt;
import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PresentationTest {
    private final Authority authority =
            new Authority(ALICE.nodeId(), NOW.toEpochMilli(), Authority.Limits.DEFAULT, List.of());

    private Chain granted(Holder holder) {
        authority.define(new Mission("hello", Map.of("greeter", Set.of())));
        return People.read(Chain.encode(authority.grant(ALICE, "hello", holder, Caveats.NONE, salt(1), NOW)));
    }

    private Admission present(Bytes encoded, NodeId presenter) {
        return Presentation.read(encoded).orElseThrow().to(authority, presenter, LINK, NOW, 0);
    }

    @Test
    void aNodePresentsItsChain() {
        Bytes encoded = Presentation.of(granted(People.node(BOB))).encode();
        assertThat(present(encoded, id(BOB))).isInstanceOf(Admission.Accepted.class);
        assertThat(present(encoded, id(CAROL))).isEqualTo(new Admission.Refused(Reason.DENIED));
    }

    @Test
    void whoeverHasTheMissionKeyPresentsItsChain() {
        Chain chain = granted(Holder.missionKey(id(TOKEN)));
        Bytes bobs = Presentation.of(chain, Possession.prove(TOKEN, LINK, chain.id(), id(BOB)))
                .encode();
        assertThat(present(bobs, id(BOB))).isInstanceOf(Admission.Accepted.class);
        assertThat(present(bobs, id(CAROL))).as("overheard").isEqualTo(new Admission.Refused(Reason.DENIED));
        assertThat(present(Presentation.of(chain).encode(), id(BOB))).isEqualTo(new Admission.Refused(Reason.DENIED));
    }

    @Test
    void whatIsWorthlessIsToldByItsReason() {
        assertThat(present(new Presentation(Bytes.EMPTY, Bytes.EMPTY).encode(), id(BOB)))
                .isEqualTo(new Admission.Refused(Reason.MALFORMED));
    }

    @Test
    void whatIsNoPresentationIsNone() {
        Chain chain = People.toBob(Caveats.NONE);
        Bytes good = Presentation.of(chain).encode();
        assertThat(Presentation.read(good)).contains(Presentation.of(chain));
        Ticket ticket = new Ticket(salt(1), "hello", 1, 1, NOW);
        for (Bytes bad : List.of(
                Bytes.EMPTY,
                Invitation.sign(ALICE, ticket, List.of()).signed(),
                chain.encoded(),
                Bytes.of(good.toArray(), 0, good.size() - 1),
                Bytes.of(new byte[Presentation.MAX_BYTES + 1]))) {
            assertThat(Presentation.read(bad)).isEmpty();
        }
    }
}
