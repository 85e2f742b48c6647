package io.comity.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.NodeId;
import io.comity.identity.Sha256;
import io.comity.mission.Caveat;
import io.comity.mission.Caveats;
import io.comity.mission.Chain;
import io.comity.mission.Kind;
import io.comity.mission.Presentation;
import io.comity.mission.SignedGrant;
import io.comity.wire.CborWriter;
import io.comity.wire.CoseSign1;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Chains of grants, raw and link by link under true signatures. Of a chain that is accepted each link is signed by the holder of
 * the one before, and none allows more than that one.
 */
final class GrantFuzzTest extends FuzzTarget {
    private static final int RAW = 0;
    private static final int PRESENTED = 1;
    private static final int BUILT = 2;
    private static final int MAX_LINKS = 3;
    private static final Bytes OTHER_PARENT = Bytes.of(new byte[SignedGrant.ID_BYTES]);
    private static final List<KeyHolder> HOLDERS = List.of(People.ALICE, People.BOB, People.CAROL, People.MALLORY);

    @FuzzTest(maxDuration = "")
    void fuzz(byte[] input) {
        measured(input);
    }

    /** Whether it is a chain, or what is presented, or what the links say. */
    @Override
    void judge(byte[] input) {
        Input in = new Input(input);
        switch (in.choice(8)) {
            case RAW -> read(Bytes.of(in.rest()));
            case PRESENTED -> presented(Bytes.of(in.rest()));
            default -> read(built(in));
        }
    }

    private static void presented(Bytes bytes) {
        Optional<Presentation> read = Presentation.read(bytes);
        read.ifPresent(said -> {
            Must.equal(said.encode(), bytes, "what was presented, written again");
            read(said.chain());
        });
    }

    private static void read(Bytes encoded) {
        if (Chain.read(encoded, People.ALICE_ID, People.NOW) instanceof Chain.Sound sound) {
            Chain chain = sound.chain().value();
            Must.equal(chain.encoded(), encoded, "the bytes of the chain");
            NodeId signer = People.ALICE_ID;
            Bytes parent = Bytes.EMPTY;
            for (SignedGrant link : chain.links()) {
                Must.equal(link.signer(), signer, "who signed a link");
                Must.equal(link.owner(), People.ALICE_ID, "whose right it is");
                Must.equal(link.mission(), chain.root().mission(), "the mission of a link");
                Must.equal(link.serial(), chain.root().serial(), "the serial of a link");
                Must.equal(link.parent(), parent, "what a link passes on");
                signer = link.holder().key();
                parent = link.id();
            }
            for (int i = 1; i < chain.links().size(); i++) {
                narrows(chain.met().get(i - 1), chain.met().get(i));
            }
            Must.hold(chain.caveats().expiry() > People.NOW.getEpochSecond(), "a chain that is over is sound");
            chain.caveats().describe();
        }
    }

    /** Judged anew, from what the caveats mean. */
    private static void narrows(Caveats parent, Caveats child) {
        Must.hold(child.expiry() <= parent.expiry(), "it lasts longer");
        Must.hold(child.notBefore() >= parent.notBefore(), "it begins earlier");
        Must.hold(child.maxBytes() <= parent.maxBytes(), "its messages are longer");
        Must.hold(child.depth() < parent.depth(), "it may be passed on as often");
        Must.hold(child.evidence().compareTo(parent.evidence()) >= 0, "it wants less proof");
        for (Caveat each : List.of(Caveat.QUOTA, Caveat.IN_FLIGHT, Caveat.BURST)) {
            parent.get(each)
                    .ifPresent(limit -> Must.hold(child.get(each).orElse(Long.MAX_VALUE) <= limit, "more of " + each));
        }
        parent.get(Caveat.INTERVAL)
                .ifPresent(least -> Must.hold(child.get(Caveat.INTERVAL).orElse(0L) >= least, "it is faster"));
        if (child.isNarrowedToKinds() || parent.isNarrowedToKinds()) {
            for (Kind kind : child.kinds()) {
                Must.hold(parent.allows(kind.engine(), kind.type()), "it allows " + kind);
            }
            Must.hold(child.isNarrowedToKinds(), "it allows every kind");
        }
    }

