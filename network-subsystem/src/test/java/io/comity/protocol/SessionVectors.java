package io.comity.protocol;

import static io.comity.protocol.VectorFile.cast;
import static io.comity.protocol.VectorFile.encoded;
import static io.comity.protocol.VectorFile.hex;
import static io.comity.protocol.VectorFile.part;

import io.comity.identity.Bytes;
import io.comity.wire.UrMessage;
import java.util.List;

/** How records are counted, acknowledged and repeated, and what ends a session. */
final class SessionVectors {
    private static final String A = "aa".repeat(32);
    private static final String B = "bb".repeat(32);
    private static final String C = "cc".repeat(32);

    /** What the side under test accepts, and its other side too unless it says so. */
    static final long CREDIT = 4_194_304;

    /** In milliseconds; the clock stands still. */
    static final long HEARTBEAT = 60_000;

    private static final byte[] READY = encoded(new UrMessage.Ready());
    private static final byte[] REKEY = encoded(new UrMessage.Rekey(0));
    private static final byte[] NEW = hello("", 0);
    private static final byte[] LEARN =
            encoded(new UrMessage.Learn(1, "greeter", Bytes.ofHex("0d".repeat(16)), List.of("Greet")));

    private SessionVectors() {}

    static VectorFile file() {
        VectorFile file = new VectorFile(
                "A session (session.md) as one side lives it; all hex but the names of links is plaintext of"
                        + " one record. link: a link of this hash comes up. loses: it is gone. hears: a record was opened. tells: the"
                        + " program on this side says an ur-message. beats: a heartbeat is due. says: the records that this side then"
                        + " seals; it is one right answer, since an ack may also come alone and messages may be packed otherwise. session"
                        + " and received: what this side then knows. ends: the session is over. This side's credit is 4194304, its heartbeat"
                        + " 60000, its clock stands at 0, and it"
                        + " gave out no ref.");
        begins(file);
        goesOn(file);
        isReplaced(file);
        counts(file);
        parts(file);
        obeysCredit(file);
        ends(file);
        return file;
    }

    private static byte[] hello(String session, long received) {
        return hello(session, received, CREDIT);
    }

    private static byte[] hello(String session, long received, long credit) {
        return encoded(new UrMessage.Hello(Bytes.ofHex(session), received, credit, HEARTBEAT, 0));
    }

    private static byte[] ack(long received) {
        return encoded(new UrMessage.Ack(received));
    }

    /** One of ten bytes. */
    private static byte[] greet(int number) {
        return cast(1, 0, new byte[] {0x44, 0, 0, 0, (byte) number});
    }

    private static void begins(VectorFile file) {
        new Script(file, "a session begins; nobody waits for hello")
                .link(A)
                .says(NEW)
                .in(A, 0)
                .tells(READY)
                .says(READY)
                .hears(NEW)
                .in(A, 0)
                .hears(LEARN, READY)
                .in(A, 1)
                .tells(greet(1))
                .says(ack(1), greet(1))
                .hears(ack(2))
                .in(A, 1)
                .beats()
                .says(ack(1));
        new Script(file, "the other side names a session that this side does not know")
                .link(A)
                .says(NEW)
                .in(A, 0)
                .tells(READY)
                .says(READY)
                .hears(hello(C, 9))
                .in(A, 0)
                .hears(ack(1), READY)
                .in(A, 1);
    }

    private static void goesOn(VectorFile file) {
        begun(file, "a link is lost; what the other side did not get is said again, then what is new")
                .tells(greet(1))
                .says(ack(1), greet(1))
                .tells(greet(2))
                .says(greet(2))
                .tells(greet(3))
                .says(greet(3))
                .hears(ack(1))
                .in(A, 1)
                .loses()
                .tells(greet(4))
                .link(B)
                .says(hello(A, 1))
                .in(A, 1)
                .hears(hello(A, 2))
                .says(greet(3))
                .says(greet(4))
                .in(A, 1)
                .hears(ack(4))
                .in(A, 1);
        begun(file, "all that was said came; the other side says again what did not")
                .link(B)
                .says(hello(A, 1))
                .hears(hello(A, 0))
                .in(A, 1)
                .hears(ack(0), READY)
                .in(A, 2)
                .beats()
                .says(ack(2));
        begun(file, "a record that is said again has its old ack")
                .tells(greet(1))
                .says(ack(1), greet(1))
                .hears(READY)
                .in(A, 2)
                .link(B)
                .says(hello(A, 2))
                .hears(hello(A, 0))
                .says(ack(1), greet(1))
                .in(A, 2);
        begun(file, "two links later it is still the same session")
                .link(B)
                .says(hello(A, 1))
                .hears(hello(A, 0))
                .in(A, 1)
                .link(C)
                .says(hello(A, 1))
                .hears(hello(A, 0))
                .in(A, 1)
                .tells(greet(1))
                .says(greet(1));
    }

