package io.comity.pubsub;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import io.comity.dissemination.Talk;
import io.comity.dissemination.TalkCodec;
import io.comity.dissemination.Tree;
import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.topic.Publishers;
import io.comity.topic.Stamp;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The links of one node with others that follow the same topic, one with each. What is said on a link is numbered and said again,
 * see {@link Outflow}; behind that {@link #MAX_WAITING_BYTES} wait, and a neighbour for which there is more has lost its link: what
 * it missed is announced to it once it comes back. Who is silent for {@link #MAX_SILENT_TURNS} is gone. Used by its {@link
 * Spreading} only.
 */
final class Neighbours {
    /** As many as the tree tells apart. */
    static final int MAX_LINKS = Tree.MAX_NEIGHBOURS;

    /** Bytes that wait for one neighbour. */
    static final int MAX_WAITING_BYTES = 4 << 20;

    /** Bytes that are said at once, if they are more than one item. */
    static final int MAX_SAID_BYTES = 48 * 1_024;

    /** Items that are said at once; more are not looked at. */
    static final int MAX_ITEMS = 512;

    /** Publishers that are shown at once; more are not looked at. */
    static final int MAX_SHOWN = 64;

    /** Rights by which one publisher was shown on one link. */
    static final int MAX_RIGHTS = Publishers.MAX_RIGHTS * Publishers.MAX_EPOCHS;

    /** Calls of {@link #again} for which nothing may be said, and then it is asked whether the other one is there. */
    static final int QUIET_TURNS = 4;

    /** Calls of {@link #again} for which nothing may be answered. */
    static final int MAX_SILENT_TURNS = 10;

    /** Calls of {@link #again} that a link may take to be made. */
    static final int MAX_DIALLING_TURNS = 16;

    /** Calls of {@link #again} for which a link may be of no use. */
    static final int MAX_IDLE_TURNS = 120;

    /** What becomes of links, and of what comes over them. */
    interface Hearing {
        void linked(NodeId peer);

        /** A link that was there is no more. */
        void lost(NodeId peer);

        /** A link that was wanted cannot be had. */
        void failed(NodeId peer);

        void heard(NodeId peer, Talk talk);

        void heard(NodeId peer, Exchange.Passed passed);

        /** It says what no honest node says. */
        void broke(NodeId peer);

        /**
         * What the engine tells itself.
         *
         * @param handled is run on that turn
         */
        TopicPubSub.Command said(long link, Exchange said, Runnable handled);
    }

    /** @param stamp of the batch, if it is one */
    private record Waiting(
            Exchange.Item item, int bytes, @Nullable Stamp stamp) {}

    private static final class Link {
        private final NodeId peer;
        private final long id;
        private final ActorRef<Exchange> inlet;
        private final Met met;
        private final Deque<Waiting> waiting = new ArrayDeque<>();
        /** Who was shown here, and perhaps is not known yet. */
        private final Map<NodeId, Deque<Feed.Introduced>> shown = new LinkedHashMap<>();
        /** Null until the link is made. */
        private @Nullable Outflow<Exchange> out;

        private long waitingBytes;
        private long heard;
        private boolean isEnding;
        /** It has said what no honest node says, which was told once; nothing more of it is heard. */
        private boolean isBroken;

        private int silentTurns;
        private int quietTurns;
        private int idleTurns;
        private int turns;

        private Link(NodeId peer, long id, ActorRef<Exchange> inlet, Met met) {
            this.peer = peer;
            this.id = id;
            this.inlet = inlet;
            this.met = met;
        }
    }

    private final ActorContext<TopicPubSub.Command> context;
    private final NodeId self;
    private final Function<ActorRef<?>, Optional<NodeId>> behind;
    private final Publishers publishers;
    private final Hearing hearing;
    private final Map<NodeId, Link> links = new LinkedHashMap<>();
    private final Map<Long, Link> byId = new HashMap<>();
    private long given;

    /** @param behind which node a reference leads to */
    Neighbours(
            ActorContext<TopicPubSub.Command> context,
            NodeId self,
            Function<ActorRef<?>, Optional<NodeId>> behind,
            Publishers publishers,
            Hearing hearing) {
        this.context = context;
        this.self = self;
        this.behind = behind;
        this.publishers = publishers;
        this.hearing = hearing;
    }

    // Links.

    /** Asks that node for a link at its engine; the link there is serves as well. */
    void dial(NodeId peer, ActorRef<TopicPubSub.Command> engine) {
        Link standing = links.get(peer);
        if (standing != null && standing.out != null && !standing.isEnding) {
            hearing.linked(peer);
        } else {
            close(standing);
            engine.tell(new TopicPubSub.Link(add(peer).inlet));
        }
    }

    /**
     * Another node asks for a link. When both do at the same time, that of the lower key counts: so both find the same.
     *
     * @param remote where it hears
     */
    void accept(ActorRef<Exchange> remote) {
        NodeId peer = behind.apply(remote).orElse(null);
        Link standing = peer == null ? null : links.get(peer);
        boolean isOwn = standing != null && standing.out == null && isBefore(self, peer);
        boolean hasRoom = standing != null || links.size() < MAX_LINKS;
        if (peer == null || peer.equals(self) || isOwn || !hasRoom) {
            return;
        }
        if (standing != null && standing.out != null) {
            end(standing);
        } else {
            close(standing);
        }
        Link link = add(peer);
        remote.tell(new Exchange.Begin(link.inlet));
        made(link, remote);
    }

    private static boolean isBefore(NodeId one, @Nullable NodeId other) {
        return other != null && one.compareTo(other) < 0;
    }

    private Link add(NodeId peer) {
        long id = ++given;
        ActorRef<TopicPubSub.Command> engine = context.getSelf();
        ActorRef<Exchange> inlet = context.spawnAnonymous(
                Inlet.create(Exchange::bytes, (said, handled) -> engine.tell(hearing.said(id, said, handled))));
        Link link = new Link(peer, id, inlet, new Met(publishers));
        links.put(peer, link);
        byId.put(id, link);
        return link;
    }

    private void made(Link link, ActorRef<Exchange> remote) {
        link.out = new Outflow<>(remote);
        context.watch(remote);
        hearing.linked(link.peer);
    }

    private void close(@Nullable Link link) {
        if (link != null) {
            links.remove(link.peer, link);
            byId.remove(link.id);
            context.stop(link.inlet);
            if (link.out != null) {
                context.unwatch(link.out.to());
            }
        }
    }

    private void end(Link link) {
        close(link);
        if (!link.isEnding) {
            hearing.lost(link.peer);
        }
    }

    /** The link is not needed: it ends once everything was said. */
    void release(NodeId peer) {
        Link link = links.get(peer);
        if (link != null && link.out == null) {
            close(link);
        } else if (link != null && !link.isEnding) {
            link.isEnding = true;
            Exchange.End end = new Exchange.End();
            add(link, new Waiting(end, end.bytes(), null));
        }
    }

    /** Nothing goes to that node any more, nor comes from there. */
    void drop(NodeId peer) {
        Link link = links.get(peer);
        if (link != null) {
            end(link);
        }
    }

    /** An actor has stopped: perhaps that of a neighbour. */
    void stopped(ActorRef<?> actor) {
        List.copyOf(links.values()).stream()
                .filter(link -> link.out != null && link.out.to().equals(actor))
                .forEach(this::end);
    }

    List<NodeId> peers() {
        return List.copyOf(links.keySet());
    }

    // Saying.

    void say(NodeId peer, Talk talk) {
        Exchange.Words words = new Exchange.Words(TalkCodec.encode(talk));
        offer(peer, new Waiting(words, words.bytes(), null));
    }

    void pass(NodeId peer, Exchange.Passed passed, Stamp stamp) {
        offer(peer, new Waiting(passed, passed.bytes(), stamp));
    }

    private void offer(NodeId peer, Waiting next) {
        Link link = links.get(peer);
        if (link != null && link.out != null && !link.isEnding) {
            add(link, next);
            if (link.waitingBytes > MAX_WAITING_BYTES) {
                end(link);
            }
        }
    }

    private static void add(Link link, Waiting next) {
        link.waiting.addLast(next);
        link.waitingBytes += next.bytes();
    }

    /** Sends each what it has room for. */
    void flush() {
        for (Link link : links.values()) {
            Outflow<Exchange> out = link.out;
            while (out != null && !link.waiting.isEmpty() && out.hasRoom()) {
                out.send(number -> next(link, number));
                link.quietTurns = 0;
            }
        }
    }

    private static Exchange.Said next(Link link, long number) {
        List<Feed.Introduced> introductions = new ArrayList<>();
        List<Exchange.Item> items = new ArrayList<>();
        int bytes = 0;
        Waiting first = link.waiting.peekFirst();
        while (first != null
                && items.size() < MAX_ITEMS
                && introductions.size() < MAX_SHOWN
                && (items.isEmpty() || bytes + first.bytes() <= MAX_SAID_BYTES)) {
            link.waiting.removeFirst();
            bytes += first.bytes();
            items.add(first.item());
            Optional.ofNullable(first.stamp()).flatMap(link.met::introduce).ifPresent(introductions::add);
            first = link.waiting.peekFirst();
        }
        link.waitingBytes -= bytes;
        return new Exchange.Said(number, introductions, items);
    }

    // Hearing.

    /** Something was said on a link, perhaps one that is no more. */
    void heed(long id, Exchange said) {
        Link link = byId.get(id);
        if (link == null) {
            return;
        }
        Outflow<Exchange> out = link.out;
        if (said instanceof Exchange.Begin begin) {
            boolean isTheirs =
                    behind.apply(begin.inlet()).filter(link.peer::equals).isPresent();
            if (out == null && isTheirs) {
                made(link, begin.inlet());
            }
        } else if (out != null && said instanceof Exchange.Heard heard) {
            out.had(heard.number());
            if (link.isEnding && link.waiting.isEmpty() && !out.isAwaiting()) {
                close(link);
            }
        } else if (out != null && said instanceof Exchange.Said more) {
            heed(link, out, more);
        }
    }

    /** What comes too early comes again, in its order. */
    private void heed(Link link, Outflow<Exchange> out, Exchange.Said said) {
        boolean isNext = !link.isBroken && said.number() == link.heard + 1;
        link.heard += isNext ? 1 : 0;
        out.to().tell(new Exchange.Heard(link.heard));
        if (!isNext) {
            return;
        }
        if (said.items().size() > MAX_ITEMS
                || said.introductions().size() > MAX_SHOWN
                || !said.introductions().stream().allMatch(Feed.Introduced::isSane)) {
            broke(link);
            return;
        }
        said.introductions().forEach(introduced -> show(link, introduced));
        for (Exchange.Item item : said.items()) {
            if (links.get(link.peer) == link && !link.isBroken) {
                heed(link, item);
            }
        }
    }

    private void heed(Link link, Exchange.Item item) {
        if (item instanceof Exchange.Passed passed) {
            hearing.heard(link.peer, passed);
        } else if (item instanceof Exchange.Words words) {
            talk(link, words);
        } else {
            end(link);
        }
    }

    /** What is said over a link that was given up is of no use: whoever wants to be a neighbour again makes another. */
    private void talk(Link link, Exchange.Words words) {
        if (!link.isEnding) {
            TalkCodec.decode(words.talk()).ifPresentOrElse(talk -> hearing.heard(link.peer, talk), () -> broke(link));
        }
    }

    private void broke(Link link) {
        link.isBroken = true;
        hearing.broke(link.peer);
    }

    /** Its key is looked at when it is of use. */
    private static void show(Link link, Feed.Introduced introduced) {
        NodeId publisher = new NodeId(Bytes.of(introduced.publisher()));
        Deque<Feed.Introduced> rights = link.shown.computeIfAbsent(publisher, first -> new ArrayDeque<>());
        rights.addLast(introduced);
        if (rights.size() > MAX_RIGHTS) {
            rights.removeFirst();
        }
        if (link.shown.size() > MAX_SHOWN) {
            link.shown.remove(link.shown.keySet().iterator().next());
        }
    }

    /** What that neighbour has shown of a publisher, and did not take back; each is given once. */
    List<Feed.Introduced> shown(NodeId peer, NodeId publisher) {
        Link link = links.get(peer);
        Deque<Feed.Introduced> rights = link == null ? null : link.shown.remove(publisher);
        return rights == null ? List.of() : List.copyOf(rights);
    }

    // Time.

    /**
     * To be called every now and then.
     *
     * @param useful nodes with which a link is of use
     */
    void again(Set<NodeId> useful) {
        for (Link link : List.copyOf(links.values())) {
            Outflow<Exchange> out = link.out;
            if (out == null) {
                dialling(link);
            } else {
                link.idleTurns = useful.contains(link.peer) ? 0 : link.idleTurns + 1;
                again(link, out);
            }
        }
    }

    private void dialling(Link link) {
        if (++link.turns > MAX_DIALLING_TURNS) {
            close(link);
            hearing.failed(link.peer);
        }
    }

    private void again(Link link, Outflow<Exchange> out) {
        link.silentTurns = out.again() ? link.silentTurns + 1 : 0;
        if (link.silentTurns > MAX_SILENT_TURNS) {
            end(link);
        } else if (link.idleTurns > MAX_IDLE_TURNS) {
            release(link.peer);
        } else if (++link.quietTurns > QUIET_TURNS && !out.isAwaiting()) {
            link.quietTurns = 0;
            out.send(number -> new Exchange.Said(number, List.of(), List.of()));
        }
    }
}