    /** Links one behind the other; of each, an octet says what is not as it should be. */
    private static Bytes built(Input in) {
        List<byte[]> links = new ArrayList<>();
        KeyHolder signer = People.ALICE;
        Bytes parent = Bytes.EMPTY;
        int count = 1 + in.choice(MAX_LINKS);
        for (int i = 0; i < count; i++) {
            int wrong = in.octet();
            KeyHolder holder = HOLDERS.get(in.choice(HOLDERS.size()));
            byte[] payload = (wrong & 0x80) != 0 ? in.run() : payload(wrong, in, holder, parent);
            byte[] link = Signed.object((wrong & 1) != 0 ? People.MALLORY : signer, SignedGrant.DOMAIN, payload);
            links.add(link);
            parent = id(link);
            signer = holder;
        }
        CborWriter chain = new CborWriter(1_024, 1 << 18).array(links.size());
        links.forEach(chain::bytes);
        return Bytes.of(chain.toByteArray());
    }

    private static byte[] payload(int wrong, Input in, KeyHolder holder, Bytes parent) {
        byte[] caveats = in.take(in.octet());
        return new CborWriter(512, 1 << 16)
                .array(10)
                .uint(1)
                .bytes(new byte[SignedGrant.SALT_BYTES])
                .bytes(((wrong & 2) != 0 ? People.MALLORY.nodeId() : People.ALICE_ID).key())
                .uint((wrong & 4) != 0 ? 8 : 7)
                .text((wrong & 8) != 0 ? "other" : "hello")
                .uint((wrong & 16) != 0 ? 1 : 0)
                .bytes(holder.nodeId().key())
                .bytes((wrong & 32) == 0 ? parent : (wrong & 64) == 0 ? Bytes.EMPTY : OTHER_PARENT)
                .uint(1_600_000_000)
                .encoded(caveats, 0, caveats.length)
                .toByteArray();
    }

    private static Bytes id(byte[] link) {
        return CoseSign1.verify(link, SignedGrant.DOMAIN) instanceof CoseSign1.Accepted accepted
                ? accepted.object().value().id()
                : Bytes.of(Sha256.of(link));
    }

    @Override
    List<byte[]> seeds() {
        byte[] all = caveats(Caveats.NONE.depth(2).quota(50).until(People.NOW.plusSeconds(900)));
        byte[] less = caveats(Caveats.NONE.depth(1).quota(20).only(new Kind("greeter", "Greet"), Kind.all("news")));
        byte[] least = caveats(Caveats.NONE.quota(5).only(new Kind("greeter", "Greet")));
        byte[] root = link(0, 1, all);
        byte[] child = link(0, 2, less);
        byte[] grandchild = link(0, 3, least);
        Bytes chain = built(new Input(Seeds.join(new byte[] {2}, root, child, grandchild)));
        List<byte[]> seeds = new ArrayList<>(List.of(
                Seeds.join(new byte[] {BUILT, 2}, root, child, grandchild),
                Seeds.join(new byte[] {BUILT, 0}, root),
                Seeds.join(new byte[] {BUILT, 1}, root, child),
                Seeds.join(new byte[] {BUILT, 1}, root, link(0, 2, all)),
                Seeds.join(new byte[] {RAW}, chain.toArray()),
                Seeds.join(
                        new byte[] {PRESENTED},
                        new Presentation(chain, Bytes.EMPTY).encode().toArray())));
        for (int wrong : new int[] {1, 2, 4, 8, 16, 32, 96}) {
            seeds.add(Seeds.join(new byte[] {BUILT, 1}, root, link(wrong, 2, less)));
        }
        return seeds;
    }

    private static byte[] link(int wrong, int holder, byte[] caveats) {
        return Seeds.join(new byte[] {(byte) wrong, (byte) holder, (byte) caveats.length}, caveats);
    }

    /** As a grant holds them: they are the last field of an invitation's payload but one. */
    static byte[] caveats(Caveats caveats) {
        return io.comity.mission.Encoding.of(caveats);
    }
}
