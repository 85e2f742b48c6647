package io.comity.mission;

/** What presenting a ticket led to. */
public sealed interface Redemption {
    record Granted(Grant grant) implements Redemption {}

    record Refused(Reason reason) implements Redemption {}
}
