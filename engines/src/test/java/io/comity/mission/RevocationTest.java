package io.comity.mission;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RevocationTest {
    private static final List<Revocation> EACH = List.of(
            new Revocation.OfGrant(Bytes.of(new byte[32]), 5),
            new Revocation.OfHolder(People.id(People.BOB), 6),
            new Revocation.OfMission("m".repeat(64), 7),
            new Revocation.IssuedBefore(8),
            new Revocation.Everything(9),
            new Revocation.OfTickets(10));

    @Test
    void comesBackFromSubjectAndNumber() {
        assertThat(EACH)
                .hasSize(Revocation.class.getPermittedSubclasses().length)
                .allSatisfy(each -> {
                    assertThat(each.subject().size()).isLessThanOrEqualTo(Revocation.MAX_SUBJECT_BYTES);
                    assertThat(Revocation.of(each.subject(), each.number())).contains(each);
                });
        assertThat(EACH).extracting(Revocation::subject).doesNotHaveDuplicates();
    }

    @Test
    void whatIsNoSubjectIsNone() {
        for (String hex : List.of(
                "", "80", "8100", "8106", "820240", "8203", "820340", "820041ff", "8104ff", "830000", "826000")) {
            assertThat(Revocation.of(Bytes.ofHex(hex), 1)).as(hex).isEmpty();
        }
    }

    @Test
    void everyChangedByteIsAnotherSubjectOrNone() {
        for (Revocation each : EACH) {
            byte[] subject = each.subject().toArray();
            for (int i = 0; i < subject.length; i++) {
                for (int value = 0; value < 256; value++) {
                    byte[] bad = subject.clone();
                    bad[i] = (byte) value;
                    Revocation.of(Bytes.of(bad), 1)
                            .ifPresent(read -> assertThat(read.subject()).isEqualTo(Bytes.of(bad)));
                }
            }
        }
    }
}
