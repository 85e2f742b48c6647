package io.comity.mission;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.Bytes;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.identity.Parsed;
import io.comity.mission.PlainRights.Link;
import io.comity.wire.CborWriter;
import io.comity.wire.Verified;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One run of random deeds, each done to an {@link Authority} and to {@link PlainRights}, and what both say compared. */
final class OracleRun {
    private static final int NODES = 6;
    private static final int KEYS = NODES + 2;
    private static final int MAX_LINKS = 120;
    private static final int MAX_GRANTS = 60;
    private static final List<String> ENGINES = List.of("door", "lamp");
    private static final Map<String, Class<?>> TYPES = Map.of("Open", String.class, "Shut", Integer.class);
    private static final List<MemoryKeyHolder> KEYRING =
            IntStream.range(0, KEYS).mapToObj(OracleRun::key).toList();
    private static final List<Mission> MISSIONS = List.of(
            new Mission("m0", Map.of("door", Set.of(String.class))),
            new Mission("m1", Map.of("door", Set.of(), "lamp", Set.of(Integer.class))),
            new Mission("m2", Map.of("door", Set.of(), "lamp", Set.of())));
    private static final List<Set<String>> MISSION_KINDS = List.of(
            Set.of("door/Open"),
            Set.of("door/Open", "door/Shut", "lamp/Shut"),
            Set.of("door/Open", "door/Shut", "lamp/Open", "lamp/Shut"));
    private static final Bytes LINK = Bytes.of(new byte[Possession.LINK_BYTES]);

    private record Presented(List<Link> chain, int presenter, Grant grant) {}

    private final Random random;
    private final Deeds deeds;
    private final PlainRights plain = new PlainRights();
    private final IdentityHashMap<Link, SignedGrant> signed = new IdentityHashMap<>();
    private final List<Link> links = new ArrayList<>();
    private final Map<List<Object>, Presented> presented = new LinkedHashMap<>();
    private final IdentityHashMap<PlainRights.Bid, Verified<Ticket>> bids = new IdentityHashMap<>();
    private final List<Presented> waiting = new ArrayList<>();
    private final List<Redeemed> uses = new ArrayList<>();
    private final Map<Bytes, Long> journal = new LinkedHashMap<>();
    private final OracleTally tally = new OracleTally();
    private final Map<Integer, Long> serials = new LinkedHashMap<>();
    private long epoch = 1_000_000_000_000L;
    private Authority authority;
    private long salts;

    OracleRun(long seed, Deeds deeds) {
        this.deeds = deeds;
        random = new Random(seed);
        plain.nowNs = epoch * 1_000_000;
        authority = boot();
    }

    private static MemoryKeyHolder key(int number) {
        byte[] seed = new byte[32];
        seed[0] = (byte) (100 + number);
        return MemoryKeyHolder.fromSeed(seed);
    }

    private static NodeId id(int key) {
        return KEYRING.get(key).nodeId();
    }

    OracleTally tally() {
        return tally;
    }

    /** Does one deed, and says which. */
    Deeds.Deed step() {
        Deeds.Deed deed = deeds.draw(random);
        switch (deed) {
            case GRANT -> grant();
            case DELEGATE -> delegate();
            case PRESENT -> present();
            case REVOKE -> revoke();
            case EXPIRE -> expire();
            case INVITE -> invite();
            case REDEEM -> redeem();
            case PASS -> pass();
            case FINISH -> finish();
            case RESTART -> restart();
            case CALL -> call();
        }
        return deed;
    }

    // Making links.

