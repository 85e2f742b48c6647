package io.comity.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import akka.actor.testkit.typed.javadsl.TestInbox;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import io.comity.dissemination.Talk;
import io.comity.dissemination.TalkCodec;
import io.comity.identity.NodeId;
import io.comity.mission.Chain;
import io.comity.topic.Batch;
import io.comity.topic.PublisherKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The links of one node, without a thread; what the others say to it is said by the test. */
final class NeighboursTest {
    private static final Exchange.Words JOIN = new Exchange.Words(TalkCodec.encode(new Talk.Join()));
    private static final NodeId SELF = Owner.key(100).nodeId();

    private final Owner owner = new Owner();
    private final List<String> events = new ArrayList<>();
    private final Map<ActorRef<?>, NodeId> behind = new HashMap<>();
    private final Queue<Consumer<Neighbours>> deeds = new ArrayDeque<>();
    private final List<ActorContext<TopicPubSub.Command>> contexts = new ArrayList<>();
    private final BehaviorTestKit<TopicPubSub.Command> engine = BehaviorTestKit.create(Behaviors.setup(context -> {
        contexts.add(context);
        return Behaviors.receiveMessage(turn -> {
            act();
            return Behaviors.same();
        });
    }));
    private final Neighbours neighbours = new Neighbours(
            contexts.get(0),
            SELF,
            reference -> Optional.ofNullable(behind.get(reference)),
            owner.publishers,
            new Heard());

    private final class Heard implements Neighbours.Hearing {
        @Override
        public void linked(NodeId peer) {
            events.add("linked " + peer);
        }

        @Override
        public void lost(NodeId peer) {
            events.add("lost " + peer);
        }

        @Override
        public void failed(NodeId peer) {
            events.add("failed " + peer);
        }

        @Override
        public void heard(NodeId peer, Talk talk) {
            events.add("heard " + talk);
        }

        @Override
        public void heard(NodeId peer, Exchange.Passed passed) {
            events.add("passed " + passed.bytes());
        }

        @Override
        public void broke(NodeId peer) {
            events.add("broke " + peer);
        }

        @Override
        public TopicPubSub.Command said(long link, Exchange said, Runnable handled) {
            throw new AssertionError("the inlets of a stub hear nothing");
        }
    }

    private static NodeId peer(int number) {
        return Owner.key(number).nodeId();
    }

    private void act() {
        deeds.remove().accept(neighbours);
    }

    /** On the turn of the actor that has them. */
    private void at(Consumer<Neighbours> deed) {
        deeds.add(deed);
        engine.run(new TopicPubSub.Link(TestInbox.<Exchange>create().getRef()));
    }

    /** A peer asks for a link: the first is called 1, and so on. */
    private TestInbox<Exchange> linked(NodeId peer) {
        TestInbox<Exchange> remote = TestInbox.create();
        behind.put(remote.getRef(), peer);
        at(links -> links.accept(remote.getRef()));
        return remote;
    }

    private TestInbox<Exchange> begun(int number) {
        TestInbox<Exchange> remote = linked(peer(number));
        assertThat(remote.receiveMessage()).isInstanceOf(Exchange.Begin.class);
        events.clear();
        return remote;
    }

    private static Exchange.Said said(long number, Exchange.Item... items) {
        return new Exchange.Said(number, List.of(), List.of(items));
    }

    private static void turns(int count, Runnable turn) {
        Collections.nCopies(count, turn).forEach(Runnable::run);
    }

    @Test
    void whatIsSaidIsHeardOnceAndInItsOrder() {
        TestInbox<Exchange> remote = begun(10);
        at(links -> links.heed(1, said(2, JOIN)));
        assertThat(remote.receiveMessage()).isEqualTo(new Exchange.Heard(0));
        at(links -> links.heed(1, said(1, JOIN)));
        at(links -> links.heed(1, said(1, JOIN)));
        assertThat(remote.getAllReceived()).containsExactly(new Exchange.Heard(1), new Exchange.Heard(1));
        assertThat(events).containsExactly("heard Join[]");
    }

    @Test
    void aReferenceThatLeadsNowhereKnownGetsNoLink() {
        TestInbox<Exchange> nobody = TestInbox.create();
        at(links -> links.accept(nobody.getRef()));
        assertThat(nobody.hasMessages()).isFalse();
        assertThat(linked(SELF).hasMessages()).isFalse();
        assertThat(events).isEmpty();
    }

    @Test
    void asManyLinksAsMayBeAndNoMore() {
        for (int i = 0; i < Neighbours.MAX_LINKS; i++) {
            begun(10 + i);
        }
        assertThat(linked(Owner.key(99).nodeId()).hasMessages()).isFalse();
        at(links -> links.drop(peer(10)));
        assertThat(linked(Owner.key(99).nodeId()).hasMessages()).isTrue();
    }

