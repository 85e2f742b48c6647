package io.comity.mission;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.wire.Verified;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The verification of a {@link Chain}, link by link from the root outward. */
final class Walk {
    private final NodeId owner;
    private final List<SignedGrant> links = new ArrayList<>();
    private final List<Caveats> met = new ArrayList<>();
    private @Nullable Verified<SignedGrant> last;

    Walk(NodeId owner) {
        this.owner = owner;
    }

    int length() {
        return links.size();
    }

    /** What is wrong with the next link, or null when it was taken. */
    @Nullable
    Flaw step(Bytes signed) {
        NodeId signer = links.isEmpty() ? owner : before().holder().key();
        Verified<SignedGrant> link = SignedGrant.read(signed, signer).orElse(null);
        if (link == null) {
            return Flaw.SIGNATURE;
        }
        Flaw flaw = links.isEmpty() ? rootFlaw(link.value()) : childFlaw(link.value());
        if (flaw == null) {
            Caveats stated = link.value().caveats();
            met.add(links.isEmpty() ? stated : metBefore().narrowedBy(stated));
            links.add(link.value());
            last = link;
        }
        return flaw;
    }

    private @Nullable Flaw rootFlaw(SignedGrant root) {
        if (!root.isRoot()) {
            return Flaw.PARENT;
        }
        return root.owner().equals(owner) ? null : Flaw.OTHER_ROOT;
    }

    private @Nullable Flaw childFlaw(SignedGrant child) {
        SignedGrant root = links.get(0);
        boolean isOfRoot = child.owner().equals(owner)
                && child.mission().equals(root.mission())
                && child.serial() == root.serial();
        if (!isOfRoot) {
            return Flaw.OTHER_ROOT;
        }
        if (!child.parent().equals(before().id())) {
            return Flaw.PARENT;
        }
        if (metBefore().depth() == 0) {
            return Flaw.DEPTH;
        }
        return metBefore().widenedBy(child.caveats()).isPresent() ? Flaw.WIDENED : null;
    }

    /** Times are judged last, so that whoever is early or late has proven everything else. */
    Chain.Reading end(Bytes encoded, Instant now) {
        Caveats all = metBefore();
        int at = links.size() - 1;
        if (now.getEpochSecond() >= all.expiry()) {
            return new Chain.Worthless(Flaw.EXPIRED, at);
        }
        if (now.getEpochSecond() < all.notBefore()) {
            return new Chain.Worthless(Flaw.EARLY, at);
        }
        if (last == null) {
            return new Chain.Worthless(Flaw.MALFORMED, 0);
        }
        return new Chain.Sound(last.map(link -> new Chain(links, met, encoded)));
    }

    private SignedGrant before() {
        return links.get(links.size() - 1);
    }

    private Caveats metBefore() {
        return met.get(met.size() - 1);
    }
}
