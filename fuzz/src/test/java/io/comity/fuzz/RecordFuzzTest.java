package io.comity.fuzz;

import akka.actor.ActorSystem;
import akka.actor.testkit.typed.javadsl.TestInbox;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.typesafe.config.ConfigFactory;
import io.comity.identity.Bytes;
import io.comity.proxy.Conversing;
import io.comity.wire.CborReader;
import io.comity.wire.CborWriter;
import io.comity.wire.UrMessage;
import io.comity.wire.UrMessages;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records of an authenticated peer, who may say anything, and of whoever stands on the wire, who may alter, repeat and invent. The
 * first is heard, and its engine gets what is granted and nothing else; the second ends the link.
 */
final class RecordFuzzTest extends FuzzTarget {
    private static final int HONEST = 4;
    private static final int ALTERED = 4;
    private static final int REPEATED = 5;
    private static final int DEEDS = 7;
    private static final int MAX_DEEDS = 16;
    private static final int MAX_ELEMENTS = 8;
    private static final int GRANTED = 4;
    private static final byte[] HELLO = written(new UrMessage.Hello(Bytes.EMPTY, 0, 1 << 16, 60_000, 0));
    private static final byte[] REKEY = written(new UrMessage.Rekey(0));
    private static final ActorSystem SYSTEM = ActorSystem.create(
            "fuzz",
            ConfigFactory.parseString(
                            "akka { actor.provider = local, loglevel = OFF, stdout-loglevel = OFF, daemonic = on }")
                    .withFallback(ConfigFactory.load()));
    private static final TestInbox<Object> ENGINE = TestInbox.create();

    @FuzzTest(maxDuration = "")
    void fuzz(byte[] input) {
        measured(input);
    }

    /** Whether the peer greets; and then deeds, each with a record. */
    @Override
    void judge(byte[] input) {
        Input in = new Input(input);
        Conversing session = new Conversing(SYSTEM, People.BOB_ID, ENGINE.getRef(), Letters.PROTOCOL, GRANTED);
        boolean goesOn = !in.flag() || session.hears(session.sealed(HELLO));
        Must.hold(goesOn, "a greeting ends the link");
        byte[] last = null;
        for (int deed = 0; deed < MAX_DEEDS && in.left() > 0 && goesOn; deed++) {
            int kind = in.choice(DEEDS);
            byte[] record = record(session, kind, in, last);
            goesOn = session.hears(record);
            Must.hold(kind < HONEST || !goesOn, "a record of nobody was heard");
            last = record;
            read(session.says());
        }
        delivered();
    }

    private static byte[] record(Conversing session, int kind, Input in, byte @Nullable [] last) {
        if (kind == REPEATED && last != null) {
            return last;
        }
        int at = kind == ALTERED ? in.pair() : 0;
        byte[] plain = in.run();
        if (kind > ALTERED) {
            return plain;
        }
        byte[] sealed = session.sealed(plain);
        if (kind == ALTERED) {
            sealed[at % sealed.length] ^= (byte) (1 << at % Byte.SIZE);
        } else if (endsWith(plain, REKEY)) {
            session.rekey();
        }
        return sealed;
    }

    private static boolean endsWith(byte[] plain, byte[] end) {
        int from = plain.length - end.length;
        return from >= 0 && Arrays.equals(plain, from, plain.length, end, 0, end.length);
    }

    private static void delivered() {
        for (Object letter : ENGINE.getAllReceived()) {
            int type = Letters.PROTOCOL.indexOf(letter.getClass());
            Must.hold(type >= 0 && type < GRANTED, "a message that was not granted: " + letter.getClass());
        }
    }

    /** Whatever it says, a peer can read. */
    private static void read(List<byte[]> said) {
        for (byte[] plain : said) {
            CborReader in = new CborReader(plain, 0, plain.length);
            while (!in.atEnd()) {
                int elements = in.array(MAX_ELEMENTS);
                int kind = UrMessages.kind(in, elements);
                if (kind == UrMessage.CAST || kind == UrMessage.CALL) {
                    throw new AssertionError("it sends where nothing was sent");
                }
                UrMessages.read(in, kind, elements);
            }
            Must.equal(in.finish(), null, "what is wrong with what it says");
        }
    }

    private static byte[] written(UrMessage message) {
        CborWriter out = new CborWriter(64, 1 << 16);
        UrMessages.write(out, message);
        return out.toByteArray();
    }

    private static byte[] cast(long ref, int type, long deadline, long reply, byte[] body) {
        CborWriter out = new CborWriter(64, 1 << 16);
        UrMessages.castHead(out, ref, type, deadline, reply, body.length);
        return out.encoded(body, 0, body.length).toByteArray();
    }

    private static byte[] part(int total, int offset, byte[] bytes) {
        CborWriter out = new CborWriter(64, 1 << 16);
        UrMessages.partHead(out, 1, 0, UrMessage.NO_DEADLINE, UrMessage.NO_REPLY, total, offset, bytes.length);
        return out.encoded(bytes, 0, bytes.length).toByteArray();
    }

    private static byte[] told(byte[]... records) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(1);
        for (byte[] record : records) {
            all.write(0);
            all.writeBytes(Seeds.run(record));
        }
        return all.toByteArray();
    }

    @Override
    List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        List<byte[]> casts = new ArrayList<>();
        for (int type = 0; type < Letters.PROTOCOL.size(); type++) {
            for (Letters.Letter letter : Letters.SAMPLES) {
                if (Letters.type(letter) == type) {
                    casts.add(cast(1, type, UrMessage.NO_DEADLINE, UrMessage.NO_REPLY, Letters.body(letter)));
                }
            }
        }
        casts.forEach(cast -> seeds.add(told(cast)));
        seeds.add(told(Seeds.join(casts.toArray(byte[][]::new))));
        byte[] question = Letters.body(Letters.SAMPLES.get(3));
        int type = Letters.type(Letters.SAMPLES.get(3));
        seeds.add(told(cast(1, type, UrMessage.NO_DEADLINE, 2, question), cast(1, type, 5, 2, question)));
        byte[] body = Letters.body(Letters.SAMPLES.get(0));
        byte[] front = Arrays.copyOf(body, 4);
        byte[] back = Arrays.copyOfRange(body, 4, body.length);
        seeds.add(told(part(body.length, 0, front), part(body.length, 4, back)));
        UrMessageFuzzTest.samples().forEach(message -> seeds.add(told(written(message))));
        seeds.add(told(REKEY, casts.get(0)));
        seeds.add(Seeds.join(told(casts.get(0)), new byte[] {ALTERED, 0, 9}, Seeds.run(casts.get(0))));
        seeds.add(Seeds.join(told(casts.get(0)), new byte[] {REPEATED}));
        seeds.add(Seeds.join(new byte[] {0, 0}, Seeds.run(casts.get(0))));
        return seeds;
    }
}
