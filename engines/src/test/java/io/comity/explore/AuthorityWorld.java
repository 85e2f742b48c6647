package io.comity.explore;

import io.comity.identity.Bytes;
import io.comity.mission.Revocation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Everything that Alice, Bob and Mallory can do about rights, in any order: papers are presented by whoever, messages sent to
 * whatever ref, references lent, rights taken back in two steps, the process killed between or after these, time passes. A state
 * is all fields of Alice's machines; it is a number here, and its {@link Estate} is kept until its steps were made.
 */
final class AuthorityWorld implements World {
    private static final int REFS = 6;
    private static final int TYPES = 2;
    private static final int MAX_TICKS = 1;
    private static final List<Person> PEERS = List.of(Person.BOB, Person.MALLORY);

    /** What one may do, and when it would change nothing for sure. */
    private record Deed(String text, Predicate<Estate> isPossible, Consumer<Estate> act) {}

    private final List<@Nullable Estate> estates = new ArrayList<>();
    private final List<@Nullable String> wrongs = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final Map<Bytes, Long> numbers = new HashMap<>();
    private final List<Deed> deeds = new ArrayList<>();
    private final Papers papers = new Papers();
    private boolean isLively;

    private AuthorityWorld() {
        number(new Estate(papers), "");
    }

    /** Whatever can be presented, by whomever, and what can be sent then. */
    static AuthorityWorld ofPapers() {
        AuthorityWorld world = new AuthorityWorld();
        PEERS.forEach(peer -> world.presenting(peer, name -> true));
        PEERS.forEach(peer -> world.sending(peer, 2));
        world.time();
        return world;
    }

    /** Whatever can be taken back of one grant of Bob's, and what comes of that. */
    static AuthorityWorld ofRevocations() {
        AuthorityWorld world = new AuthorityWorld();
        world.presenting(Person.BOB, Papers.OF_BOB::equals);
        world.sending(Person.BOB, 2);
        world.lending(Person.BOB);
        world.takingBack(Papers.OF_BOB::equals);
        return world;
    }

    /** All of it. */
    static AuthorityWorld whole() {
        AuthorityWorld world = new AuthorityWorld();
        for (Person peer : PEERS) {
            world.presenting(peer, name -> true);
            world.sending(peer, REFS);
            world.lending(peer);
        }
        world.takingBack(name -> true);
        world.may("Alice gives Bob a new grant", estate -> !estate.hasGiven(), Estate::giveAgain);
        world.time();
        return world;
    }

    private void may(String text, Predicate<Estate> isPossible, Consumer<Estate> act) {
        deeds.add(new Deed(text, isPossible, act));
    }

    private void presenting(Person peer, Predicate<String> which) {
        papers.all.forEach((name, paper) -> {
            if (which.test(name)) {
                may(
                        peer + " presents " + name,
                        estate -> estate.canPresent(paper),
                        estate -> estate.present(peer, paper));
            }
        });
    }

    private void sending(Person peer, int refs) {
        may("Alice tells " + peer + " what it may use", estate -> true, estate -> estate.tell(peer));
        for (int ref = 0; ref < refs; ref++) {
            for (int type = 0; type < TYPES; type++) {
                long to = ref;
                int of = type;
                may(
                        peer + " sends type " + type + " to ref " + ref,
                        estate -> estate.canCast(peer, to),
                        estate -> estate.cast(peer, to, of));
            }
        }
    }

    private void lending(Person peer) {
        for (boolean once : new boolean[] {true, false}) {
            String use = once ? "one use" : "any use";
            may(
                    "Alice lends " + peer + " a reference for " + use,
                    estate -> estate.canLend(peer, once),
                    estate -> estate.lend(peer, once));
        }
    }

    private void takingBack(Predicate<String> which) {
        papers.given.forEach((name, chain) -> {
            if (which.test(name)) {
                takes(
                        name,
                        estate -> estate.authority().revokeGrant(chain.last().id()));
            }
        });
        takes("everything from Bob", estate -> estate.authority().revokeHolder(Person.BOB.node()));
        takes("the mission", estate -> estate.authority().revokeMission(Papers.MISSION));
        may("what was decided is done", Estate::hasWritten, Estate::apply);
        may("Alice's node is killed and starts again", estate -> !estate.isOld(), Estate::restart);
    }

    private void takes(String what, Function<Estate, Revocation> decide) {
        may(
                "Alice decides to take back " + what,
                estate -> !estate.hasWritten(),
                estate -> estate.write(decide.apply(estate)));
    }

    private void time() {
        may("Alice forgets what is over", estate -> true, Estate::sweep);
        may("time passes", estate -> estate.ticks() < MAX_TICKS, Estate::tick);
    }

    private long number(Estate estate, String how) {
        Long known = numbers.putIfAbsent(Image.of(estate), (long) estates.size());
        if (known != null) {
            return known;
        }
        estates.add(estate);
        wrongs.add(estate.wrong());
        told.add(how);
        isLively |= estate.isLively();
        return estates.size() - 1;
    }

    /** Whether any message was delivered in any state. */
    boolean isLively() {
        return isLively;
    }

    @Override
    public long start() {
        return 0;
    }

    @Override
    public void steps(long state, LongConsumer next) {
        Estate estate = Objects.requireNonNull(estates.get((int) state));
        for (Deed deed : deeds) {
            if (deed.isPossible().test(estate)) {
                Estate then = Copy.of(estate);
                deed.act().accept(then);
                next.accept(number(then, deed.text()));
            }
        }
        estates.set((int) state, null);
    }

    @Override
    public @Nullable String violation(long state) {
        return wrongs.get((int) state);
    }

    /** How a state was first found; breadth first, that is from the state that the explorer came from. */
    @Override
    public String told(long from, long to) {
        return told.get((int) to);
    }
}