    private void grant() {
        Link root = new Link();
        root.signer = random.nextInt(20) == 0 ? 1 + random.nextInt(KEYS - 1) : PlainRights.OWNER;
        root.mission = maybe(50) ? 2 : random.nextInt(2);
        choose(root, List.of());
        root.depth = maybe(90) ? (Long) (long) (maybe(70) ? 7 : random.nextInt(Chain.MAX_LINKS)) : null;
        Caveats caveats = caveats(root);
        if (root.signer == PlainRights.OWNER) {
            root.serial = plain.rootsMade++;
            SignedGrant made =
                    authority.grant(KEYRING.get(0), "m" + root.mission, holder(root), caveats, salt(), now());
            root.issued = made.issuedAt().getEpochSecond();
            serials.put(root.serial, made.serial());
            keep(root, made);
        } else {
            root.serial = random.nextInt(Math.max(1, plain.rootsMade));
            root.issued = plain.second();
            keep(root, sign(root, Bytes.EMPTY, caveats));
        }
    }

    private void delegate() {
        if (links.isEmpty()) {
            return;
        }
        Link parent = likely(links, link -> isGood(chain(link)) && PlainRights.left(chain(link)) > 0);
        List<Link> above = chain(parent);
        if (above.size() > Chain.MAX_LINKS) {
            return;
        }
        Link child = new Link();
        child.parent = parent;
        child.signer = random.nextInt(25) == 0 ? random.nextInt(KEYS) : parent.holder;
        child.mission = random.nextInt(80) == 0 ? random.nextInt(MISSIONS.size()) : parent.mission;
        child.serial = random.nextInt(80) == 0 ? random.nextInt(plain.rootsMade + 1) : parent.serial;
        child.issued = random.nextInt(4) == 0 ? plain.second() - random.nextInt(90) : plain.second();
        choose(child, above);
        keep(child, sign(child, signed(parent).id(), caveats(child)));
    }

    private SignedGrant sign(Link link, Bytes parent, Caveats caveats) {
        return SignedGrant.sign(
                KEYRING.get(link.signer),
                new SignedGrant.Content(
                        salt(),
                        id(PlainRights.OWNER),
                        serials.getOrDefault(link.serial, 7L),
                        "m" + link.mission,
                        holder(link),
                        parent,
                        Instant.ofEpochSecond(link.issued),
                        caveats));
    }

    private void keep(Link link, SignedGrant grant) {
        signed.put(link, grant);
        links.add(link);
        if (links.size() > MAX_LINKS) {
            links.remove(random.nextInt(links.size() / 2));
        }
    }

    private SignedGrant signed(Link link) {
        return Objects.requireNonNull(signed.get(link));
    }

    private static Holder holder(Link link) {
        return link.isMissionKey ? Holder.missionKey(id(link.holder)) : Holder.node(id(link.holder));
    }

    /** Mostly something that narrows {@code above}, now and then anything at all. */
    private void choose(Link link, List<Link> above) {
        link.isMissionKey = maybe(15);
        link.holder = link.isMissionKey ? NODES + random.nextInt(KEYS - NODES) : 1 + random.nextInt(NODES - 1);
        link.notBefore = maybe(6) ? (Long) (plain.second() + random.nextInt(5)) : null;
        link.expiry = maybe(40)
                ? smaller(above, PlainRights.last(above, a -> a.expiry), plain.second() + 1 + random.nextInt(240))
                : null;
        link.interval = maybe(above.isEmpty() ? 60 : 20)
                ? larger(above, PlainRights.last(above, a -> a.interval), 1 + random.nextInt(400_000_000))
                : null;
        link.burst = maybe(40) ? smaller(above, PlainRights.last(above, a -> a.burst), 1 + random.nextInt(12)) : null;
        link.inFlight = maybe(20) ? smaller(above, PlainRights.last(above, a -> a.inFlight), random.nextInt(8)) : null;
        link.quota = maybe(15) ? smaller(above, PlainRights.last(above, a -> a.quota), random.nextInt(60)) : null;
        link.bytes = maybe(15) ? smaller(above, PlainRights.last(above, a -> a.bytes), random.nextInt(100)) : null;
        link.evidence = maybe(10) ? larger(above, PlainRights.last(above, a -> a.evidence), random.nextInt(3)) : null;
        link.depth = maybe(10)
                ? (Long) (long) random.nextInt(
                        above.isEmpty() ? 8 : (int) Math.max(1, Math.min(8, PlainRights.left(above))))
                : null;
        link.kinds = maybe(above.isEmpty() ? 25 : 12) ? kinds(PlainRights.last(above, a -> a.kinds)) : null;
    }

