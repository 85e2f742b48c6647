package io.comity.topic;

import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.NodeId;
import io.comity.wire.CborWriter;
import io.comity.wire.CoseSign1;
import io.comity.wire.Verified;
import java.time.Instant;
import java.util.Optional;

/** A {@link TopicDescription} signed by the topic's owner: a COSE_Sign1, see {@link CoseSign1}. That it was signed says nothing of its time. */
public record TopicAdvert(NodeId owner, TopicDescription description, Bytes signed) {
    public static final String DOMAIN = "comity/1 topic advert";

    /** As many types as may be, with names as long as may be. */
    public static final int MAX_SIGNED_BYTES = 36 * 1_024;

    /** Expected caller: the Router, for the topic's owner. */
    public static TopicAdvert sign(KeyHolder owner, TopicDescription description) {
        CborWriter out = new CborWriter(512, MAX_SIGNED_BYTES - CoseSign1.OVERHEAD_BYTES);
        description.write(out);
        return new TopicAdvert(owner.nodeId(), description, Bytes.of(CoseSign1.sign(owner, DOMAIN, out.toByteArray())));
    }

    /** The advert in bytes from outside, if {@code owner}, whose key was admitted before, signed it. Two signature checks. */
    public static Optional<Verified<TopicAdvert>> read(Bytes signed, NodeId owner) {
        if (signed.size() > MAX_SIGNED_BYTES
                || !(CoseSign1.verify(signed.toArray(), DOMAIN, owner) instanceof CoseSign1.Accepted accepted)) {
            return Optional.empty();
        }
        TopicDescription description =
                TopicDescription.read(accepted.object().value().payload().toArray());
        return description == null
                ? Optional.empty()
                : Optional.of(accepted.object().map(object -> new TopicAdvert(owner, description, signed)));
    }

    /** Which topic it is of. */
    public TopicId topic() {
        return TopicId.of(owner, description.name());
    }

    public boolean isExpired(Instant now) {
        return !now.isBefore(description.expiresAt());
    }

    @Override
    public String toString() {
        return "advert " + description.version() + " of " + topic();
    }
}