    @Test
    void onlyWhoWasAskedMakesTheLinkThatWasWanted() {
        TestInbox<TopicPubSub.Command> asked = TestInbox.create();
        at(links -> links.dial(peer(10), asked.getRef()));
        assertThat(asked.receiveMessage()).isInstanceOf(TopicPubSub.Link.class);
        TestInbox<Exchange> remote = TestInbox.create();
        behind.put(remote.getRef(), peer(11));
        at(links -> links.heed(1, new Exchange.Begin(remote.getRef())));
        assertThat(events).isEmpty();
        behind.put(remote.getRef(), peer(10));
        at(links -> links.heed(1, new Exchange.Begin(remote.getRef())));
        assertThat(events).containsExactly("linked " + peer(10));
    }

    /** Both find the same: that of the lower key stands. */
    @Test
    void whenBothAskForALinkOneOfTheTwoStands() {
        TestInbox<TopicPubSub.Command> asked = TestInbox.create();
        List<NodeId> others =
                IntStream.range(10, 40).mapToObj(NeighboursTest::peer).sorted().toList();
        NodeId lower = others.get(0);
        NodeId higher = others.get(others.size() - 1);
        assertThat(lower).isLessThan(SELF);
        assertThat(higher).isGreaterThan(SELF);
        at(links -> links.dial(higher, asked.getRef()));
        assertThat(linked(higher).hasMessages()).isFalse();
        at(links -> links.dial(lower, asked.getRef()));
        assertThat(linked(lower).hasMessages()).isTrue();
    }

    private void said(int link, List<Feed.Introduced> introductions, List<Exchange.Item> items) {
        at(links -> links.heed(link, new Exchange.Said(1, introductions, items)));
    }

    @Test
    void moreItemsOrPublishersAtOnceThanMayBeAreARuleBroken() {
        IntStream.range(10, 14).forEach(this::begun);
        events.clear();
        said(1, List.of(), Collections.nCopies(Neighbours.MAX_ITEMS, JOIN));
        assertThat(events).hasSize(Neighbours.MAX_ITEMS).allMatch(event -> event.startsWith("heard"));
        events.clear();
        said(2, List.of(), Collections.nCopies(Neighbours.MAX_ITEMS + 1, JOIN));
        assertThat(events).containsExactly("broke " + peer(11));
        events.clear();
        said(3, Collections.nCopies(Neighbours.MAX_SHOWN, owner.introduction()), List.of());
        assertThat(events).isEmpty();
        said(4, Collections.nCopies(Neighbours.MAX_SHOWN + 1, owner.introduction()), List.of());
        assertThat(events).containsExactly("broke " + peer(13));
    }

    /** Whoever does so is told of once, and not as often as it likes. */
    @Test
    void ofOneThatBreaksARuleNothingMoreIsHeard() {
        begun(10);
        said(1, List.of(), Collections.nCopies(Neighbours.MAX_ITEMS, new Exchange.Words(new byte[0])));
        at(links -> links.heed(1, new Exchange.Said(2, List.of(), List.of(JOIN))));
        assertThat(events).containsExactly("broke " + peer(10));
    }

    /** What a neighbour shows is kept until it is asked for, so it may not be as long as a message may. */
    @Test
    void whatIsLongerThanAKeyOrAChainIsARuleBroken() {
        IntStream.range(10, 14).forEach(this::begun);
        events.clear();
        byte[] publisher = owner.node.nodeId().key().toArray();
        byte[] key = new byte[PublisherKey.MAX_SIGNED_BYTES];
        byte[] chain = new byte[Chain.MAX_BYTES];
        said(1, List.of(new Feed.Introduced(publisher, key, chain)), List.of());
        assertThat(events).isEmpty();
        said(2, List.of(new Feed.Introduced(publisher, new byte[key.length + 1], chain)), List.of());
        said(3, List.of(new Feed.Introduced(publisher, key, new byte[chain.length + 1])), List.of());
        said(4, List.of(new Feed.Introduced(new byte[publisher.length + 1], key, chain)), List.of());
        assertThat(events).containsExactly("broke " + peer(11), "broke " + peer(12), "broke " + peer(13));
    }

    @Test
    void whatWasShownOfAPublisherIsGivenOnceAndNoMoreOfItThanMayBe() {
        begun(10);
        NodeId publisher = owner.node.nodeId();
        at(links -> links.heed(
                1,
                new Exchange.Said(1, Collections.nCopies(Neighbours.MAX_RIGHTS + 1, owner.introduction()), List.of())));
        assertThat(neighbours.shown(peer(10), publisher)).hasSize(Neighbours.MAX_RIGHTS);
        assertThat(neighbours.shown(peer(10), publisher)).isEmpty();
    }

    @Test
    void overALinkThatWasGivenUpNobodyBecomesANeighbour() {
        begun(10);
        at(links -> links.release(peer(10)));
        at(links -> links.heed(1, said(1, JOIN)));
        assertThat(events).isEmpty();
    }

