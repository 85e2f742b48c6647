package io.comity.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.comity.advert.AdvertTable;
import io.comity.advert.Contact;
import io.comity.advert.NodeAdvert;
import io.comity.advert.NodeDescription;
import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.wire.CborWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Adverts of nodes, raw and under the signature of the one that they describe. */
final class AdvertFuzzTest extends FuzzTarget {
    private static final int RAW = 0;
    private static final AdvertTable.Limits LIMITS = new AdvertTable.Limits(16, 4);

    @FuzzTest(maxDuration = "")
    void fuzz(byte[] input) {
        measured(input);
    }

    /** Whether it is an object or what Alice signs; who brings it. */
    @Override
    void judge(byte[] input) {
        Input in = new Input(input);
        int kind = in.choice(4);
        boolean isByItself = in.flag();
        byte[] rest = in.rest();
        byte[] object = kind == RAW ? rest : Signed.object(People.ALICE, NodeAdvert.DOMAIN, rest);
        if (object.length <= NodeAdvert.MAX_SIGNED_BYTES + 1) {
            heard(Bytes.of(object), isByItself ? People.ALICE_ID : People.CAROL.nodeId());
        }
    }

    private static void heard(Bytes signed, NodeId from) {
        AdvertTable table = new AdvertTable(People.BOB_ID, 1, LIMITS, node -> false);
        AdvertTable.Source source = new AdvertTable.Source(from, false);
        if (table.hear(signed, source, People.NOW) instanceof AdvertTable.Accepted accepted) {
            NodeAdvert advert = accepted.advert().value();
            Must.equal(advert.node(), from, "who spoke of whom, untrusted");
            Must.equal(
                    NodeAdvert.sign(People.ALICE, advert.description()).signed(), signed, "the advert, written again");
            Must.hold(!advert.isExpired(People.NOW), "an advert that is over was believed");
            Must.equal(table.find(from, People.NOW).isPresent(), true, "whether it stands");
            Must.hold(
                    table.hear(signed, source, People.NOW) instanceof AdvertTable.Refused,
                    "it was taken twice for new");
            Must.hold(
                    Duration.between(
                                            advert.description().issuedAt(),
                                            advert.description().expiresAt())
                                    .compareTo(AdvertTable.MAX_LIFETIME)
                            <= 0,
                    "it lasts too long");
        }
    }

    @Override
    List<byte[]> seeds() {
        byte[] object = advert(List.of(new Contact("tcp://a.example:4711", 100)), true)
                .signed()
                .toArray();
        byte[] payload = payload("tcp://a.example:4711", 1_700_000_000, 1_700_086_400);
        byte[] tampered = object.clone();
        tampered[60] ^= 1;
        return List.of(
                Seeds.join(new byte[] {RAW, 1}, object),
                Seeds.join(
                        new byte[] {RAW, 1}, advert(List.of(), false).signed().toArray()),
                Seeds.join(new byte[] {RAW, 1}, tampered),
                Seeds.join(new byte[] {1, 1}, payload),
                Seeds.join(new byte[] {1, 0}, payload),
                Seeds.join(new byte[] {1, 1}, payload("x", 1_700_000_300, 1_702_592_300)),
                Seeds.join(new byte[] {1, 1}, Arrays.copyOf(payload, payload.length - 3)));
    }

    static NodeAdvert advert(List<Contact> contacts, boolean listed) {
        return NodeAdvert.sign(
                People.ALICE,
                new NodeDescription(7, 3, People.NOW, People.NOW.plus(Duration.ofDays(1)), contacts, 0, listed));
    }

    private static byte[] payload(String address, long issued, long expires) {
        return new CborWriter(128, 1_024)
                .array(8)
                .uint(1)
                .uint(7)
                .uint(3)
                .uint(issued)
                .uint(expires)
                .uint(0)
                .bool(true)
                .array(1)
                .array(2)
                .text(address)
                .uint(100)
                .toByteArray();
    }
}