    private static Script begun(VectorFile file, String name) {
        return new Script(file, name)
                .link(A)
                .says(NEW)
                .in(A, 0)
                .hears(NEW)
                .in(A, 0)
                .hears(LEARN)
                .in(A, 1);
    }

    private static void isReplaced(VectorFile file) {
        begun(file, "the other side knows no session: a new one, named by the new link")
                .tells(greet(1))
                .says(ack(1), greet(1))
                .link(B)
                .says(hello(A, 1))
                .in(A, 1)
                .hears(NEW)
                .in(B, 0)
                .tells(READY)
                .says(READY)
                .hears(READY)
                .in(B, 1);
        begun(file, "the other side names another session: a new one as well")
                .link(B)
                .says(hello(A, 1))
                .hears(hello(C, 3))
                .in(B, 0)
                .tells(READY)
                .says(READY);
        begun(file, "nothing numbered is said before it is settled")
                .link(B)
                .says(hello(A, 1))
                .tells(greet(1))
                .beats()
                .hears(hello(A, 0))
                .says(greet(1))
                .says(ack(1));
    }

    private static void counts(VectorFile file) {
        begun(file, "acks and rekeys have no number")
                .hears(ack(0))
                .in(A, 1)
                .hears(ack(0), REKEY)
                .in(A, 1)
                .hears(REKEY)
                .in(A, 1)
                .hears(ack(0), READY)
                .in(A, 2);
        begun(file, "an old ack is no news")
                .tells(greet(1))
                .says(ack(1), greet(1))
                .tells(greet(2))
                .says(greet(2))
                .hears(ack(2))
                .in(A, 1)
                .hears(ack(1))
                .in(A, 1);
        begun(file, "a cast to a ref that was never given out is refused, as denied")
                .hears(cast(1, 0, new byte[] {0}))
                .says(ack(2), encoded(new UrMessage.Refuse(1, 0)))
                .in(A, 2);
    }

    private static void parts(VectorFile file) {
        byte[] two = hex("44 00");
        begun(file, "a cast in parts to a ref that was never given out is refused once; its other parts are ignored")
                .hears(part(1, 0, 6, 0, two))
                .says(ack(2), encoded(new UrMessage.Refuse(1, 0)))
                .in(A, 2)
                .hears(part(1, 0, 6, 2, two))
                .in(A, 3)
                .hears(part(1, 0, 6, 4, two))
                .in(A, 4);
        begun(file, "a part without a byte")
                .hears(part(1, 0, 6, 2, new byte[0]))
                .ends();
        begun(file, "a part beyond the end of its cast")
                .hears(part(1, 0, 6, 5, two))
                .ends();
        begun(file, "a part that begins beyond the end of its cast")
                .hears(part(1, 0, 6, 7, two))
                .ends();
    }

    private static void obeysCredit(VectorFile file) {
        new Script(file, "casts wait while 20 bytes or more are not acknowledged; other messages do not")
                .link(A)
                .says(NEW)
                .hears(hello("", 0, 20))
                .tells(greet(1))
                .says(greet(1))
                .tells(greet(2))
                .says(greet(2))
                .tells(greet(3))
                .tells(READY)
                .says(READY)
                .hears(ack(1))
                .says(greet(3));
    }

    private static void ends(VectorFile file) {
        begun(file, "an ack of what was never said").hears(ack(1)).ends();
        begun(file, "hello twice").hears(NEW).ends();
        begun(file, "an unknown kind").hears(hex("82 0f 00")).ends();
        begun(file, "kind 4").hears(hex("82 04 00")).ends();
        begun(file, "a byte too many").hears(READY, new byte[1]).ends();
        begun(file, "rekey that is not last in its record").hears(REKEY, READY).ends();
        fresh(file, "a numbered message before hello").hears(READY).ends();
        fresh(file, "an ack before hello").hears(ack(0), NEW).ends();
        fresh(file, "a rekey before hello").hears(REKEY).ends();
        fresh(file, "hello with more in its record").hears(NEW, READY).ends();
        begun(file, "the other side has more than was ever said")
                .link(B)
                .says(hello(A, 1))
                .hears(hello(A, 1))
                .ends();
        begun(file, "the other side has less than it acknowledged")
                .tells(greet(1))
                .says(ack(1), greet(1))
                .hears(ack(1))
                .in(A, 1)
                .link(B)
                .says(hello(A, 1))
                .hears(hello(A, 0))
                .ends();
    }

    private static Script fresh(VectorFile file, String name) {
        return new Script(file, name).link(A).says(NEW);
    }

    /** Whether {@code message} is a cast: it waits in another lane. */
    static boolean isCast(byte[] message) {
        return message.length > 1 && message[1] == UrMessage.CAST;
    }
}
