package io.comity.explore;

import io.comity.identity.Bytes;
import io.comity.session.CipherSuite;
import io.comity.session.EphemeralSource;
import io.comity.session.Handshake;
import org.jspecify.annotations.Nullable;

/**
 * One end of one session: whose it is, whom it dials, and the ephemeral key that it has in this session and in no other.
 *
 * @param dials null for an end that answers
 */
record Seat(String name, Person owner, @Nullable Person dials, CipherSuite suite, Bytes ephemeral) {
    static Seat dialling(String name, Person owner, Person dials, CipherSuite suite, int number) {
        return new Seat(name, owner, dials, suite, Person.secret(0x40 + number));
    }

    static Seat answering(String name, Person owner, int number) {
        return new Seat(name, owner, null, CipherSuite.AES_GCM, Person.secret(0x40 + number));
    }

    /** The same end of a node whose ephemeral key follows from its static one. */
    Seat withoutChance() {
        return new Seat(name, owner, dials, suite, derived(owner));
    }

    static Bytes derived(Person owner) {
        return Bytes.of(Noise.sha256(owner.secret().toArray()));
    }

    boolean isDialling() {
        return dials != null;
    }

    Handshake handshake() {
        EphemeralSource fresh = ephemeral::toArray;
        return dials == null
                ? Handshake.responder(owner.local(), fresh)
                : Handshake.initiator(owner.local(), dials.node(), suite, fresh);
    }
}