    private @Nullable Long smaller(List<Link> above, @Nullable Long parent, long wish) {
        return above.isEmpty() || parent == null || maybe(4) ? (Long) wish : (Long) Math.min(parent, wish);
    }

    private @Nullable Long larger(List<Link> above, @Nullable Long parent, long wish) {
        return above.isEmpty() || parent == null || maybe(4) ? (Long) wish : (Long) Math.max(parent, wish);
    }

    private Set<String> kinds(@Nullable Set<String> parent) {
        Set<String> kinds = new HashSet<>();
        for (String engine : ENGINES) {
            boolean whole = maybe(40);
            for (String type : List.of("Open", "Shut", "Other")) {
                boolean chosen = maybe(50) && !type.equals("Other");
                if (whole || chosen) {
                    kinds.add(engine + "/" + type);
                }
            }
        }
        if (parent != null && !maybe(20)) {
            kinds.retainAll(parent);
        }
        return kinds;
    }

    private static Caveats caveats(Link link) {
        Map<Caveat, @Nullable Long> stated = new LinkedHashMap<>();
        stated.put(Caveat.NOT_BEFORE, link.notBefore);
        stated.put(Caveat.EXPIRY, link.expiry);
        stated.put(Caveat.INTERVAL, link.interval);
        stated.put(Caveat.BURST, link.burst);
        stated.put(Caveat.IN_FLIGHT, link.inFlight);
        stated.put(Caveat.QUOTA, link.quota);
        stated.put(Caveat.BYTES, link.bytes);
        stated.put(Caveat.EVIDENCE, link.evidence);
        stated.put(Caveat.DEPTH, link.depth);
        Caveats caveats = Caveats.NONE;
        for (Map.Entry<Caveat, @Nullable Long> each : stated.entrySet()) {
            Long value = each.getValue();
            caveats = value == null ? caveats : caveats.with(each.getKey(), value);
        }
        return link.kinds == null ? caveats : caveats.only(named(link.kinds));
    }

    /** Whoever has a type that no engine has, has them all. */
    private static Collection<Kind> named(Set<String> kinds) {
        Set<Kind> named = new TreeSet<>();
        for (String kind : kinds) {
            String engine = kind.substring(0, kind.indexOf('/'));
            String type = kind.substring(kind.indexOf('/') + 1);
            named.add(kinds.contains(engine + "/Other") ? Kind.all(engine) : new Kind(engine, type));
        }
        return named;
    }

    // Inviting.

    private void invite() {
        Link like = new Link();
        like.mission = random.nextInt(MISSIONS.size());
        choose(like, List.of());
        like.depth = 7L;
        like.serial = plain.rootsMade++;
        // What a bid is like has no date: nothing was issued before it.
        like.issued = Long.MAX_VALUE;
        like.holder = -1;
        PlainRights.Bid bid =
                new PlainRights.Bid(like, like.serial, plain.second() + random.nextInt(200), 1 + random.nextInt(3));
        Ticket ticket =
                authority.issue("m" + like.mission, salt(), Instant.ofEpochSecond(bid.expiry), bid.uses, caveats(like));
        serials.put(like.serial, ticket.generation());
        Bytes signed = Invitation.sign(KEYRING.get(0), ticket, List.of()).signed();
        Parsed<Verified<Ticket>> read = Invitation.redeemable(signed, id(PlainRights.OWNER));
        bids.put(bid, ((Parsed.Accepted<Verified<Ticket>>) read).value());
        if (bids.size() > 10) {
            bids.remove(pick(new ArrayList<>(bids.keySet())));
        }
    }

