package io.comity.mission;

import static io.comity.mission.People.ALICE;
import static io.comity.mission.People.BOB;
import static io.comity.mission.People.CAROL;
import static io.comity.mission.People.LATER;
import static io.comity.mission.People.MALLORY;
import static io.comity.mission.People.NOW;
import static io.comity.mission.People.encode;
import static io.comity.mission.People.node;
import static io.comity.mission.People.root;
import static io.comity.mission.People.salt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comity.identity.Bytes;
import io.comity.identity.MemoryKeyHolder;
import io.comity.wire.CborWriter;
import io.comity.wire.CoseSign1;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ChainTest {
    private static final SignedGrant ROOT =
            root(node(BOB), Caveats.NONE.depth(7).rate(50, Duration.ofSeconds(1)));
    private static final SignedGrant CHILD =
            SignedGrant.child(BOB, ROOT, node(CAROL), Caveats.NONE.rate(5, Duration.ofSeconds(1)), salt(2), NOW);

    private static Chain.Reading read(Bytes encoded) {
        return Chain.read(encoded, ALICE.nodeId(), NOW);
    }

    private static void assertFlaw(Flaw flaw, int link, Bytes encoded) {
        assertThat(read(encoded)).isEqualTo(new Chain.Worthless(flaw, link));
    }

    private static SignedGrant forged(MemoryKeyHolder signer, SignedGrant.Content content) {
        return SignedGrant.sign(signer, content);
    }

    private static SignedGrant.Content content(SignedGrant like) {
        return new SignedGrant.Content(
                like.salt(),
                like.owner(),
                like.serial(),
                like.mission(),
                like.holder(),
                like.parent(),
                like.issuedAt(),
                like.caveats());
    }

    /** Bob, then one new key after the other. */
    private static Chain ofLength(int links) {
        Chain chain = People.read(Chain.encode(ROOT));
        MemoryKeyHolder holder = BOB;
        for (int i = 1; i < links; i++) {
            MemoryKeyHolder next = People.key(50 + i);
            chain = chain.extend(holder, node(next), Caveats.NONE, salt(i), NOW);
            holder = next;
        }
        return chain;
    }

    @Test
    void carriesARightFromItsOwnerToItsHolder() {
        Chain chain = People.read(encode(ROOT, CHILD));
        assertThat(chain.links()).containsExactly(ROOT, CHILD);
        assertThat(chain.holder()).isEqualTo(node(CAROL));
        assertThat(chain.id()).isEqualTo(CHILD.id());
        assertThat(chain.caveats().get(Caveat.INTERVAL)).contains(200_000_000L);
        assertThat(chain.met().get(0).get(Caveat.INTERVAL)).contains(20_000_000L);
        assertThat(chain.caveats().depth()).isEqualTo(6);
    }

    @Test
    void extendingGivesTheChainThatIsRead() {
        Chain made = People.read(Chain.encode(ROOT)).extend(BOB, node(CAROL), Caveats.NONE.quota(3), salt(2), NOW);
        assertThat(People.read(made.encoded())).isEqualTo(made);
    }

    @Test
    void isAsLongAsItMayBeAndNotOneLonger() {
        Chain longest = ofLength(Chain.MAX_LINKS);
        assertThat(People.read(longest.encoded()).caveats().depth()).isZero();
        MemoryKeyHolder last = People.key(50 + Chain.MAX_LINKS - 1);
        assertThatThrownBy(() -> longest.extend(last, node(CAROL), Caveats.NONE, salt(9), NOW))
                .isInstanceOf(MissionException.class)
                .hasMessageContaining("may not be passed on");
        SignedGrant ninth = SignedGrant.child(last, longest.last(), node(CAROL), Caveats.NONE, salt(9), NOW);
        List<SignedGrant> links = new ArrayList<>(longest.links());
        links.add(ninth);
        assertFlaw(Flaw.MALFORMED, 0, encode(links.toArray(new SignedGrant[0])));
    }

    // Who signed what.

    @Test
    void aRootIsSignedByItsOwner() {
        assertFlaw(Flaw.SIGNATURE, 0, encode(forged(MALLORY, content(ROOT))));
        SignedGrant ofMallory = SignedGrant.root(MALLORY, 7, "hello", node(BOB), Caveats.NONE.depth(7), salt(1), NOW);
        assertFlaw(Flaw.SIGNATURE, 0, encode(ofMallory));
        SignedGrant lent = forged(ALICE, content(ofMallory));
        assertFlaw(Flaw.OTHER_ROOT, 0, encode(lent));
    }

    @Test
    void aChildIsSignedByTheHolderOfItsParent() {
        for (MemoryKeyHolder signer : List.of(ALICE, CAROL, MALLORY)) {
            assertFlaw(Flaw.SIGNATURE, 1, encode(ROOT, forged(signer, content(CHILD))));
        }
    }

    @Test
    void aChildBelongsToThatParent() {
        SignedGrant other = root(node(BOB), Caveats.NONE.depth(7).quota(1));
        assertFlaw(Flaw.PARENT, 1, encode(other, CHILD));
        assertFlaw(Flaw.SIGNATURE, 0, encode(CHILD));
        assertFlaw(Flaw.PARENT, 1, encode(ROOT, forged(BOB, content(other))));
        SignedGrant headless = forged(
                ALICE,
                new SignedGrant.Content(salt(1), ALICE.nodeId(), 7, "hello", node(BOB), ROOT.id(), NOW, Caveats.NONE));
        assertFlaw(Flaw.PARENT, 0, encode(headless));
    }

    @Test
    void ownerMissionAndSerialStayWhatTheyWere() {
        for (SignedGrant.Content odd : List.of(
                new SignedGrant.Content(salt(2), BOB.nodeId(), 7, "hello", node(CAROL), ROOT.id(), NOW, Caveats.NONE),
                new SignedGrant.Content(salt(2), ALICE.nodeId(), 8, "hello", node(CAROL), ROOT.id(), NOW, Caveats.NONE),
                new SignedGrant.Content(
                        salt(2), ALICE.nodeId(), 7, "other", node(CAROL), ROOT.id(), NOW, Caveats.NONE))) {
            assertFlaw(Flaw.OTHER_ROOT, 1, encode(ROOT, forged(BOB, odd)));
        }
    }

    // Only narrower.

    @Test
    void aChildThatWidensIsRefused() {
        SignedGrant wider =
                SignedGrant.child(BOB, ROOT, node(CAROL), Caveats.NONE.every(Duration.ofNanos(1)), salt(2), NOW);
        assertFlaw(Flaw.WIDENED, 1, encode(ROOT, wider));
        assertThatThrownBy(() ->
                        People.read(Chain.encode(ROOT)).extend(BOB, node(CAROL), Caveats.NONE.burst(51), salt(2), NOW))
                .isInstanceOf(MissionException.class)
                .hasMessageContaining("BURST would be wider");
    }

    @Test
    void aGrandchildIsHeldByWhatItsGrandparentStated() {
        SignedGrant middle = SignedGrant.child(BOB, ROOT, node(CAROL), Caveats.NONE, salt(2), NOW);
        SignedGrant wide =
                SignedGrant.child(CAROL, middle, node(MALLORY), Caveats.NONE.every(Duration.ofNanos(1)), salt(3), NOW);
        assertFlaw(Flaw.WIDENED, 2, encode(ROOT, middle, wide));
    }

    @Test
    void aRootThatSaysNothingOfDepthIsNotPassedOn() {
        SignedGrant root = root(node(BOB), Caveats.NONE);
        SignedGrant child = SignedGrant.child(BOB, root, node(CAROL), Caveats.NONE, salt(2), NOW);
        assertFlaw(Flaw.DEPTH, 1, encode(root, child));
    }

    @Test
    void onlyItsHolderPassesItOn() {
        assertThatThrownBy(() ->
                        People.toBob(Caveats.NONE.depth(1)).extend(MALLORY, node(CAROL), Caveats.NONE, salt(2), NOW))
                .isInstanceOf(MissionException.class);
    }

    // Time.

    @Test
    void isDeadAtTheSecondOfItsExpiryAndNotBefore() {
        Bytes encoded = Chain.encode(root(node(BOB), Caveats.NONE.until(LATER)));
        assertThat(Chain.read(encoded, ALICE.nodeId(), LATER.minusNanos(1))).isInstanceOf(Chain.Sound.class);
        assertThat(Chain.read(encoded, ALICE.nodeId(), LATER)).isEqualTo(new Chain.Worthless(Flaw.EXPIRED, 0));
    }

    @Test
    void isBornAtTheSecondThatItSaysAndNotBefore() {
        Bytes encoded = Chain.encode(root(node(BOB), Caveats.NONE.notBefore(LATER)));
        assertThat(Chain.read(encoded, ALICE.nodeId(), LATER)).isInstanceOf(Chain.Sound.class);
        assertThat(Chain.read(encoded, ALICE.nodeId(), LATER.minusNanos(1)))
                .isEqualTo(new Chain.Worthless(Flaw.EARLY, 0));
    }

    // Hostile bytes.

    @Test
    void everyFlippedBitIsNoticed() {
        byte[] good = encode(ROOT, CHILD).toArray();
        Random random = new Random(2);
        for (int i = 0; i < 400; i++) {
            byte[] bad = good.clone();
            int bit = i < 32 ? i : random.nextInt(bad.length * 8);
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(read(Bytes.of(bad))).as("bit %d", bit).isInstanceOf(Chain.Worthless.class);
        }
    }

    @Test
    void whatIsNoArrayOfGrantsIsMalformed() {
        byte[] good = encode(ROOT).toArray();
        assertFlaw(Flaw.MALFORMED, 0, Bytes.EMPTY);
        assertFlaw(Flaw.MALFORMED, 0, Bytes.ofHex("80"));
        assertFlaw(Flaw.MALFORMED, 0, Bytes.ofHex("8101"));
        assertFlaw(Flaw.MALFORMED, 0, Bytes.of(good, 0, good.length - 1));
        byte[] more = java.util.Arrays.copyOf(good, good.length + 1);
        assertFlaw(Flaw.MALFORMED, 0, Bytes.of(more));
        assertFlaw(Flaw.SIGNATURE, 0, Bytes.ofHex("8140"));
        assertFlaw(Flaw.MALFORMED, 0, Bytes.of(new byte[Chain.MAX_BYTES + 1]));
    }

    @Test
    void anObjectSignedForAnotherPurposeIsNoGrant() {
        byte[] payload = new CborWriter(16, 16).array(1).uint(1).toByteArray();
        byte[] advert = CoseSign1.sign(ALICE, "comity/1 node advert", payload);
        byte[] untold = CoseSign1.sign(ALICE, SignedGrant.DOMAIN, payload);
        for (byte[] object : List.of(advert, untold)) {
            assertFlaw(
                    Flaw.SIGNATURE,
                    0,
                    Bytes.of(new CborWriter(256, 512).array(1).bytes(object).toByteArray()));
        }
    }

    @Test
    void aGrantIsAsLongAsItMayBeAndNotLonger() {
        List<Kind> many = IntStream.range(0, 29)
                .mapToObj(i -> new Kind("e" + i, "T".repeat(127)))
                .toList();
        SignedGrant fits = root(node(BOB), Caveats.NONE.only(many));
        assertThat(fits.signed().size()).isBetween(SignedGrant.MAX_SIGNED_BYTES - 200, SignedGrant.MAX_SIGNED_BYTES);
        List<Kind> more = IntStream.range(0, 31)
                .mapToObj(i -> new Kind("e" + i, "T".repeat(127)))
                .toList();
        assertThatThrownBy(() -> root(node(BOB), Caveats.NONE.only(more)))
                .isInstanceOf(MissionException.class)
                .hasMessageContaining("longer than 4096 bytes");
    }

    @Test
    void twoGrantsOfOneContentAreTwo() {
        SignedGrant other = SignedGrant.root(ALICE, 7, "hello", node(BOB), ROOT.caveats(), salt(3), NOW);
        assertThat(other.id()).isNotEqualTo(ROOT.id());
        assertThat(root(node(BOB), ROOT.caveats()).id()).isEqualTo(ROOT.id());
    }
}
