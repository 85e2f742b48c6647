package io.comity.mission;

import static io.comity.mission.People.ALICE;
import static io.comity.mission.People.BOB;
import static io.comity.mission.People.CAROL;
import static io.comity.mission.People.LATER;
import static io.comity.mission.People.LINK;
import static io.comity.mission.People.MALLORY;
import static io.comity.mission.People.NOW;
import static io.comity.mission.People.id;
import static io.comity.mission.People.salt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comity.identity.Base32;
import io.comity.identity.Bytes;
import io.comity.identity.Parsed;
import io.comity.wire.CborWriter;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class MissionKeyTest {
    private static final Bytes SEED = Bytes.ofHex("55".repeat(32));
    private static final List<String> ADDRESSES = List.of("tcp://192.0.2.1:4711");

    private final Authority authority =
            new Authority(id(ALICE), NOW.toEpochMilli(), Authority.Limits.DEFAULT, List.of());
    private final MissionKey key = made(Caveats.NONE.depth(1).until(LATER));

    private MissionKey made(Caveats caveats) {
        authority.define(new Mission("hello", Map.of("greeter", Set.of())));
        SignedGrant root = authority.grant(ALICE, "hello", MissionKey.holder(SEED), caveats, salt(1), NOW);
        return MissionKey.of(SEED, People.read(Chain.encode(root)), ADDRESSES);
    }

    private static String refusal(String text) {
        return ((Parsed.Refused<MissionKey>) MissionKey.parse(text, NOW)).reason();
    }

    private static String text(Bytes seed, Bytes owner, Bytes chain) {
        CborWriter out =
                new CborWriter(512, MissionKey.MAX_PAYLOAD_BYTES).array(5).uint(1);
        return Base32.text(
                "mission", out.bytes(seed).bytes(owner).bytes(chain).array(0).toByteArray());
    }

    @Test
    void comesBackFromItsText() {
        MissionKey read = ((Parsed.Accepted<MissionKey>) MissionKey.parse(key.text(), NOW)).value();
        assertThat(read.text()).isEqualTo(key.text());
        assertThat(read.owner()).isEqualTo(id(ALICE));
        assertThat(read.addresses()).isEqualTo(ADDRESSES);
        assertThat(read.chain()).isEqualTo(key.chain());
    }

    @Test
    void whoeverHasItIsLetInUntilTheKeyIsRevoked() {
        Admission bob = key.presentation(LINK, id(BOB)).to(authority, id(BOB), LINK, NOW, 0);
        Admission carol = key.presentation(LINK, id(CAROL)).to(authority, id(CAROL), LINK, NOW, 0);
        assertThat(List.of(bob, carol)).allSatisfy(each -> assertThat(each).isInstanceOf(Admission.Accepted.class));
        assertThat(authority.apply(authority.revokeHolder(key.chain().holder().key())))
                .hasSize(2);
        assertThat(key.presentation(LINK, id(BOB)).to(authority, id(BOB), LINK, NOW, 0))
                .isEqualTo(new Admission.Refused(Reason.REVOKED));
    }

    @Test
    void passesItsRightsOnAsAnyHolderDoes() {
        Chain bobs = key.extend(Holder.node(id(BOB)), Caveats.NONE.quota(1), salt(2), NOW);
        assertThat(Presentation.of(bobs).to(authority, id(BOB), LINK, NOW, 0)).isInstanceOf(Admission.Accepted.class);
    }

    @Test
    void saysWhyItIsWorthNothing() {
        assertThat(((Parsed.Refused<MissionKey>) MissionKey.parse(key.text(), LATER)).reason())
                .isEqualTo("its grant is worth nothing now (expired); ask its owner for a new one");
        Bytes chain = key.chain().encoded();
        assertThat(refusal(text(Bytes.ofHex("56".repeat(32)), id(ALICE).key(), chain)))
                .isEqualTo("its grant is of another key; ask its owner for a new one");
        assertThat(refusal(text(SEED, id(MALLORY).key(), chain))).contains("(signature)");
        assertThat(refusal(text(SEED, Bytes.of(new byte[32]), chain))).isEqualTo("its owner is no node");
        assertThat(refusal(text(SEED, id(ALICE).key(), Bytes.EMPTY))).contains("(malformed)");
        assertThat(refusal(Base32.text("mission", new byte[] {0}))).contains("not a mission key at all");
        assertThat(refusal("mission1zzz")).doesNotContain("\n");
    }

    @Test
    void isOfTheKeyThatItsGrantNames() {
        assertThatThrownBy(() -> MissionKey.of(Bytes.ofHex("56".repeat(32)), key.chain(), ADDRESSES))
                .isInstanceOf(MissionException.class);
    }

    @Test
    void tellsAsManyAddressesAsItMayAndIsNoLongerThanItMay() {
        List<String> many = Collections.nCopies(Invitation.MAX_ADDRESSES + 1, "a".repeat(256));
        MissionKey told = MissionKey.of(SEED, key.chain(), many);
        assertThat(told.addresses()).hasSize(Invitation.MAX_ADDRESSES);
        assertThat(MissionKey.parse(told.text(), NOW)).isInstanceOf(Parsed.Accepted.class);
        List<Kind> kinds = IntStream.range(0, 29)
                .mapToObj(i -> new Kind("e" + i, "T".repeat(127)))
                .toList();
        MissionKey tooLong = MissionKey.of(SEED, made(Caveats.NONE.only(kinds)).chain(), many);
        assertThatThrownBy(tooLong::text).isInstanceOf(MissionException.class).hasMessageContaining("8192 bytes");
    }

    @Test
    void itsDescriptionDoesNotGiveItAway() {
        assertThat(key.toString())
                .contains("hello")
                .doesNotContain(SEED.toHex())
                .doesNotContain(key.text().substring(9));
    }
}
