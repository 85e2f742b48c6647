package io.comity.detached;

import static io.comity.detached.Calls.ALICE;
import static io.comity.detached.Calls.BOB;
import static io.comity.detached.Calls.MALLORY;
import static io.comity.detached.Calls.call;
import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.wire.CborWriter;
import io.comity.wire.CoseSign1;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CallObjectTest {
    @Test
    void aCallIsReadAsItWasSigned() {
        Claim claim = CallObject.read(CallObject.sign(BOB, call()), ALICE.nodeId());
        assertThat(((Claim.Signed) claim).call()).isEqualTo(call());
    }

    @Test
    void everyOtherByteIsRefused() {
        byte[] object = CallObject.sign(BOB, call());
        for (int at = 0; at < object.length; at++) {
            byte[] changed = object.clone();
            changed[at] ^= 1;
            assertThat(CallObject.read(changed, ALICE.nodeId()))
                    .as("byte " + at)
                    .isInstanceOf(Claim.Refused.class);
            assertThat(CallObject.read(Arrays.copyOf(object, at), ALICE.nodeId()))
                    .isEqualTo(new Claim.Refused(Refusal.MALFORMED));
        }
    }

    @Test
    void aCallForAnotherNodeIsDenied() {
        byte[] object = CallObject.sign(BOB, call());
        assertThat(refusal(object, MALLORY.nodeId())).isEqualTo(Refusal.DENIED);
    }

    @Test
    void aCallThatNamesAnotherIssuerThanItsSignerIsMalformed() {
        byte[] object = CoseSign1.sign(MALLORY, CallObject.DOMAIN, CallObject.payload(call()));
        assertThat(refusal(object, ALICE.nodeId())).isEqualTo(Refusal.MALFORMED);
    }

    @Test
    void whatWasSignedUnderAnotherDomainIsUnsigned() {
        byte[] object = CoseSign1.sign(BOB, AnswerObject.DOMAIN, CallObject.payload(call()));
        assertThat(refusal(object, ALICE.nodeId())).isEqualTo(Refusal.UNSIGNED);
    }

    @Test
    void everyBoundHoldsAtItAndOnePastIt() {
        long max = DetachedCall.MAX_NUMBER;
        assertThat(accepts(numbers(max, max, max))).isTrue();
        assertThat(accepts(numbers(max + 1, 0, 0))).isFalse();
        assertThat(accepts(numbers(0, max + 1, 0))).isFalse();
        assertThat(accepts(numbers(0, 0, max + 1))).isFalse();
        assertThat(accepts(named("e".repeat(64), "T", 0))).isTrue();
        assertThat(accepts(named("e".repeat(65), "T", 0))).isFalse();
        assertThat(accepts(named("E", "T", 0))).isFalse();
        assertThat(accepts(named("e", "T".repeat(128), 0))).isTrue();
        assertThat(accepts(named("e", "T".repeat(129), 0))).isFalse();
        assertThat(accepts(named("e", "T", DetachedCall.MAX_BODY_BYTES))).isTrue();
        assertThat(accepts(named("e", "T", DetachedCall.MAX_BODY_BYTES + 1))).isFalse();
        assertThat(refusal(new byte[CoseSign1.MAX_OBJECT_BYTES + 1], ALICE.nodeId()))
                .isEqualTo(Refusal.MALFORMED);
    }

    private static boolean accepts(DetachedCall call) {
        return CallObject.read(CallObject.sign(BOB, call), ALICE.nodeId()) instanceof Claim.Signed;
    }

    private static DetachedCall numbers(long epoch, long stream, long sequence) {
        NodeId bob = BOB.nodeId();
        return new DetachedCall(
                bob, ALICE.nodeId(), epoch, stream, sequence, 0, 0, "greeter", "Greet", Calls.BODY, true);
    }

    private static DetachedCall named(String engine, String type, int bodyBytes) {
        Bytes body = Bytes.of(new byte[bodyBytes]);
        return new DetachedCall(BOB.nodeId(), ALICE.nodeId(), 0, 0, 0, 0, 0, engine, type, body, false);
    }

    @Test
    void aPayloadWithAFieldMoreOrLessIsMalformed() {
        byte[] payload = CallObject.payload(call());
        byte[] fewer = new CborWriter(8, 8).array(1).bool(true).toByteArray();
        byte[] more = new CborWriter(256, 4_096)
                .array(12)
                .encoded(payload, 1, payload.length - 1)
                .nil()
                .toByteArray();
        for (byte[] wrong : new byte[][] {fewer, more}) {
            assertThat(refusal(CoseSign1.sign(BOB, CallObject.DOMAIN, wrong), ALICE.nodeId()))
                    .isEqualTo(Refusal.MALFORMED);
        }
    }

    @Test
    void anAnswerIsTheOneOfItsNodeToItsCall() {
        Claim.Signed claim = (Claim.Signed) CallObject.read(CallObject.sign(BOB, call()), ALICE.nodeId());
        Answer answer = new Answer(Outcome.OK, Calls.EPOCH, Calls.NOW, "Greeting", Bytes.ofHex("a0"));
        byte[] object = AnswerObject.sign(ALICE, claim.id(), answer);
        assertThat(AnswerObject.read(object, ALICE.nodeId(), claim.id())).contains(answer);
        assertThat(AnswerObject.read(object, MALLORY.nodeId(), claim.id())).isEmpty();
        assertThat(AnswerObject.read(object, ALICE.nodeId(), Bytes.of(new byte[32])))
                .isEmpty();
        byte[] forged = AnswerObject.sign(MALLORY, claim.id(), answer);
        assertThat(AnswerObject.read(forged, ALICE.nodeId(), claim.id())).isEqualTo(Optional.empty());
    }

    private static Refusal refusal(byte[] object, NodeId self) {
        return ((Claim.Refused) CallObject.read(object, self)).why();
    }
}
