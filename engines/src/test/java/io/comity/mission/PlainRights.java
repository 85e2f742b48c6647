package io.comity.mission;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What an owner's grants mean, said as plainly as possible: every question is answered from the beginning, by walking the chain
 * and reading all that was ever revoked. Keys are small numbers, 0 is the owner. Shares no decision with the code under test.
 */
final class PlainRights {
    static final int OWNER = 0;

    /** A link as it was signed, honest or not. Null is a caveat that it does not state. */
    static final class Link {
        @Nullable
        Link parent;

        int signer;
        int holder;
        boolean isMissionKey;
        int mission;
        /** How many roots were made before the root it claims to come from. */
        int serial;

        long issued;

        @Nullable
        Long notBefore;

        @Nullable
        Long expiry;

        @Nullable
        Long interval;

        @Nullable
        Long burst;

        @Nullable
        Long inFlight;

        @Nullable
        Long quota;

        @Nullable
        Long bytes;

        @Nullable
        Long evidence;

        @Nullable
        Long depth;
        /** Pairs of engine and type; all types of the engine, even those nobody knows, are {@code TYPES} and more. */
        @Nullable
        Set<String> kinds;

        Link copy() {
            Link copy = new Link();
            copy.parent = parent;
            copy.signer = signer;
            copy.holder = holder;
            copy.isMissionKey = isMissionKey;
            copy.mission = mission;
            copy.serial = serial;
            copy.issued = issued;
            copy.notBefore = notBefore;
            copy.expiry = expiry;
            copy.interval = interval;
            copy.burst = burst;
            copy.inFlight = inFlight;
            copy.quota = quota;
            copy.bytes = bytes;
            copy.evidence = evidence;
            copy.depth = depth;
            copy.kinds = kinds;
            return copy;
        }
    }

    /** An invitation; its caveats are those of {@code like}. */
    static final class Bid {
        final Link like;
        final int serial;
        final long expiry;
        final int uses;
        final Map<Integer, Link> given = new HashMap<>();

        Bid(Link like, int serial, long expiry, int uses) {
            this.like = like;
            this.serial = serial;
            this.expiry = expiry;
            this.uses = uses;
        }
    }

    /** What somebody used of a root, and how much of their rate is not paid off yet. */
    private static final class Account {
        long debtNs;
        long asOfNs;
        long used;
        long waiting;
    }

    private record Named(int what, int rootsMade) {}

    /** What may become of a call: it passes, or waits exactly so long, or is refused for one of these reasons. */
    record Answer(boolean passes, long waitNs, Set<Reason> reasons) {}

    private static final Answer PASSES = new Answer(true, 0, Set.of());

    long nowNs;
    int rootsMade;
    private final Set<Link> revokedLinks = new HashSet<>();
    private final List<Named> revokedHolders = new ArrayList<>();
    private final List<Named> revokedMissions = new ArrayList<>();
    private long issuedBefore = Long.MIN_VALUE;
    private int bidsBeforeThisAreDead;
    private Map<List<Object>, Account> accounts = new HashMap<>();

    long second() {
        return Math.floorDiv(nowNs, 1_000_000_000L);
    }

    // What is taken back.

    void revoke(Link link) {
        revokedLinks.add(link);
    }

    void revokeHolder(int key) {
        revokedHolders.add(new Named(key, rootsMade));
    }

    void revokeMission(int mission) {
        revokedMissions.add(new Named(mission, rootsMade));
    }

    void revokeIssuedBefore(long second) {
        issuedBefore = Math.max(issuedBefore, second);
        bidsBeforeThisAreDead = rootsMade;
    }

    /** The process starts again: it knows what was revoked and given, and no more what was used of it. */
    void restart() {
        accounts = new HashMap<>();
    }

    // Whether a chain, root first, is one.

