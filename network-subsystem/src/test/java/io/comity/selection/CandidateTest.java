package io.comity.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comity.advert.Contact;
import io.comity.transport.Address;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CandidateTest {
    private static final Address ONE = new Address("tcp", "one", 1);
    private static final Address TWO = new Address("tcp", "two", 2);

    @Test
    void theNodesOwnWordOnAnAddressStandsAndOthersWeighTheDefault() {
        List<Contact> advertised = List.of(new Contact(ONE.toString(), 7));
        assertThat(Candidate.of(advertised, List.of(TWO, ONE)))
                .containsExactly(new Candidate(ONE, 7), new Candidate(TWO, Contact.DEFAULT_WEIGHT));
    }

    @Test
    void whatIsNoAddressIsLeftOut() {
        List<Contact> advertised = List.of(new Contact("nonsense", 1), new Contact("tcp://two:2", 2));
        assertThat(Candidate.of(advertised, List.of())).containsExactly(new Candidate(TWO, 2));
    }

    @Test
    void aWeightIsZeroTo255() {
        assertThat(new Candidate(ONE, 255).weight()).isEqualTo(255);
        assertThatThrownBy(() -> new Candidate(ONE, 256)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Candidate(ONE, -1)).isInstanceOf(IllegalArgumentException.class);
    }
}
