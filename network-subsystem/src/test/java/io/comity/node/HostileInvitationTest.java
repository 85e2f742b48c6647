package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.mission.Invitation;
import io.comity.mission.Reason;
import io.comity.mission.Ticket;
import io.comity.wire.UrMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invitations that were forged, altered, used, outlived or meant for another: each is declined for its reason. */
final class HostileInvitationTest {
    private static final Duration DAY = Duration.ofDays(1);

    private final KeyHolder key = MemoryKeyHolder.fromSeed(seed(9));

    @TempDir
    Path home;

    private Neighbours town;
    private RawPeer mallory;
    private long presented;

    private static byte[] seed(int with) {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) with);
        return seed;
    }

    @BeforeEach
    void connect() throws IOException {
        town = new Neighbours(home, Map.of());
        mallory = RawPeer.of(town.alice(), key);
        mallory.hear(UrMessage.Ready.class);
    }

    @AfterEach
    void close() throws IOException {
        mallory.close();
        town.close();
    }

    private Invitation invitation() {
        return town.mission().invite(DAY);
    }

    private void present(Bytes credential) throws IOException {
        mallory.say(new UrMessage.Present(++presented, credential));
    }

    private void declined(Bytes credential, Reason reason) throws IOException {
        present(credential);
        assertThat(mallory.hear(UrMessage.Declined.class)).isEqualTo(new UrMessage.Declined(presented, reason.code()));
        mallory.cast(1, 0, new byte[0]);
        assertThat(mallory.hear(UrMessage.Refuse.class)).isEqualTo(new UrMessage.Refuse(1, Reason.DENIED.code()));
        town.bobIsServed();
    }

    private void granted(Bytes credential) throws IOException {
        present(credential);
        assertThat(mallory.hear(UrMessage.Learn.class).engine()).isEqualTo(Greeter.NAME);
        assertThat(mallory.hear(UrMessage.Granted.class).id()).isEqualTo(presented);
    }

    @Test
    void oneThatIsGoodIsGrantedAfterWhatItAllowsWasLearned() throws IOException {
        granted(invitation().signed());
    }

    @Test
    void theHolderMayPresentItAgain() throws IOException {
        Bytes credential = invitation().signed();
        granted(credential);
        present(credential);
        assertThat(mallory.hear(UrMessage.Granted.class).id()).isEqualTo(presented);
    }

    @Test
    void oneThatAnotherKeySigned() throws IOException {
        Ticket ticket = invitation().ticket();
        declined(Invitation.sign(key, ticket, List.of()).signed(), Reason.DENIED);
    }

    @Test
    void oneOfAnotherNode() throws IOException {
        Invitation bobs =
                town.bob().missions().define(Greeter.MISSION).allow("greeter").invite(DAY);
        declined(bobs.signed(), Reason.DENIED);
    }

    @Test
    void oneThatWasUsedByAnother() throws IOException {
        Invitation invitation = invitation();
        town.bob().accept(invitation);
        declined(invitation.signed(), Reason.DENIED);
    }

    @Test
    void oneThatIsPastItsTime() throws IOException {
        declined(town.mission().invite(Duration.ofNanos(1)).signed(), Reason.EXPIRED);
    }

    @Test
    void oneFromBeforeTheRevocation() throws IOException {
        Bytes credential = invitation().signed();
        town.alice().missions().revoke(Greeter.MISSION);
        present(credential);
        assertThat(mallory.hear(UrMessage.Declined.class))
                .isEqualTo(new UrMessage.Declined(presented, Reason.REVOKED.code()));
    }

    @Test
    void oneWithAnyBitAltered() throws IOException {
        byte[] good = invitation().signed().toArray();
        for (int bit = 0; bit < good.length * 8; bit += 37) {
            byte[] altered = good.clone();
            altered[bit / 8] ^= (byte) (1 << bit % 8);
            present(Bytes.of(altered));
            assertThat(mallory.hear(UrMessage.Declined.class))
                    .isEqualTo(new UrMessage.Declined(presented, Reason.DENIED.code()));
        }
        granted(Bytes.of(good));
    }

    @Test
    void bytesThatAreNoInvitation() throws IOException {
        byte[] good = invitation().signed().toArray();
        declined(Bytes.EMPTY, Reason.DENIED);
        declined(Bytes.of(new byte[UrMessage.MAX_CREDENTIAL_BYTES]), Reason.DENIED);
        declined(Bytes.of(Arrays.copyOf(good, good.length - 1)), Reason.DENIED);
        declined(Bytes.of(Arrays.copyOf(good, good.length + 1)), Reason.DENIED);
        declined(Bytes.of(key.sign("comity/1 invitation", good)), Reason.DENIED);
    }

    @Test
    void bytesLongerThanAnyInvitationEndTheLink() throws IOException {
        present(Bytes.of(new byte[UrMessage.MAX_CREDENTIAL_BYTES + 1]));
        mallory.hearToTheEnd();
        town.awaitCount("dropped.protocol", 1);
        town.bobIsServed();
    }

    @Test
    void everyRefusalIsCountedByItsReason() throws IOException {
        long denied = town.count("refused.denied");
        present(Bytes.EMPTY);
        mallory.hear(UrMessage.Declined.class);
        assertThat(town.count("refused.denied")).isEqualTo(denied + 1);
    }

    @Test
    void anIssuerThatIsGoneIsNamedAsUnreachableInOneLine() throws IOException {
        Invitation invitation = invitation();
        town.alice().close();
        assertThatThrownBy(() -> town.bob().accept(invitation))
                .isInstanceOf(InvitationException.class)
                .hasMessageStartingWith("the invitation was not accepted (unreachable): ")
                .hasMessageContaining(invitation.addresses().get(0))
                .hasMessageNotContaining("\n");
    }

    @Test
    void oneOfOurOwnIsRefusedInOneLine() {
        Invitation own = invitation();
        assertThatThrownBy(() -> town.alice().accept(own))
                .isInstanceOf(InvitationException.class)
                .hasMessageNotContaining("\n");
        town.bobIsServed();
    }
}
