package io.comity.pubsub;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How nodes that follow come to know each other: by the owner, whom both know. Whoever wants a link asks it; the other one lets it
 * in, and no further than to ask for a link, and says where it is reached. Used by its {@link Weaving} only.
 */
final class Meetings {
    /** Nodes that are being met at one time, and as many that ask to be. */
    static final int MAX_UNDERWAY = 16;

    /** Calls of {@link #again} after which nobody waits for a meeting any more. */
    static final int MAX_TURNS = 16;

    /** Nodes that were let in and may ask for a link. */
    static final int MAX_WELCOME = 64;

    private static final int WELCOME_TURNS = 60;

    /** As many calls, and it is asked again: anything told may be lost. */
    private static final int ASK_EVERY = 4;

    private final ActorContext<TopicPubSub.Command> context;
    private final Spreading spreading;
    private final Company company;
    private final Weaving.Source source;
    private final Function<Runnable, TopicPubSub.Command> then;
    /** Turns that are left for each. */
    private final Map<NodeId, Integer> sought = new HashMap<>();

    private final Map<NodeId, Integer> admitted = new HashMap<>();
    /** Turns for which each that was let in may ask for a link. */
    private final Map<NodeId, Integer> welcome = new LinkedHashMap<>();

    Meetings(
            ActorContext<TopicPubSub.Command> context,
            Spreading spreading,
            Weaving.Source source,
            Function<Runnable, TopicPubSub.Command> then) {
        this.context = context;
        this.spreading = spreading;
        this.company = spreading.company();
        this.source = source;
        this.then = then;
    }

    /** Asks for a way to that node. */
    void connect(NodeId peer) {
        if (sought.size() >= MAX_UNDERWAY) {
            spreading.failed(peer);
        } else {
            sought.put(peer, MAX_TURNS - 1);
            source.tell(new Demand.Meet(peer.key().toArray()));
        }
    }

    void heed(Feed feed) {
        if (feed instanceof Feed.Meet meet) {
            NodeId.admit(meet.node()).ifPresent(this::admit);
        } else if (feed instanceof Feed.Met met) {
            NodeId.admit(met.node()).filter(sought::containsKey).ifPresent(peer -> reach(peer, met));
        }
    }

    /** As often as it asks, once at a time. */
    private void admit(NodeId peer) {
        if (admitted.size() < MAX_UNDERWAY && admitted.put(peer, MAX_TURNS) == null) {
            context.pipeToSelf(
                    company.admit(peer),
                    (pass, failure) -> then.apply(() -> admitted(peer, failure == null ? pass : null)));
        }
    }

    private void admitted(NodeId peer, Company.@Nullable Pass pass) {
        admitted.remove(peer);
        if (pass != null) {
            welcome.put(peer, WELCOME_TURNS);
            if (welcome.size() > MAX_WELCOME) {
                welcome.remove(welcome.keySet().iterator().next());
            }
            source.tell(new Demand.Met(
                    peer.key().toArray(), pass.chain().toArray(), pass.advert().toArray()));
        }
    }

    private void reach(NodeId peer, Feed.Met met) {
        Company.Pass pass = new Company.Pass(Bytes.of(met.chain()), Bytes.of(met.advert()));
        context.pipeToSelf(
                company.reach(peer, pass),
                (engine, failure) -> then.apply(() -> reached(peer, failure == null ? engine : null)));
    }

    private void reached(NodeId peer, @Nullable ActorRef<TopicPubSub.Command> engine) {
        if (sought.remove(peer) == null) {
            return;
        }
        if (engine == null) {
            spreading.failed(peer);
        } else {
            spreading.dial(peer, engine);
        }
    }

    /** To be called every now and then. */
    void again() {
        turn(sought).forEach(spreading::failed);
        sought.forEach((peer, turns) -> {
            if (turns % ASK_EVERY == 0) {
                source.tell(new Demand.Meet(peer.key().toArray()));
            }
        });
        turn(admitted);
        turn(welcome);
    }

    /** Whether that node was let in, a while ago at most. */
    boolean isWelcome(NodeId peer) {
        return welcome.containsKey(peer);
    }

    /** That node follows no more. */
    void parted(NodeId peer) {
        welcome.remove(peer);
    }

    /** Those whose time is over. */
    private static Iterable<NodeId> turn(Map<NodeId, Integer> waiting) {
        waiting.replaceAll((peer, turns) -> turns - 1);
        Iterable<NodeId> over = waiting.entrySet().stream()
                .filter(entry -> entry.getValue() <= 0)
                .map(Map.Entry::getKey)
                .toList();
        over.forEach(waiting::remove);
        return over;
    }
}