    private void redeem() {
        if (bids.isEmpty()) {
            return;
        }
        PlainRights.Bid bid = pick(new ArrayList<>(bids.keySet()));
        int presenter = 1 + random.nextInt(NODES - 1);
        Set<Reason> expected = plain.refusals(bid, presenter);
        Redemption got = authority.reserve(
                KEYRING.get(0), Objects.requireNonNull(bids.get(bid)), id(presenter), salt(), now(), plain.nowNs);
        if (got instanceof Redemption.Reserved reserved) {
            uses.add(reserved.use());
            if (maybe(5)) {
                // Killed after it was written and before it was acknowledged.
                restart();
                expected = plain.refusals(bid, presenter);
                got = authority.reserve(
                        KEYRING.get(0),
                        Objects.requireNonNull(bids.get(bid)),
                        id(presenter),
                        salt(),
                        now(),
                        plain.nowNs);
            } else {
                got = authority.redeemed(reserved.use(), now(), plain.nowNs);
            }
        }
        if (got instanceof Redemption.Refused no) {
            assertThat(expected).as("redeeming was refused, and why").contains(no.reason());
            // A root that was made and did not stand is one all the same.
            plain.rootsMade++;
            return;
        }
        assertThat(expected).as("an invitation was good").isEmpty();
        tally.redeem();
        Grant grant = ((Redemption.Granted) got).grant();
        Link link = bid.given.computeIfAbsent(presenter, node -> redeemed(bid, node, grant));
        presented.put(List.of(link, presenter), new Presented(List.of(link), presenter, grant));
    }

    private Link redeemed(PlainRights.Bid bid, int presenter, Grant grant) {
        SignedGrant made = Objects.requireNonNull(grant.terms().chain()).root();
        Link link = bid.like.copy();
        link.holder = presenter;
        link.isMissionKey = false;
        link.serial = plain.rootsMade++;
        link.issued = made.issuedAt().getEpochSecond();
        serials.put(link.serial, made.serial());
        keep(link, made);
        return link;
    }

    // Presenting.

    private void present() {
        if (links.isEmpty()) {
            return;
        }
        List<Link> chain = chain(likely(links, link -> isGood(chain(link))));
        splice(chain);
        Link last = chain.get(chain.size() - 1);
        int presenter = last.isMissionKey || maybe(5) ? 1 + random.nextInt(NODES - 1) : last.holder;
        boolean hasProof = last.isMissionKey && !maybe(5);
        check(chain, presenter, hasProof);
    }

    /** Now and then a chain of links that do not belong together. */
    private void splice(List<Link> chain) {
        if (maybe(3) && chain.size() > 1) {
            chain.remove(random.nextInt(chain.size()));
        }
        if (maybe(3)) {
            chain.set(random.nextInt(chain.size()), pick(links));
        }
        if (maybe(15)) {
            int at = random.nextInt(chain.size());
            Link real = chain.get(at);
            links.stream()
                    .filter(link -> link != real && link.holder == real.holder && link.serial == real.serial)
                    .findFirst()
                    .ifPresent(twin -> chain.set(at, twin));
        }
    }

    private void check(List<Link> chain, int presenter, boolean hasProof) {
        Set<Reason> expected = plain.refusals(chain, presenter, hasProof);
        Admission got = admission(chain, presenter, hasProof);
        if (got instanceof Admission.Refused no) {
            assertThat(expected)
                    .as("presenting %s was refused, and why", chain.size())
                    .contains(no.reason());
            return;
        }
        assertThat(expected).as("a chain of %s was accepted", chain.size()).isEmpty();
        tally.accept();
        Grant grant = ((Admission.Accepted) got).grant();
        presented.put(List.of(chain.get(chain.size() - 1), presenter), new Presented(chain, presenter, grant));
        if (presented.size() > MAX_GRANTS) {
            presented.remove(presented.keySet().iterator().next());
        }
    }

    private Admission admission(List<Link> chain, int presenter, boolean hasProof) {
        Chain.Reading reading = Chain.read(encode(chain), id(PlainRights.OWNER), now());
        if (!(reading instanceof Chain.Sound sound)) {
            Flaw flaw = ((Chain.Worthless) reading).flaw();
            return new Admission.Refused(flaw == Flaw.MALFORMED ? Reason.DENIED : flaw.reason());
        }
        return authority.accept(
                sound.chain(), id(presenter), hasProof ? proof(chain, presenter) : null, now(), plain.nowNs);
    }

