package io.comity.proxy;

import io.comity.wire.Farewell;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * When a node has, wants and gives up a link with one other: every input returns what is to be done, in order. Knows no
 * address, no clock and no actor; the {@link NodeProxy} does what it says.
 *
 * <p>A connection is <em>ephemeral</em> unless it was made <em>permanent</em>: it comes when something has to be sent or the
 * other side dials, and goes when it is idle. A permanent one is dialled at once, again and again, and never closed as idle.
 * Either may be switched to the other at any time. A link that is lost is dialled again as long as its session stands, so
 * that nothing which was sent is lost.
 * <pre>
 *  state      input                 →  state      output
 *  IDLE       wanted, permanent        DIALLING   Dial
 *  IDLE       linkUp                   CONNECTED
 *  DIALLING   linkUp                   CONNECTED
 *  DIALLING   dialsFailed              WAITING    Fail, Retry       with a session to save, or permanent
 *  DIALLING   dialsFailed              IDLE       Fail
 *  WAITING    retryDue, wanted         DIALLING   Dial              wanted: not sooner than a moment after the last try
 *  WAITING    linkUp                   CONNECTED
 *  CONNECTED  linkLost                 DIALLING   Keep, Dial        with a session worth keeping, when this side had dialled
 *  CONNECTED  linkLost                 WAITING    Keep, Retry       with one, when the other had: it comes first
 *  CONNECTED  linkLost                 WAITING    Keep              with one for which only the other can dial
 *  CONNECTED  linkLost                 IDLE       End               with any other; permanent: DIALLING or WAITING
 *  CONNECTED  idle, said IDLE          DORMANT    Keep              the session stays
 *  CONNECTED  said STOPPING            the same
 *  CONNECTED  said OVER_CAPACITY       WAITING    End, Fail, Retry  permanent: when it said, or later
 *  CONNECTED  said DENIED              IDLE       End, Fail
 *  CONNECTED  said TWICE               as OVER_CAPACITY; as linkLost when it names no time
 *  DORMANT    wanted, permanent        DIALLING   Dial
 *  DORMANT    linkUp                   CONNECTED
 *  the rest   keepOver                 the same                     with a session; DIALLING goes on
 * </pre>
 */
public final class Connectivity {
    enum State {
        /** No link, no session, nobody wants one. */
        IDLE,
        /** The known addresses are being tried. */
        DIALLING,
        /** The last try failed; another comes after a back-off, or the other side comes first. */
        WAITING,
        /** A link is up. */
        CONNECTED,
        /** The link was closed because nothing was said; the session stands. */
        DORMANT
    }

    /** What is to be done. */
    sealed interface Output {}

    /** Try the known addresses. */
    record Dial() implements Output {}

    /** Say {@link #retryDue} after this time. */
    record Retry(Duration in) implements Output {}

    /** Say {@link #keepOver} after this time, unless a link comes first. */
    record Keep(Duration atMost) implements Output {}

    /** The session is over. */
    record End(String why) implements Output {}

    /** Whoever waits for a connection waits in vain. */
    record Fail(String cause) implements Output {}

    /**
     * @param resume between tries while a session is to be saved
     * @param reconnect between tries of a permanent connection
     * @param keepLost how long a session outlives a link that was lost
     * @param keepIdle how long a session outlives a link that was closed as idle
     */
    public record Settings(Backoff resume, Backoff reconnect, Duration keepLost, Duration keepIdle) {}

    /** Whoever did not dial waits as if this many tries had failed, so that two dials seldom cross. */
    private static final int PATIENT_FAILURES = 3;

    private final Settings settings;
    private final RandomGenerator random;
    private State state = State.IDLE;
    private boolean permanent;
    private boolean dialable;
    private boolean session;
    private int failures;

    Connectivity(Settings settings, RandomGenerator random) {
        this.settings = settings;
        this.random = random;
    }

    State state() {
        return state;
    }

    boolean isPermanent() {
        return permanent;
    }

    boolean isConnected() {
        return state == State.CONNECTED;
    }

    /** Whether an address of the other node is known. */
    List<Output> dialable(boolean known) {
        boolean news = known && !dialable;
        dialable = known;
        return news && state == State.WAITING || news && permanent && state == State.IDLE ? dial() : List.of();
    }

