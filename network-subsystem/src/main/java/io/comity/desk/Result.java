package io.comity.desk;

import io.comity.detached.Answer;
import io.comity.detached.Claim;
import io.comity.detached.Refusal;

/** What becomes of a call that was handed in. */
public sealed interface Result {
    /** Its key holds a grant: it gets a signed answer. */
    record Answered(Claim.Signed call, Answer answer) implements Result {}

    /** It gets the same as everybody whose call is not looked at further. */
    record Refused(Refusal why) implements Result {}
}
