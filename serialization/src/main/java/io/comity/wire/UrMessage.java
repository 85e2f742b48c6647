package io.comity.wire;

import io.comity.identity.Bytes;
import java.util.List;

/**
 * What two nodes say to each other inside a session, in a form any language can read: canonical CBOR, an array whose first
 * element is the kind. A sealed record's plaintext is any number of them, one after the other.
 *
 * <p>A <em>ref</em> is an index into the table of the node that gave it out. {@code learn}, and references inside a cast's
 * body, give out refs; {@code cast} uses them. There is no other way to name anything.
 * <pre>
 *  kind  message                                          who says it
 *     0  learn    [0, ref, engine, digest, [type…]]       owner: you may send to this engine; a cast's type indexes the list
 *     1  forget   [1, ref, reason]                        owner: you no longer may
 *     2  cast     [2, ref, type, body]                    holder: deliver body to ref
 *     3  refuse   [3, ref, reason]                        owner: a cast to ref was not delivered
 *     5  present  [5, id, credential]                     holder: an invitation; answered by granted or declined
 *     6  granted  [6, id]                                 owner: what was learned since is what it allows
 *     7  declined [7, id, reason]
 *     8  ready    [8]                                     both, once, after the first learns: all you may name was named
 * </pre>
 * Learning an engine again under the same ref replaces the list of types, which only grows.
 */
public sealed interface UrMessage {
    int LEARN = 0;
    int FORGET = 1;
    int CAST = 2;
    int REFUSE = 3;
    int PRESENT = 5;
    int GRANTED = 6;
    int DECLINED = 7;
    int READY = 8;

    /** UTF-8 bytes of an engine's or a type's name. */
    int MAX_NAME_BYTES = 128;

    /** Types of one protocol. */
    int MAX_TYPES = 256;

    /** Bytes of a credential. */
    int MAX_CREDENTIAL_BYTES = 4_096;

    int DIGEST_BYTES = 16;

    record Learn(long ref, String engine, Bytes digest, List<String> types) implements UrMessage {
        public Learn {
            types = List.copyOf(types);
        }
    }

    /** {@code reason} is a code of {@code io.comity.mission.Reason}. */
    record Forget(long ref, long reason) implements UrMessage {}

    record Refuse(long ref, long reason) implements UrMessage {}

    record Present(long id, Bytes credential) implements UrMessage {}

    record Granted(long id) implements UrMessage {}

    record Declined(long id, long reason) implements UrMessage {}

    record Ready() implements UrMessage {}
}
