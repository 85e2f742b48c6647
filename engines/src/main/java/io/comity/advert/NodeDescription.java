package io.comity.advert;

import io.comity.wire.CborReader;
import io.comity.wire.CborWriter;
import io.comity.wire.Fault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a node says of itself. Its form is the canonical CBOR array {@code [1, version, epoch, issued, expires, features,
 * listed, [[address, weight]…]]}, times in Unix seconds.
 *
 * @param version grows with every advert of a node, across its restarts
 * @param epoch the node's boot epoch, which grows with every start
 * @param expiresAt exclusive
 * @param contacts how to reach it, at most {@value #MAX_CONTACTS}
 * @param features one bit each
 * @param listed whether it agrees that others pass this on
 */
public record NodeDescription(
        long version,
        long epoch,
        Instant issuedAt,
        Instant expiresAt,
        List<Contact> contacts,
        long features,
        boolean listed) {
    public static final int MAX_CONTACTS = 16;

    /** The end of the year 9999: later than any time an honest advert names, and safe to calculate with. */
    static final long MAX_SECOND = 253_402_300_799L;

    static final int FORMAT = 1;
    static final int FIELDS = 8;

    public NodeDescription {
        contacts = List.copyOf(contacts);
        if (contacts.size() > MAX_CONTACTS) {
            throw new IllegalArgumentException(
                    "a node names at most " + MAX_CONTACTS + " addresses, not " + contacts.size());
        }
    }

    void write(CborWriter out) {
        out.array(FIELDS).uint(FORMAT).uint(version).uint(epoch);
        out.uint(issuedAt.getEpochSecond()).uint(expiresAt.getEpochSecond());
        out.uint(features).bool(listed).array(contacts.size());
        for (Contact contact : contacts) {
            out.array(2).text(contact.address()).uint(contact.weight());
        }
    }

    /** Null when the bytes are anything else, or of a newer Comity. */
    static @Nullable NodeDescription read(byte[] payload) {
        CborReader in = new CborReader(payload, 0, payload.length);
        in.tuple(FIELDS);
        long format = in.uint();
        long version = in.uint();
        long epoch = in.uint();
        Instant issuedAt = Instant.ofEpochSecond(in.uint(MAX_SECOND));
        Instant expiresAt = Instant.ofEpochSecond(in.uint(MAX_SECOND));
        long features = in.uint();
        boolean listed = in.bool();
        List<Contact> contacts = contacts(in);
        boolean sound = in.finish() == null && format == FORMAT && issuedAt.isBefore(expiresAt);
        return sound ? new NodeDescription(version, epoch, issuedAt, expiresAt, contacts, features, listed) : null;
    }

    private static List<Contact> contacts(CborReader in) {
        int count = in.array(MAX_CONTACTS);
        List<Contact> contacts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            in.tuple(2);
            String address = in.text(Contact.MAX_ADDRESS_BYTES);
            int weight = (int) in.uint(Contact.MAX_WEIGHT);
            if (Contact.isAddress(address)) {
                contacts.add(new Contact(address, weight));
            } else {
                in.refuse(Fault.OUT_OF_RANGE);
            }
        }
        return contacts;
    }
}
