package io.comity.explore;

import io.comity.identity.Bytes;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.mission.Authority;
import io.comity.mission.Caveats;
import io.comity.mission.Chain;
import io.comity.mission.Forgery;
import io.comity.mission.Holder;
import io.comity.mission.Kind;
import io.comity.mission.Mission;
import io.comity.mission.Possession;
import io.comity.mission.Presentation;
import io.comity.mission.SignedGrant;
import io.comity.wire.CborWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What anybody may present to Alice: what she gave, what came of it, and what was made up. */
final class Papers {
    /** The messages of her engine. */
    sealed interface Talk {}

    record Greet(String name) implements Talk {}

    record Shout(String name) implements Talk {}

    static final String ENGINE = "greeter";
    /** The name of what Alice gave Bob. */
    static final String OF_BOB = "Bob's grant";

    static final String MISSION = "hello";
    static final int NARROW_TYPE = 0;
    static final long EPOCH = 1_000_000_000;
    static final Instant BEGIN = Instant.ofEpochSecond(EPOCH / 1_000);
    /** Between one reading of the clock and the next. */
    static final int TICK_SECONDS = 60;
    /** Of the mission key. */
    static final MemoryKeyHolder TOKEN =
            MemoryKeyHolder.fromSeed(Person.secret(9).toArray());

    static final Bytes LINK = Bytes.of(new byte[Possession.LINK_BYTES]);

    private static final Kind NARROW = new Kind(ENGINE, "Greet");
    private static final Caveats BROAD = Caveats.NONE.quota(2).depth(2);

    final Authority alice = authority(Person.ALICE, EPOCH);
    final Map<String, Presentation> all = new LinkedHashMap<>();
    final Map<String, Chain> given = new LinkedHashMap<>();
    final List<Long> serials = new ArrayList<>();
    private int salts;

    Papers() {
        Chain toBob = root(alice, Person.ALICE, Holder.node(Person.BOB.node()), BROAD);
        Chain toMallory = root(
                alice,
                Person.ALICE,
                Holder.node(Person.MALLORY.node()),
                Caveats.NONE.quota(1).only(NARROW));
        Chain toToken = root(alice, Person.ALICE, Holder.missionKey(TOKEN.nodeId()), Caveats.NONE.quota(1));
        given.put(OF_BOB, toBob);
        show(OF_BOB, Presentation.of(toBob));
        show("Mallory's grant", Presentation.of(toMallory));
        show("the mission key's grant, proven by Bob", Presentation.of(toToken, proof(toToken, Person.BOB.node())));
        onward(toBob);
        madeUp(toBob, toToken);
    }

    private void onward(Chain toBob) {
        Caveats less = Caveats.NONE.only(NARROW).until(BEGIN.plusSeconds(TICK_SECONDS));
        Chain onward = toBob.extend(Person.BOB.key(), Holder.node(Person.MALLORY.node()), less, salt(), BEGIN);
        given.put("Bob's gift to Mallory", onward);
        show("Bob's gift to Mallory", Presentation.of(onward));
        Bytes wide = child(Person.MALLORY.key(), onward, Person.MALLORY.node(), Caveats.NONE.only(Kind.all(ENGINE)));
        show("Bob's gift, widened by Mallory for herself", bare(chain(onward, wide)));
        show("Bob's gift without Bob's link", bare(encoded(List.of(onward.last().signed()))));
    }

    private void madeUp(Chain toBob, Chain toToken) {
        Bytes stolen = child(Person.MALLORY.key(), toBob, Person.MALLORY.node(), Caveats.NONE);
        show("Bob's grant, passed on by Mallory to herself", bare(chain(toBob, stolen)));
        Bytes ofBob = child(Person.MALLORY.key(), toToken, Person.MALLORY.node(), Caveats.NONE);
        show("the mission key's grant, passed on by Mallory to herself", bare(chain(toToken, ofBob)));
        Authority bob = authority(Person.BOB, EPOCH);
        Chain ofBobs = root(bob, Person.BOB, Holder.node(Person.MALLORY.node()), Caveats.NONE);
        show("what Bob gave Mallory on his own node", Presentation.of(ofBobs));
        Authority mallory = authority(Person.MALLORY, EPOCH);
        Chain ofMallory = root(mallory, Person.MALLORY, Holder.node(Person.MALLORY.node()), Caveats.NONE);
        show("what Mallory gave herself on her own node", Presentation.of(ofMallory));
        show("the mission key's grant, unproven", Presentation.of(toToken));
    }

    static Authority authority(Person owner, long epoch) {
        Authority authority = new Authority(owner.node(), epoch, Authority.Limits.DEFAULT, List.of());
        authority.define(new Mission(MISSION, Map.of(ENGINE, Set.of())));
        return authority;
    }

    private void show(String name, Presentation paper) {
        all.put(name, paper);
    }

    private Chain root(Authority authority, Person owner, Holder holder, Caveats caveats) {
        SignedGrant root = authority.grant(owner.key(), MISSION, holder, caveats, salt(), BEGIN);
        if (owner == Person.ALICE) {
            serials.add(root.serial());
        }
        return sound(Chain.encode(root), owner.node());
    }

    static Chain sound(Bytes encoded, NodeId owner) {
        return ((Chain.Sound) Chain.read(encoded, owner, BEGIN)).chain().value();
    }

    private static Bytes proof(Chain chain, NodeId presenter) {
        return Possession.prove(TOKEN, LINK, chain.id(), presenter);
    }

    private Bytes child(MemoryKeyHolder signer, Chain parent, NodeId holder, Caveats caveats) {
        return Forgery.child(signer, parent.last(), holder, caveats, salt(), BEGIN);
    }

    private static Presentation bare(Bytes chain) {
        return new Presentation(chain, Bytes.EMPTY);
    }

    private static Bytes chain(Chain parent, Bytes child) {
        List<Bytes> links = new ArrayList<>();
        parent.links().forEach(link -> links.add(link.signed()));
        links.add(child);
        return encoded(links);
    }

    private static Bytes encoded(List<Bytes> links) {
        CborWriter out = new CborWriter(512, Chain.MAX_BYTES).array(links.size());
        links.forEach(out::bytes);
        return Bytes.of(out.toByteArray());
    }

    private Bytes salt() {
        byte[] salt = new byte[SignedGrant.SALT_BYTES];
        salt[0] = (byte) salts++;
        return Bytes.of(salt);
    }
}