    boolean isSound(List<Link> chain) {
        Link root = chain.get(0);
        if (chain.size() > 8 || root.parent != null || root.signer != OWNER) {
            return false;
        }
        for (int i = 1; i < chain.size(); i++) {
            Link link = chain.get(i);
            Link before = chain.get(i - 1);
            List<Link> above = chain.subList(0, i);
            boolean isNext = link.parent == before
                    && link.signer == before.holder
                    && link.mission == root.mission
                    && link.serial == root.serial;
            if (!isNext || left(above) < 1 || isWider(link, above)) {
                return false;
            }
        }
        return true;
    }

    /** How many more links may follow. */
    static long left(List<Link> chain) {
        long left = chain.get(0).depth == null ? 0 : chain.get(0).depth;
        for (Link link : chain.subList(1, chain.size())) {
            left = link.depth == null ? left - 1 : Math.min(link.depth, left - 1);
        }
        return left;
    }

    private static boolean isWider(Link child, List<Link> above) {
        return above(child.depth, left(above) - 1)
                || below(child.notBefore, last(above, link -> link.notBefore))
                || above(child.expiry, last(above, link -> link.expiry))
                || below(child.interval, last(above, link -> link.interval))
                || above(child.burst, last(above, link -> link.burst))
                || above(child.inFlight, last(above, link -> link.inFlight))
                || above(child.quota, last(above, link -> link.quota))
                || above(child.bytes, last(above, link -> link.bytes))
                || below(child.evidence, last(above, link -> link.evidence))
                || hasMore(child.kinds, last(above, link -> link.kinds));
    }

    private static boolean below(@Nullable Long child, @Nullable Long parent) {
        return child != null && parent != null && child < parent;
    }

    private static boolean above(@Nullable Long child, @Nullable Long parent) {
        return child != null && parent != null && child > parent;
    }

    private static boolean hasMore(@Nullable Set<String> child, @Nullable Set<String> parent) {
        return child != null && parent != null && !parent.containsAll(child);
    }

    /** What the last link that says anything says. */
    static <T> @Nullable T last(List<Link> chain, Function<Link, @Nullable T> field) {
        BinaryOperator<T> later = (before, after) -> after;
        return chain.stream().map(field).filter(Objects::nonNull).reduce(later).orElse(null);
    }

    // Whether it stands.

    Set<Reason> dead(List<Link> chain, int presenter) {
        Set<Reason> why = EnumSet.noneOf(Reason.class);
        Long expiry = last(chain, link -> link.expiry);
        if (expiry != null && second() >= expiry) {
            why.add(Reason.EXPIRED);
        }
        if (isRevoked(chain, presenter)) {
            why.add(Reason.REVOKED);
        }
        return why;
    }

    boolean isEarly(List<Link> chain) {
        Long from = last(chain, link -> link.notBefore);
        return from != null && second() < from;
    }

    private boolean isRevoked(List<Link> chain, int presenter) {
        int serial = chain.get(0).serial;
        for (Link link : chain) {
            if (revokedLinks.contains(link)
                    || link.issued < issuedBefore
                    || isIn(revokedHolders, link.holder, serial)) {
                return true;
            }
        }
        return isIn(revokedHolders, presenter, serial) || isIn(revokedMissions, chain.get(0).mission, serial);
    }

    private static boolean isIn(List<Named> revoked, int what, int serial) {
        return revoked.stream().anyMatch(each -> each.what() == what && serial < each.rootsMade());
    }

    /** What presenting a chain leads to: nothing when it is accepted, else the reasons any of which may be told. */
    Set<Reason> refusals(List<Link> chain, int presenter, boolean hasProof) {
        if (!isSound(chain)) {
            return Set.of(Reason.DENIED);
        }
        Set<Reason> why = dead(chain, presenter);
        if (isEarly(chain)) {
            why.add(Reason.THROTTLED);
        }
        Link holder = chain.get(chain.size() - 1);
        if (holder.isMissionKey ? !hasProof : holder.holder != presenter) {
            why.add(Reason.DENIED);
        }
        return why;
    }