    private static Bytes encode(List<Bytes> links, int count) {
        CborWriter out = new CborWriter(512, 64 * 1024).array(count);
        links.forEach(out::bytes);
        return Bytes.of(out.toByteArray());
    }

    private Bytes encode(List<Link> chain) {
        return encode(chain.stream().map(link -> signed(link).signed()).toList(), chain.size());
    }

    private Verified<Possession> proof(List<Link> chain, int presenter) {
        Link last = chain.get(chain.size() - 1);
        Bytes proof =
                Possession.prove(KEYRING.get(last.holder), LINK, signed(last).id(), id(presenter));
        return Possession.check(proof, id(last.holder), LINK, id(presenter)).orElseThrow();
    }

    /** Root first. */
    private static List<Link> chain(Link last) {
        List<Link> chain = new ArrayList<>();
        for (Link link = last; link != null; link = link.parent) {
            chain.add(0, link);
        }
        return chain;
    }

    // Taking back.

    private void revoke() {
        Revocation decided = switch (random.nextInt(15)) {
            case 0 -> revokeHolder();
            case 1 -> revokeMission();
            case 2 -> revokeBefore();
            default -> revokeLink();
        };
        if (decided == null) {
            return;
        }
        journal.merge(decided.subject(), decided.number(), Math::max);
        if (decided instanceof Revocation.IssuedBefore) {
            Revocation tickets = authority.revokeTickets();
            journal.merge(tickets.subject(), tickets.number(), Math::max);
        }
        if (maybe(5)) {
            // Killed after it was written and before it was applied.
            restart();
        } else {
            authority.apply(decided);
            compareStanding();
        }
    }

    private @Nullable Revocation revokeLink() {
        if (links.isEmpty()) {
            return null;
        }
        Link link = likely(links, each -> isGood(chain(each)));
        Revocation decided = authority.revokeGrant(signed(link).id());
        plain.revoke(link);
        return decided;
    }

    private Revocation revokeHolder() {
        int key = 1 + random.nextInt(KEYS - 1);
        plain.revokeHolder(key);
        return authority.revokeHolder(id(key));
    }

    private Revocation revokeMission() {
        int mission = random.nextInt(MISSIONS.size());
        plain.revokeMission(mission);
        return authority.revokeMission("m" + mission);
    }

    private Revocation revokeBefore() {
        long second = plain.second() - random.nextInt(90);
        plain.revokeIssuedBefore(second);
        return authority.revokeIssuedBefore(Instant.ofEpochSecond(second), now());
    }

    private void expire() {
        authority.expire(now());
        authority.purge(now()).forEach(gone -> journal.remove(gone.subject()));
        compareStanding();
    }

    /** Everything derived from what is dead is dead: whoever is told that they hold something holds it. */
    private void compareStanding() {
        for (Presented each : presented.values()) {
            boolean isDead = !plain.dead(each.chain(), each.presenter()).isEmpty();
            boolean isHeld = authority.heldBy(id(each.presenter())).contains(each.grant());
            boolean isExpiredOnly = each.grant().isOpen();
            assertThat(isHeld).as("what stands is open").isEqualTo(isExpiredOnly);
            if (!isDead) {
                assertThat(isHeld).as("what is not dead stands").isTrue();
            } else if (plain.dead(each.chain(), each.presenter()).contains(Reason.REVOKED)) {
                assertThat(isHeld).as("what was revoked does not stand").isFalse();
            }
        }
    }

    private void restart() {
        epoch = Math.max(epoch + 1, plain.nowNs / 1_000_000);
        plain.restart();
        presented.clear();
        waiting.clear();
        authority = boot();
    }

    private Authority boot() {
        List<Revocation> read = journal.entrySet().stream()
                .map(entry -> Revocation.of(entry.getKey(), entry.getValue()).orElseThrow())
                .collect(Collectors.toCollection(ArrayList::new));
        Collections.shuffle(read, random);
        Authority fresh = new Authority(id(PlainRights.OWNER), epoch, Authority.Limits.DEFAULT, read, uses);
        MISSIONS.forEach(fresh::define);
        return fresh;
    }

