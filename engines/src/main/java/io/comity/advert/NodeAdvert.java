package io.comity.advert;

import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.NodeId;
import io.comity.wire.CborWriter;
import io.comity.wire.CoseSign1;
import io.comity.wire.UrMessage;
import io.comity.wire.Verified;
import java.time.Instant;

/**
 * A {@link NodeDescription} signed by the node it describes: a COSE_Sign1, see {@link CoseSign1}. That it was signed says
 * nothing of its time; see {@link AdvertTable} for what stands.
 */
public record NodeAdvert(NodeId node, NodeDescription description, Bytes signed) {
    public static final String DOMAIN = "comity/1 node advert";
    public static final int MAX_SIGNED_BYTES = UrMessage.MAX_ADVERT_BYTES;

    /** What bytes turned out to be. */
    public sealed interface Reading {}

    public record Signed(Verified<NodeAdvert> advert) implements Reading {}

    public record Worthless(Refusal refusal) implements Reading {}

    /** Expected caller: the Router, the only engine that asks the KeyHolder to sign. */
    public static NodeAdvert sign(KeyHolder node, NodeDescription description) {
        CborWriter out = new CborWriter(512, MAX_SIGNED_BYTES);
        description.write(out);
        Bytes signed = Bytes.of(CoseSign1.sign(node, DOMAIN, out.toByteArray()));
        return new NodeAdvert(node.nodeId(), description, signed);
    }

    /** Costs two signature checks; never throws on hostile bytes. */
    public static Reading read(Bytes signed) {
        if (signed.size() > MAX_SIGNED_BYTES) {
            return new Worthless(Refusal.TOO_LARGE);
        }
        return reading(CoseSign1.verify(signed.toArray(), DOMAIN), signed);
    }

    /** As {@link #read(Bytes)} for one signature check, when it must be by {@code node}, whose key was admitted before. */
    static Reading read(Bytes signed, NodeId node) {
        return signed.size() > MAX_SIGNED_BYTES
                ? new Worthless(Refusal.TOO_LARGE)
                : reading(CoseSign1.verify(signed.toArray(), DOMAIN, node), signed);
    }

    private static Reading reading(CoseSign1.Checked checked, Bytes signed) {
        if (!(checked instanceof CoseSign1.Accepted accepted)) {
            return new Worthless(refusal(((CoseSign1.Refused) checked).reason()));
        }
        CoseSign1.Signed object = accepted.object().value();
        NodeDescription description = NodeDescription.read(object.payload().toArray());
        return description == null
                ? new Worthless(Refusal.MALFORMED)
                : new Signed(accepted.object().map(read -> new NodeAdvert(read.signer(), description, signed)));
    }

    private static Refusal refusal(CoseSign1.Reason reason) {
        return switch (reason) {
            case TOO_LARGE -> Refusal.TOO_LARGE;
            case MALFORMED, HEADER, PAYLOAD -> Refusal.MALFORMED;
            case KEY, SIGNATURE, OTHER_SIGNER -> Refusal.FORGED;
        };
    }

    public boolean isExpired(Instant now) {
        return !now.isBefore(description.expiresAt());
    }

    @Override
    public String toString() {
        return "advert " + description.version() + " of " + node;
    }
}
