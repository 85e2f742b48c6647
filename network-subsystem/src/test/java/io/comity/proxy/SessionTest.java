package io.comity.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.javadsl.Adapter;
import io.comity.engine.Protocol;
import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.mission.Gate;
import io.comity.mission.Grant;
import io.comity.mission.Mission;
import io.comity.mission.Reason;
import io.comity.observe.Counter;
import io.comity.observe.Counters;
import io.comity.reference.Export;
import io.comity.reference.ExportTable;
import io.comity.session.Assembly;
import io.comity.session.Bulk;
import io.comity.session.Outbox;
import io.comity.session.RecordSealer;
import io.comity.session.RetransmitBuffer;
import io.comity.transport.Wire;
import io.comity.wire.CborWriter;
import io.comity.wire.UrMessage;
import io.comity.wire.UrMessages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The gates of a session, one thread, no wire. */
final class SessionTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final KeyHolder NEAR = MemoryKeyHolder.fromSeed(new byte[32]);
    private static final KeyHolder FAR = MemoryKeyHolder.fromSeed(HexFormat.of().parseHex("01".repeat(32)));
    private static final int MAX_BODY = 1 << 20;
    private static final Protocol<Talk.Command> TALK = Protocol.of(Talk.Command.class);

    private final FarEnd far = FarEnd.of(NEAR, FAR);
    private final FakeWire wire = new FakeWire();
    private final Counters counters = new Counters();
    private final ExportTable exports = new ExportTable(new ExportTable.Limits(100, 1_000), () -> 0);
    private final List<UrMessage> control = new ArrayList<>();
    private final TestProbe<Object> engine = KIT.createTestProbe();
    private final List<String> breaks = new ArrayList<>();
    private final Session session = session(1 << 20, 1 << 20);
    private final Attachment port = attached(session);

    private Session session(int dataBytes, int controlBytes) {
        return new Session(
                far.near(),
                new Session.Parts(
                        new Outbox(dataBytes, controlBytes, Session.MAX_MESSAGE_BYTES),
                        new Bulk(1 << 20),
                        new RetransmitBuffer(1 << 22, Session.MAX_PLAIN_BYTES),
                        new Assembly(MAX_BODY),
                        MAX_BODY,
                        exports,
                        new ImportedReferences(Adapter.toClassic(KIT.system()), 100),
                        1 << 22,
                        Duration.ofMinutes(1),
                        new Clock(() -> 0, () -> 0),
                        counters,
                        this::on));
    }

    private void on(Session.Event event) {
        if (event instanceof Session.Said said) {
            control.add(said.message());
        } else if (event instanceof Session.Broken broken) {
            breaks.add(broken.why());
        }
    }

    private Attachment attached(Session over) {
        Attachment attachment = new Attachment(far.near(), wire, "tcp", over, link -> {
            throw new AssertionError("the other side knows this session");
        });
        attachment.begin();
        return attachment;
    }

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    private long offered() {
        Grant grant = new Grant(new Mission("m", Map.of("talk", Set.of())), FAR.nodeId(), new Gate());
        return exports.engine("talk", engine.getRef(), TALK, List.of(new Export.Right(0, List.of(grant))))
                .ref();
    }

    private static byte[] add(int number) {
        CborWriter out = new CborWriter(32, 32);
        out.encoded(new byte[] {(byte) 0xa1}, 0, 1).text("number").uint(number);
        return out.toByteArray();
    }

    private static byte[] many(int count, UrMessage message) {
        CborWriter out = new CborWriter(1_024, Wire.MAX_RECORD_BYTES);
        for (int i = 0; i < count; i++) {
            UrMessages.write(out, message);
        }
        return out.toByteArray();
    }

    @Test
    void aCastThatPassesEveryGateIsDeliveredInOrder() {
        long ref = offered();
        for (int i = 0; i < 10; i++) {
            assertThat(far.cast(port, ref, 0, add(i))).isTrue();
        }
        for (int i = 0; i < 10; i++) {
            engine.expectMessage(new Talk.Add(i));
        }
        assertThat(counters.get(Counter.DELIVERED)).isEqualTo(10);
    }

    @Test
    void everyRefusalIsAnsweredWithTheRefItWasFor() {
        long ref = offered();
        far.cast(port, ref + 2, 0, add(1));
        far.cast(port, ref, 1, add(1));
        far.cast(port, ref, 0, new byte[] {0});
        assertThat(far.heard(port))
                .containsExactly(
                        new UrMessage.Refuse(ref + 2, Reason.DENIED.code()),
                        new UrMessage.Refuse(ref, Reason.DENIED.code()),
                        new UrMessage.Refuse(ref, Reason.MALFORMED.code()));
        assertThat(counters.get(Counter.DELIVERED)).isZero();
    }

    @Test
    void whatStandsBeforeAFaultInARecordCountsAndWhatFollowsDoesNot() {
        CborWriter out = new CborWriter(64, 64);
        UrMessages.write(out, new UrMessage.Granted(1));
        out.encoded(new byte[] {(byte) 0xff}, 0, 1);
        UrMessages.write(out, new UrMessage.Granted(2));
        assertThat(far.record(port, out.toByteArray())).isFalse();
        assertThat(control).containsExactly(new UrMessage.Granted(1));
        assertThat(counters.get(Counter.DROPPED_PROTOCOL)).isEqualTo(1);
    }

    @Test
    void controlMessagesMayWaitAtTheMostAndOneMoreEndsTheLink() {
        assertThat(far.record(port, many(Session.MAX_CONTROL_IN_FLIGHT, new UrMessage.Ready())))
                .isTrue();
        session.controlHandled(new UrMessage.Ready());
        assertThat(far.say(port, new UrMessage.Ready())).isTrue();
        assertThat(far.say(port, new UrMessage.Ready())).isFalse();
        assertThat(counters.get(Counter.DROPPED_PROTOCOL)).isEqualTo(1);
    }

    @Test
    void longControlMessagesCountAsSeveral() {
        Bytes digest = Bytes.of(new byte[UrMessage.DIGEST_BYTES]);
        List<UrMessage> several = List.of(
                new UrMessage.Learn(1, "e", digest, Collections.nCopies(UrMessage.MAX_TYPES, "T")),
                new UrMessage.Renew(Collections.nCopies(UrMessage.MAX_RENEWED, 1L)),
                new UrMessage.Present(1, Bytes.of(new byte[UrMessage.MAX_CREDENTIAL_BYTES])),
                new UrMessage.Granted(1, Bytes.of(new byte[UrMessage.MAX_CREDENTIAL_BYTES])),
                new UrMessage.Advert(Bytes.of(new byte[UrMessage.MAX_ADVERT_BYTES])),
                new UrMessage.Receipt(Bytes.of(new byte[UrMessage.MAX_ACCOUNT_BYTES]), Bytes.EMPTY));
        int names = UrMessage.MAX_TYPES / Session.NAMES_AS_ONE + UrMessage.MAX_RENEWED / Session.NAMES_AS_ONE;
        int bytes = 2 * (UrMessage.MAX_CREDENTIAL_BYTES / Session.BYTES_AS_ONE)
                + UrMessage.MAX_ADVERT_BYTES / Session.BYTES_AS_ONE
                + UrMessage.MAX_ACCOUNT_BYTES / Session.BYTES_AS_ONE;
        int weight = several.size() + names + bytes;
        for (UrMessage each : several) {
            assertThat(far.say(port, each)).isTrue();
        }
        assertThat(far.record(port, many(Session.MAX_CONTROL_IN_FLIGHT - weight, new UrMessage.Ready())))
                .isTrue();
        assertThat(far.say(port, new UrMessage.Ready())).isFalse();
    }

    @Test
    void anyNumberOfRefusalsIsNoFaultAndLeavesRoomForWhatMatters() {
        for (int i = 0; i < 20; i++) {
            assertThat(far.record(port, many(10_000, new UrMessage.Refuse(1, 1))))
                    .isTrue();
        }
        assertThat(control).hasSize(Session.MAX_REFUSALS_IN_FLIGHT);
        assertThat(far.say(port, new UrMessage.Forget(1, 1))).isTrue();
        assertThat(control).endsWith(new UrMessage.Forget(1, 1));
    }

    @Test
    void aFullControlLaneEndsTheSessionAsThePeerDoesNotRead() {
        Session narrow = session(1 << 20, 100);
        for (int i = 0; i < 100 && breaks.isEmpty(); i++) {
            narrow.say(new UrMessage.Granted(i));
        }
        assertThat(breaks).hasSize(1);
        assertThat(far.heard(attached(narrow))).isNotEmpty().startsWith(new UrMessage.Granted(0));
    }

    @Test
    void aFullDataLaneIsOverloadedAndAClosedSessionUnreachable() {
        Session narrow = session(100, 1 << 20);
        Outlet outlet = new Outlet(TALK, narrow);
        int sent = 0;
        while (outlet.send(1, new Talk.Add(sent)) == null) {
            sent++;
        }
        assertThat(outlet.send(1, new Talk.Add(0))).isEqualTo(Reason.OVERLOADED);
        assertThat(far.heard(attached(narrow))).hasSize(sent);
        assertThat(outlet.send(1, new Talk.Add(0))).isNull();
        narrow.close();
        assertThat(outlet.send(1, new Talk.Add(0))).isEqualTo(Reason.UNREACHABLE);
    }

    @Test
    void controlGoesBeforeDataThatWaitedLonger() {
        new Outlet(TALK, session).send(1, new Talk.Add(1));
        session.say(new UrMessage.Forget(3, 1));
        assertThat(far.heard(port).get(0)).isEqualTo(new UrMessage.Forget(3, 1));
    }

    @Test
    void theLargestBodyFitsARecordAndALargerOneTravelsInParts() {
        Outlet outlet = new Outlet(TALK, session);
        int heads = "a1".length() / 2 + "63776879".length() / 2 + 3;
        String largest = "x".repeat(Session.MAX_BODY_BYTES - heads);
        assertThat(outlet.send(1, new Talk.Bye(largest))).isNull();
        assertThat(far.heard(port)).singleElement().isInstanceOf(FarEnd.Cast.class);
        assertThat(outlet.send(1, new Talk.Bye(largest + "x".repeat(4_096)))).isNull();
        assertThat(far.heard(port)).hasSize(2).hasOnlyElementsOfType(FarEnd.Part.class);
        assertThat(outlet.send(1, new Talk.Bye("x".repeat(MAX_BODY)))).isEqualTo(Reason.MALFORMED);
        assertThat(far.heard(port)).isEmpty();
    }

    @Test
    void aShortMessageToAnotherLeavesBeforeALongOneThatCameEarlierAndOneToTheSameAfterIt() {
        Outlet outlet = new Outlet(TALK, session);
        outlet.send(1, new Talk.Bye("x".repeat(500_000)));
        outlet.send(1, new Talk.Add(1));
        outlet.send(3, new Talk.Add(2));
        List<Object> heard = far.heard(port);
        assertThat(heard.get(0)).isEqualTo(new FarEnd.Cast(3, 0, Bytes.of(add(2))));
        assertThat(heard.subList(1, heard.size() - 1)).isNotEmpty().hasOnlyElementsOfType(FarEnd.Part.class);
        assertThat(heard.get(heard.size() - 1)).isEqualTo(new FarEnd.Cast(1, 0, Bytes.of(add(1))));
    }

    private static byte[] part(long ref, int type, int total, int offset, byte[] bytes) {
        CborWriter out = new CborWriter(64, Wire.MAX_RECORD_BYTES);
        UrMessages.partHead(out, ref, type, UrMessage.NO_DEADLINE, UrMessage.NO_REPLY, total, offset, bytes.length);
        return out.encoded(bytes, 0, bytes.length).toByteArray();
    }

    @Test
    void partsArePassedThroughTheSameGatesAsTheWhole() {
        long ref = offered();
        byte[] body = add(5);
        byte[] first = Arrays.copyOf(body, 3);
        byte[] rest = Arrays.copyOfRange(body, 3, body.length);
        far.record(port, part(ref, 1, 100, 0, first));
        far.record(port, part(ref, 1, 100, 3, rest));
        far.record(port, part(ref + 2, 0, 100, 0, first));
        far.record(port, part(ref, 0, MAX_BODY + 1, 0, first));
        assertThat(far.heard(port))
                .containsExactly(
                        new UrMessage.Refuse(ref, Reason.DENIED.code()),
                        new UrMessage.Refuse(ref + 2, Reason.DENIED.code()),
                        new UrMessage.Refuse(ref, Reason.MALFORMED.code()));
        far.record(port, part(ref, 0, body.length, 0, first));
        far.record(port, part(ref, 0, body.length, 3, rest));
        engine.expectMessage(new Talk.Add(5));
    }

    @Test
    void aPartThatFitsNothingEndsTheSession() {
        long ref = offered();
        assertThat(far.record(port, part(ref, 0, 100, 0, new byte[10]))).isTrue();
        assertThat(far.record(port, part(ref, 0, 100, 11, new byte[10]))).isFalse();
        assertThat(breaks).hasSize(1);
    }

    @Test
    void aRightThatIsWithdrawnWhileTheMessageArrivesRefusesIt() {
        Owner missions = new Owner();
        missions.define(new Mission("m", Map.of("talk", Set.of())));
        missions.grant("m", FAR.nodeId());
        List<Export.Right> rights = List.of(new Export.Right(0, missions.heldBy(FAR.nodeId())));
        long ref = exports.engine("talk", engine.getRef(), TALK, rights).ref();
        byte[] body = add(5);
        far.record(port, part(ref, 0, body.length, 0, Arrays.copyOf(body, 3)));
        missions.revoke("m");
        far.record(port, part(ref, 0, body.length, 3, Arrays.copyOfRange(body, 3, body.length)));
        assertThat(far.heard(port)).containsExactly(new UrMessage.Refuse(ref, Reason.REVOKED.code()));
        engine.expectNoMessage(Duration.ZERO);
    }

    @Test
    void aMessageThatIsNotOfTheProtocolIsNotSent() {
        Outlet outlet = new Outlet(TALK, session);
        assertThat(outlet.send(1, "hello")).isEqualTo(Reason.MALFORMED);
        assertThat(far.heard(port)).isEmpty();
    }

    @Test
    void whatBelongsToTheLinkStandsWhereItMustOrEndsTheSession() {
        UrMessage ack = new UrMessage.Ack(0);
        assertThat(far.say(port, ack, new UrMessage.Granted(1))).isTrue();
        assertThat(far.say(port, ack)).isTrue();
        assertThat(far.say(port, ack, new UrMessage.Bye(0, 0))).isTrue();
        assertRefused(new UrMessage.Granted(1), ack);
        assertRefused(ack, ack);
        assertRefused(new UrMessage.Granted(1), new UrMessage.Bye(0, 0));
        assertRefused(new UrMessage.Bye(0, 0), new UrMessage.Granted(1));
        assertRefused(new UrMessage.Rekey(0), new UrMessage.Granted(1));
        assertRefused(new UrMessage.Hello(Bytes.EMPTY, 0, 1, 60_000, 0));
        assertRefused(new UrMessage.Ack(1));
    }

    private void assertRefused(UrMessage... messages) {
        FarEnd other = FarEnd.of(NEAR, FAR);
        Session tested = session(1 << 20, 1 << 20);
        Attachment fresh = new Attachment(other.near(), wire, "tcp", tested, link -> tested);
        tested.attach(fresh);
        assertThat(other.say(fresh, messages)).as(List.of(messages).toString()).isFalse();
        assertThat(breaks).isNotEmpty();
        breaks.clear();
    }

    @Test
    void afterTheEndNothingIsDelivered() {
        long ref = offered();
        session.close();
        far.cast(port, ref, 0, add(1));
        engine.expectNoMessage(Duration.ZERO);
        assertThat(counters.get(Counter.DELIVERED)).isZero();
    }

    @Test
    void aRecordIsNeverLongerThanAWireTakes() {
        Outlet outlet = new Outlet(TALK, session);
        for (int i = 0; i < 20_000; i++) {
            outlet.send(1, new Talk.Add(i));
        }
        byte[] out = new byte[Wire.MAX_RECORD_BYTES];
        port.seal(new byte[0], 0, out, 0);
        int length = port.seal(new byte[0], 0, out, 0);
        assertThat(length).isBetween(Wire.MAX_RECORD_BYTES - 100, Wire.MAX_RECORD_BYTES);
        assertThat(Session.MAX_PLAIN_BYTES + RecordSealer.TAG_BYTES).isEqualTo(Wire.MAX_RECORD_BYTES);
        assertThat(port.hasMore()).isTrue();
    }

    @Test
    void aPeersHeartbeatCountsUpToAnHourAndItsClockMayShowAnything() {
        assertThat(heartbeat(0)).isZero();
        assertThat(heartbeat(3_600_000)).isEqualTo(Attachment.MAX_HEARTBEAT);
        assertThat(heartbeat(3_600_001)).isEqualTo(Attachment.MAX_HEARTBEAT);
        assertThat(heartbeat(Long.MAX_VALUE)).isEqualTo(Attachment.MAX_HEARTBEAT);
    }

    private Duration heartbeat(long millis) {
        FarEnd other = FarEnd.of(NEAR, FAR);
        Attachment to = new Attachment(other.near(), wire, "tcp", session, link -> session);
        to.begin();
        assertThat(other.greet(to, new UrMessage.Hello(Bytes.EMPTY, 0, 1 << 22, millis, Long.MAX_VALUE)))
                .isTrue();
        long ref = offered();
        assertThat(other.cast(to, ref, 0, add(5))).isTrue();
        engine.expectMessage(new Talk.Add(5));
        return to.peerHeartbeat();
    }
}