    // Calling.

    private void call() {
        if (presented.isEmpty()) {
            return;
        }
        call(likely(new ArrayList<>(presented.values()), by -> isGood(by.chain())));
    }

    private void call(Presented by) {
        String engine = pick(ENGINES);
        String type = maybe(50) ? "Open" : "Shut";
        int size = random.nextInt(60);
        boolean isCall = maybe(40);
        long wait = call(by, engine, type, size, isCall);
        if (wait > 0 && wait < 1_000_000_000L && maybe(30)) {
            plain.nowNs += wait - 1;
            assertThat(call(by, engine, type, size, isCall))
                    .as("a nanosecond too early")
                    .isNotEqualTo(0);
            plain.nowNs += 1;
            call(by, engine, type, size, isCall);
        }
    }

    /** @return as {@link Grant#admit} */
    private long call(Presented by, String engine, String type, int size, boolean isCall) {
        Class<?> message = Objects.requireNonNull(TYPES.get(type));
        long got = by.grant().covers(engine, message, type)
                ? by.grant().admit(size, isCall, plain.second(), plain.nowNs)
                : Verdict.refused(Reason.DENIED);
        int mission = by.chain().get(0).mission;
        PlainRights.Answer expected =
                plain.call(by.chain(), by.presenter(), MISSION_KINDS.get(mission), engine + "/" + type, size, isCall);
        Reason reason = Verdict.reason(got).orElse(null);
        assertThat(reason == null)
                .as("whether it passes; got %s, expected %s", reason, expected)
                .isEqualTo(expected.passes());
        if (reason != null) {
            assertThat(expected.reasons()).as("why it does not pass").contains(reason);
            assertThat(Verdict.retryAfterNs(got)).as("how long it must wait").isEqualTo(expected.waitNs());
            tally.refuse(reason);
            return got;
        }
        tally.admit(by.chain().size() > 1);
        if (isCall) {
            waiting.add(by);
        }
        return got;
    }

    private void finish() {
        if (!waiting.isEmpty()) {
            Presented by = waiting.remove(random.nextInt(waiting.size()));
            by.grant().finish();
            plain.finish(by.chain());
        }
    }

    // Time.

    private void pass() {
        int dice = random.nextInt(10_000);
        if (dice < 1) {
            plain.nowNs += 40L * 24 * 3_600 * 1_000_000_000;
        } else if (dice < 2_000) {
            plain.nowNs = (plain.second() + 1) * 1_000_000_000;
        } else if (dice < 2_500) {
            plain.nowNs = (plain.second() + 1) * 1_000_000_000 - 1;
        } else if (deeds == Deeds.SHORT && dice < 5_000) {
            plain.nowNs += random.nextInt(200) * 1_000_000_000L;
        } else {
            plain.nowNs += random.nextInt(200_000_000);
        }
    }

    private Instant now() {
        return Instant.ofEpochSecond(plain.second(), Math.floorMod(plain.nowNs, 1_000_000_000L));
    }

    private Bytes salt() {
        byte[] salt = new byte[SignedGrant.SALT_BYTES];
        for (int i = 0; i < 8; i++) {
            salt[i] = (byte) (salts >>> (8 * i));
        }
        salts++;
        return Bytes.of(salt);
    }

    private boolean maybe(int percent) {
        return random.nextInt(100) < percent;
    }

    private boolean isGood(List<Link> chain) {
        return plain.isSound(chain) && plain.dead(chain, -1).isEmpty() && !plain.isEarly(chain);
    }

    /** One of them, and with a few tries one that is as wished. */
    private <T> T likely(List<T> from, Predicate<T> wish) {
        T picked = pick(from);
        for (int tries = random.nextInt(5); tries > 0 && !wish.test(picked); tries--) {
            picked = pick(from);
        }
        return picked;
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
