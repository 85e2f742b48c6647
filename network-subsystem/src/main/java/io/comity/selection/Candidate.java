package io.comity.selection;

import io.comity.advert.Contact;
import io.comity.transport.Address;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An address that may lead to a node.
 *
 * @param weight 0 to {@link Contact#MAX_WEIGHT}; 0 is a last resort
 */
public record Candidate(Address address, int weight) {
    public Candidate {
        if (weight < 0 || weight > Contact.MAX_WEIGHT) {
            throw new IllegalArgumentException("a weight is 0 to " + Contact.MAX_WEIGHT + ", not " + weight);
        }
    }

    /**
     * What a node advertises of itself, with its own weights, and then what was told of it otherwise: by invitations, seeds
     * and users. Each address once; what is no address of ours is left out.
     */
    public static List<Candidate> of(List<Contact> advertised, List<Address> told) {
        Map<Address, Candidate> candidates = new LinkedHashMap<>();
        for (Contact contact : advertised) {
            Address.parse(contact.address())
                    .ifPresent(address -> candidates.putIfAbsent(address, new Candidate(address, contact.weight())));
        }
        for (Address address : told) {
            candidates.putIfAbsent(address, new Candidate(address, Contact.DEFAULT_WEIGHT));
        }
        return List.copyOf(candidates.values());
    }
}