    /** As {@link #refusals}, for redeeming an invitation. */
    Set<Reason> refusals(Bid bid, int presenter) {
        Set<Reason> why = EnumSet.noneOf(Reason.class);
        if (second() >= bid.expiry) {
            why.add(Reason.EXPIRED);
        }
        boolean isRevoked = bid.serial < bidsBeforeThisAreDead
                || isIn(revokedHolders, presenter, bid.serial)
                || isIn(revokedMissions, bid.like.mission, bid.serial);
        if (isRevoked) {
            why.add(Reason.REVOKED);
        }
        Link given = bid.given.get(presenter);
        why.addAll(dead(List.of(given == null ? bid.like : given), presenter));
        if (isEarly(List.of(bid.like))) {
            why.add(Reason.THROTTLED);
        }
        if (given == null && bid.given.size() >= bid.uses) {
            why.add(Reason.DENIED);
        }
        return why;
    }

    // Calls under a chain that was accepted.

    Answer call(List<Link> chain, int presenter, Set<String> missionAllows, String kind, long size, boolean isCall) {
        Set<Reason> why = dead(chain, presenter);
        Set<String> kinds = last(chain, link -> link.kinds);
        Long bytes = last(chain, link -> link.bytes);
        boolean isNamed = kinds == null || kinds.contains(kind);
        if (!missionAllows.contains(kind) || !isNamed || above(size, bytes)) {
            why.add(Reason.DENIED);
        }
        if (!why.isEmpty()) {
            return new Answer(false, 0, why);
        }
        return spend(chain, isCall);
    }

    private Answer spend(List<Link> chain, boolean isCall) {
        long wait = 0;
        boolean isSpent = false;
        boolean isBusy = false;
        for (List<Link> upTo : payers(chain)) {
            Account account = account(upTo);
            Long quota = last(upTo, link -> link.quota);
            Long inFlight = last(upTo, link -> link.inFlight);
            isSpent |= quota != null && account.used >= quota;
            isBusy |= isCall && inFlight != null && account.waiting >= inFlight;
            wait = Math.max(wait, account.debtNs - ahead(upTo));
        }
        if (isSpent || isBusy) {
            return new Answer(false, 0, Set.of(isSpent ? Reason.EXPIRED : Reason.THROTTLED));
        }
        if (wait > 0) {
            return new Answer(false, wait, Set.of(Reason.THROTTLED));
        }
        for (List<Link> upTo : payers(chain)) {
            Account account = account(upTo);
            Long interval = last(upTo, link -> link.interval);
            account.used++;
            account.waiting += isCall ? 1 : 0;
            account.debtNs += interval == null ? 0 : interval;
        }
        return PASSES;
    }

    /** The chain up to each holder; to one that comes again, up to where it comes last. */
    private static List<List<Link>> payers(List<Link> chain) {
        List<List<Link>> payers = new ArrayList<>();
        for (int i = 0; i < chain.size(); i++) {
            int holder = chain.get(i).holder;
            if (chain.subList(i + 1, chain.size()).stream().noneMatch(link -> link.holder == holder)) {
                payers.add(chain.subList(0, i + 1));
            }
        }
        return payers;
    }

    /** How much debt one may have and still go on; without a rate, any. */
    private static long ahead(List<Link> chain) {
        Long interval = last(chain, link -> link.interval);
        Long burst = last(chain, link -> link.burst);
        return interval == null ? Long.MAX_VALUE : interval * ((burst == null ? 1 : burst) - 1);
    }

    void finish(List<Link> chain) {
        payers(chain).forEach(upTo -> account(upTo).waiting--);
    }

    /** Of the last of these links' holder, its debt as of now. */
    private Account account(List<Link> upTo) {
        Account account =
                accounts.computeIfAbsent(List.of(upTo.get(0), upTo.get(upTo.size() - 1).holder), key -> new Account());
        account.debtNs = Math.max(0, account.debtNs - (nowNs - account.asOfNs));
        account.asOfNs = nowNs;
        return account;
    }
}
