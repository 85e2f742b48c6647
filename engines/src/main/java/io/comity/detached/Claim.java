package io.comity.detached;

import io.comity.identity.Bytes;
import java.util.function.Function;

/**
 * What a call's bytes turned out to be. A {@link Signed} is made here only, after its signature was checked, so whoever takes
 * one cannot be handed a call that somebody invented.
 */
public sealed interface Claim {
    /** The issuer named in it signed it. Whether it is new, in time and allowed is not known yet. */
    final class Signed implements Claim {
        private final DetachedCall call;
        private final Bytes id;

        Signed(DetachedCall call, Bytes id) {
            this.call = call;
            this.id = id;
        }

        public DetachedCall call() {
            return call;
        }

        /** What the answer refers to: SHA-256 of what was signed, or empty where the carrier binds the answer itself. */
        public Bytes id() {
            return id;
        }
    }

    record Refused(Refusal why) implements Claim {}

    /** Reads on from a signed call. */
    default <R> R map(Function<Signed, R> signed, Function<Refusal, R> refused) {
        return this instanceof Signed call ? signed.apply(call) : refused.apply(((Refused) this).why());
    }
}
