package io.comity.mission;

/** What presenting a chain led to. */
public sealed interface Admission {
    /** It stands; again the same one if it stood before. */
    record Accepted(Grant grant) implements Admission {}

    record Refused(Reason reason) implements Admission {}
}
