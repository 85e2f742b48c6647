package io.comity.mission;

/** What presenting a ticket led to. */
public sealed interface Redemption {
    record Granted(Grant grant) implements Redemption {}

    /** It is this holder's, and nobody else's any more; it is to be written, and then {@link Authority#redeemed}. */
    record Reserved(Redeemed use) implements Redemption {}

    record Refused(Reason reason) implements Redemption {}
}