    List<Output> permanent(boolean wanted) {
        permanent = wanted;
        return wanted && (state == State.IDLE || state == State.DORMANT) ? dial() : List.of();
    }

    /** Something has to be sent. */
    List<Output> wanted() {
        return switch (state) {
            case IDLE, DORMANT -> dial();
            case WAITING -> failures <= 1 ? dial() : List.of();
            case DIALLING, CONNECTED -> List.of();
        };
    }

    /** A link is up, with a session. */
    List<Output> linkUp() {
        session = true;
        failures = 0;
        return to(State.CONNECTED);
    }

    /**
     * @param worthKeeping whether the session may go on over another link
     * @param own whether this side had dialled it
     */
    List<Output> linkLost(boolean worthKeeping, boolean own) {
        if (state != State.CONNECTED) {
            return List.of();
        }
        if (!worthKeeping) {
            return withoutSession("the connection was lost");
        }
        Keep keep = new Keep(settings.keepLost());
        if (!dialable) {
            return to(State.WAITING, keep);
        }
        return own
                ? to(State.DIALLING, keep, new Dial())
                : to(State.WAITING, keep, new Retry(settings.resume().after(PATIENT_FAILURES, random)));
    }

    /** Every address was tried. */
    List<Output> dialsFailed(String cause) {
        if (state != State.DIALLING) {
            return List.of();
        }
        failures++;
        Backoff backoff = session ? settings.resume() : settings.reconnect();
        return session || permanent
                ? to(State.WAITING, new Fail(cause), new Retry(backoff.after(failures, random)))
                : to(State.IDLE, new Fail(cause));
    }

    List<Output> retryDue() {
        return state == State.WAITING ? dial() : List.of();
    }

    /** This side closes the link because nothing was said for a while. */
    List<Output> idle() {
        return state == State.CONNECTED && !permanent ? to(State.DORMANT, new Keep(settings.keepIdle())) : List.of();
    }

    /**
     * The other side closes the link and says why.
     *
     * @param worthKeeping as for {@link #linkLost}: nothing is kept of a stranger because it says so
     */
    List<Output> said(Farewell why, Duration retry, boolean worthKeeping) {
        if (state != State.CONNECTED) {
            return List.of();
        }
        return switch (why) {
            case IDLE ->
                permanent || !worthKeeping
                        ? linkLost(worthKeeping, false)
                        : to(State.DORMANT, new Keep(settings.keepIdle()));
            case STOPPING -> withoutSession("the other node stops");
            case OVER_CAPACITY ->
                sentAway(
                        "it has as many connections as it may; it says to try again in " + retry.toSeconds() + " s",
                        retry);
            case DENIED -> denied();
            case TWICE -> sentAway(Boots.TOLD, retry);
        };
    }

    private List<Output> sentAway(String cause, Duration retry) {
        session = false;
        failures++;
        Duration own = settings.reconnect().after(failures, random);
        return permanent
                ? to(State.WAITING, new End(cause), new Fail(cause), new Retry(max(own, retry)))
                : to(State.IDLE, new End(cause), new Fail(cause));
    }

    private List<Output> denied() {
        session = false;
        permanent = false;
        String cause = "its owner refuses this node";
        return to(State.IDLE, new End(cause), new Fail(cause));
    }

    /** There is no session any more, whether or not there is a link. */
    List<Output> sessionOver(String why) {
        return withoutSession(why);
    }

    /** The session outlived its last link long enough. */
    List<Output> keepOver() {
        return session && state != State.CONNECTED ? withoutSession("the connection did not come back") : List.of();
    }

    private List<Output> withoutSession(String why) {
        session = false;
        End end = new End(why);
        if (state == State.DIALLING) {
            return List.of(end);
        }
        if (!permanent) {
            return to(State.IDLE, end);
        }
        return dialable ? to(State.DIALLING, end, new Dial()) : to(State.WAITING, end);
    }

    private List<Output> dial() {
        return to(State.DIALLING, new Dial());
    }

    private List<Output> to(State next, Output... outputs) {
        state = next;
        return List.of(outputs);
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