    @Test
    void asManyBytesWaitAsMayAndANeighbourThatIsSlowerLosesItsLink() {
        begun(10);
        Batch batch = owner.says(new byte[Batch.MAX_BODY_BYTES]);
        Exchange.Passed passed = new Exchange.Passed(batch.bytes(), new byte[0]);
        int room = Neighbours.MAX_WAITING_BYTES / passed.bytes();
        for (int i = 0; i < room; i++) {
            at(links -> links.pass(peer(10), passed, batch.stamp()));
        }
        assertThat(events).isEmpty();
        at(links -> links.pass(peer(10), passed, batch.stamp()));
        assertThat(events).containsExactly("lost " + peer(10));
        at(links -> links.pass(peer(10), passed, batch.stamp()));
        at(links -> links.flush());
    }

    @Test
    void aPublisherIsShownWithTheFirstOfItsMessages() {
        TestInbox<Exchange> remote = begun(10);
        for (String text : List.of("one", "two")) {
            Batch batch = owner.says(text);
            owner.publishers.judge(batch, Owner.NOW);
            at(links -> links.pass(peer(10), new Exchange.Passed(batch.bytes(), new byte[0]), batch.stamp()));
            at(links -> links.flush());
        }
        assertThat(((Exchange.Said) remote.receiveMessage()).introductions()).hasSize(1);
        assertThat(((Exchange.Said) remote.receiveMessage()).introductions()).isEmpty();
    }

    @Test
    void asMuchIsUnderwayAsMayBeAndTheRestComesTogether() {
        TestInbox<Exchange> remote = begun(10);
        for (int i = 0; i < Outflow.MAX_UNDERWAY + 2; i++) {
            at(links -> links.say(peer(10), new Talk.Join()));
            at(links -> links.flush());
        }
        assertThat(remote.getAllReceived()).hasSize(Outflow.MAX_UNDERWAY);
        at(links -> links.heed(1, new Exchange.Heard(1)));
        at(links -> links.flush());
        assertThat(((Exchange.Said) remote.receiveMessage()).items()).hasSize(2);
    }

    @Test
    void whoAnswersNothingForTooLongIsGone() {
        TestInbox<Exchange> remote = begun(10);
        Set<NodeId> useful = Set.of(peer(10));
        turns(Neighbours.QUIET_TURNS + 1, () -> at(links -> links.again(useful)));
        assertThat(remote.getAllReceived()).containsExactly(said(1));
        turns(Neighbours.MAX_SILENT_TURNS, () -> at(links -> links.again(useful)));
        assertThat(events).isEmpty();
        at(links -> links.again(useful));
        assertThat(events).containsExactly("lost " + peer(10));
    }

    @Test
    void aLinkThatIsNotMadeInTimeCannotBeHad() {
        TestInbox<TopicPubSub.Command> asked = TestInbox.create();
        at(links -> links.dial(peer(10), asked.getRef()));
        turns(Neighbours.MAX_DIALLING_TURNS, () -> at(links -> links.again(Set.of())));
        assertThat(events).isEmpty();
        at(links -> links.again(Set.of()));
        assertThat(events).containsExactly("failed " + peer(10));
    }

    @Test
    void aLinkEndsOnceEverythingWasSaid() {
        TestInbox<Exchange> remote = begun(10);
        at(links -> links.say(peer(10), new Talk.Leave()));
        at(links -> links.release(peer(10)));
        at(links -> links.flush());
        List<Exchange.Item> last = ((Exchange.Said) remote.receiveMessage()).items();
        assertThat(((Exchange.Words) last.get(0)).talk()).isEqualTo(TalkCodec.encode(new Talk.Leave()));
        assertThat(last.subList(1, last.size())).containsExactly(new Exchange.End());
        assertThat(neighbours.peers()).containsExactly(peer(10));
        at(links -> links.heed(1, new Exchange.Heard(1)));
        assertThat(neighbours.peers()).isEmpty();
        assertThat(events).isEmpty();
        begun(10);
        at(links -> links.heed(2, said(1, new Exchange.End(), JOIN)));
        assertThat(events).containsExactly("lost " + peer(10));
    }

    @Test
    void aLinkThatIsOfNoUseEnds() {
        TestInbox<Exchange> remote = begun(10);
        turns(Neighbours.MAX_IDLE_TURNS, () -> {
            at(links -> links.again(Set.of()));
            remote.getAllReceived().stream()
                    .filter(Exchange.Said.class::isInstance)
                    .map(Exchange.Said.class::cast)
                    .forEach(asked -> {
                        assertThat(asked.items()).isEmpty();
                        at(links -> links.heed(1, new Exchange.Heard(asked.number())));
                    });
        });
        at(links -> links.again(Set.of()));
        at(links -> links.flush());
        assertThat(remote.getAllReceived().stream()
                        .filter(Exchange.Said.class::isInstance)
                        .flatMap(each -> ((Exchange.Said) each).items().stream()))
                .containsExactly(new Exchange.End());
    }
}
