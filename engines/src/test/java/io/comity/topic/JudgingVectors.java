package io.comity.topic;

import static io.comity.topic.Cast.OWNERS;
import static io.comity.topic.Cast.bob;
import static io.comity.topic.Cast.by;
import static io.comity.topic.Cast.chain;
import static io.comity.topic.Cast.drafts;
import static io.comity.topic.Cast.only;
import static io.comity.topic.Cast.salt;
import static io.comity.topic.Cast.voice;
import static io.comity.topic.Newsroom.NOW;
import static io.comity.topic.Newsroom.OWNER;

import io.comity.identity.Bytes;
import io.comity.mission.Caveats;
import io.comity.mission.Chain;
import io.comity.mission.Holder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Of {@link TopicVectors}: what one node makes of what it is shown, step by step. Answers are stated, and held against this code by a test. */
final class JudgingVectors {
    private JudgingVectors() {}

    static List<Object> scripts() {
        return List.of(
                introductions(),
                worthless(),
                keys(),
                epochs(),
                full(),
                passedOn(),
                again(),
                window(),
                rate(),
                burst(),
                times());
    }

    private static Map<String, Object> introductions() {
        Newsroom.Voice bob = bob();
        Batch first = bob.says("one", "two");
        return new Script("whoever has a right is heard once it is introduced, the owner without one")
                .refuses(first, Objection.NOT_INTRODUCED)
                .meets(bob)
                .hears(first, 0, 1)
                .refuses(OWNERS.says(1, NOW, 0, "mine"), Objection.NOT_INTRODUCED)
                .meets(OWNERS)
                .hears(OWNERS.says(1, NOW, 0, "mine"), 0)
                .refuses(voice(2, 6, Caveats.NONE).says("of an epoch not shown"), Objection.NOT_INTRODUCED)
                .refuses(voice(2, 5, Caveats.NONE.maxBytes(9)).says("of a chain not shown"), Objection.NOT_INTRODUCED)
                .end();
    }

    private static Map<String, Object> worthless() {
        Newsroom.Voice bob = bob();
        Holder node = Holder.node(bob.id());
        Newsroom.Voice mallory = new Newsroom.Voice(4, 5);
        Holder missionKey = Holder.missionKey(bob.id());
        Caveats early = Caveats.NONE.notBefore(NOW.plusSeconds(10));
        return new Script("whatever gives no right is none")
                .meets(bob.id(), bob.word, Bytes.EMPTY, "NO_RIGHT")
                .meets(
                        bob.id(),
                        bob.word,
                        chain(OWNER, "other", node, Caveats.NONE, 2).encoded(),
                        "NO_RIGHT")
                .meets(
                        bob.id(),
                        bob.word,
                        chain(mallory.node, Newsroom.MISSION, node, Caveats.NONE, 2)
                                .encoded(),
                        "NO_RIGHT")
                .meets(
                        bob.id(),
                        bob.word,
                        chain(OWNER, Newsroom.MISSION, missionKey, Caveats.NONE, 2)
                                .encoded(),
                        "NO_RIGHT")
                .meets(mallory.id(), mallory.word, bob.chain, "NO_RIGHT")
                .meets(bob.id(), mallory.word, bob.chain, "NO_RIGHT")
                .meets(voice(2, 5, early), "NO_RIGHT")
                .at(NOW.plusSeconds(10))
                .meets(voice(2, 5, early))
                .meets(voice(3, 5, Caveats.NONE.until(NOW.plusSeconds(10))), "EXPIRED")
                .at(NOW.plusSeconds(86_400))
                .meets(mallory, "EXPIRED")
                .end();
    }

    private static Map<String, Object> keys() {
        Newsroom.Voice bob = bob();
        long second = NOW.getEpochSecond();
        PublisherKey other = new PublisherKey(bob.id(), 5, Newsroom.key(77).nodeId(), second, second + 100);
        PublisherKey longer = new PublisherKey(bob.id(), 5, bob.epochKey.nodeId(), second, second + 2 * 86_400);
        Instant tomorrow = NOW.plusSeconds(86_400);
        return new Script("one key in an epoch, four chains, and the word that is good for longest")
                .meets(bob)
                .meets(bob.id(), other.sign(bob.node), bob.chain, "NO_RIGHT")
                .meets(bob.id(), longer.sign(bob.node), bob.chain, "taken")
                .meets(bob)
                .meets(voice(2, 4, Caveats.NONE), "BACKWARDS")
                .meets(voice(2, 6, Caveats.NONE))
                .hears(bob.says("still"), 0)
                .at(tomorrow)
                .hears(bob.says(2, tomorrow, 0, "and tomorrow"), 0)
                .at(NOW)
                .refuses(voice(2, 6, Caveats.NONE).says("time does not go back"), Objection.EXPIRED)
                .meets(bob.id(), longer.sign(bob.node), chain(bob, 101).encoded(), "taken")
                .meets(bob.id(), longer.sign(bob.node), chain(bob, 102).encoded(), "taken")
                .meets(bob.id(), longer.sign(bob.node), chain(bob, 103).encoded(), "taken")
                .hears(bob.says(3, tomorrow, 0, "the first of four"), 0)
                .meets(bob.id(), longer.sign(bob.node), chain(bob, 104).encoded(), "taken")
                .refuses(bob.says(4, tomorrow, 0, "the first of five"), Objection.NOT_INTRODUCED)
                .hears(by(bob, chain(bob, 101)).says(4, tomorrow, 0, "the second"), 0)
                .meets(bob.id(), longer.sign(bob.node), bob.chain, "taken")
                .meets(bob.id(), longer.sign(bob.node), chain(bob, 105).encoded(), "taken")
                .hears(bob.says(5, tomorrow, 0, "shown again, the second is the latest"), 0)
                .refuses(by(bob, chain(bob, 102)).says(6, tomorrow, 0, "the third"), Objection.NOT_INTRODUCED)
                .end();
    }

    private static Map<String, Object> epochs() {
        return new Script("the two latest epochs")
                .meets(bob())
                .meets(voice(2, 6, Caveats.NONE))
                .hears(bob().says("5"), 0)
                .meets(voice(2, 8, Caveats.NONE))
                .refuses(bob().says("5"), Objection.NOT_INTRODUCED)
                .hears(voice(2, 6, Caveats.NONE).says("6"), 0)
                .meets(voice(2, 7, Caveats.NONE), "BACKWARDS")
                .hears(voice(2, 8, Caveats.NONE).says("8"), 0)
                .end();
    }

    private static Map<String, Object> full() {
        Script script = new Script("no more publishers than can be remembered, besides the owner");
        script.publishers = 1;
        return script.meets(bob())
                .meets(voice(3, 5, Caveats.NONE), "OVERLOADED")
                .meets(OWNERS)
                .meets(bob())
                .end();
    }

    private static Map<String, Object> passedOn() {
        Newsroom.Voice carol = new Newsroom.Voice(3, 5);
        Chain bobs = chain(OWNER, Newsroom.MISSION, Holder.node(bob().id()), Caveats.NONE.depth(1), 2);
        Chain carols = bobs.extend(bob().node, Holder.node(carol.id()), Caveats.NONE.maxBytes(4), salt(3), NOW);
        by(carol, carols);
        return new Script("a right that was passed on, narrower")
                .meets(carol)
                .hears(carol.says("four"), 0)
                .refuses(carol.says("fiver"), Objection.NOT_ALLOWED)
                .end();
    }

    private static Map<String, Object> again() {
        Newsroom.Voice bob = bob();
        Batch batch = bob.says(Newsroom.texts(4));
        Batch forgedCopy = Batch.sign(new Newsroom.Voice(4, 5).epochKey, batch.stamp(), drafts(Newsroom.texts(4)));
        return new Script("nothing is taken twice, and what is known already costs no signature check")
                .meets(bob)
                .hears(only(batch, 1, 2), 1, 2)
                .hears(batch, 0, 3)
                .hears(batch)
                .hears(forgedCopy)
                .end();
    }

    private static Map<String, Object> window() {
        Newsroom.Voice bob = bob();
        Batch first = bob.says(1, NOW, 0, "one", "two");
        Batch second = bob.says(3, NOW, 0, "three");
        return new Script("4096 sequence numbers are told apart, and what is before them is too old")
                .meets(bob)
                .hears(bob.says(Track.WINDOW + 1, NOW, 0, "ahead"), 0)
                .hears(first, 1)
                .hears(second, 0)
                .hears(bob.says(Track.WINDOW + 2, NOW, 0, "further"), 0)
                .refuses(first, Objection.TOO_OLD)
                .hears(second)
                .end();
    }

    private static Map<String, Object> rate() {
        Newsroom.Voice slow = voice(3, 5, Caveats.NONE.rate(1, Duration.ofSeconds(1)));
        return new Script("sequence numbers are charged, by the times that are signed")
                .meets(slow)
                .hears(slow.says(7, NOW, 0, "whoever joins late knows of none before"), 0)
                .refuses(slow.says(8, NOW.plusMillis(999), 0, "8"), Objection.TOO_FAST)
                .hears(slow.says(8, NOW.plusMillis(1_000), 0, "8"), 0)
                .refuses(slow.says(19, NOW.plusSeconds(11), 0, "19"), Objection.TOO_FAST)
                .hears(slow.says(18, NOW.plusSeconds(11), 0, "18"), 0)
                .hears(slow.says(9, NOW.plusSeconds(2), 0, "one of those not seen costs nothing"), 0)
                .refuses(slow.says(19, NOW.plusMillis(11_999), 0, "19"), Objection.TOO_FAST)
                .refuses(slow.says(Long.MAX_VALUE - 2, NOW.plusSeconds(12), 0, "a jump"), Objection.TOO_FAST)
                .hears(slow.says(19, NOW.plusSeconds(12), 0, "19"), 0)
                .end();
    }

    private static Map<String, Object> burst() {
        Newsroom.Voice slow = voice(3, 5, Caveats.NONE.rate(2, Duration.ofSeconds(1)));
        Batch three = slow.says(1, NOW, 0, "1", "2", "3");
        return new Script("a burst, and a batch that was seen in part is charged once")
                .meets(slow)
                .refuses(three, Objection.TOO_FAST)
                .refuses(only(three, 0), Objection.TOO_FAST)
                .hears(slow.says(1, NOW, 0, "1", "2"), 0, 1)
                .refuses(slow.says(3, NOW.plusMillis(499), 0, "3"), Objection.TOO_FAST)
                .hears(only(slow.says(2, NOW.plusMillis(500), 0, "2", "3"), 1), 1)
                .refuses(slow.says(4, NOW.plusMillis(500), 0, "4"), Objection.TOO_FAST)
                .end();
    }

    private static Map<String, Object> times() {
        Instant end = NOW.plusSeconds(600);
        Newsroom.Voice bob = voice(2, 5, Caveats.NONE.until(end).notBefore(NOW));
        Instant ahead = NOW.plus(Publishers.MAX_SKEW);
        return new Script("times rise with sequences, are within the chain's, and no further ahead than five minutes")
                .meets(bob)
                .refuses(bob.says(1, NOW.minusMillis(1), 0, "1"), Objection.NO_RIGHT)
                .refuses(bob.says(1, ahead.plusMillis(1), 0, "1"), Objection.FROM_THE_FUTURE)
                .hears(bob.says(2, NOW.plusSeconds(1), 0, "2"), 0)
                .refuses(bob.says(3, NOW.plusMillis(999), 0, "3"), Objection.BACKWARDS)
                .refuses(bob.says(1, NOW.plusMillis(1_001), 0, "1"), Objection.BACKWARDS)
                .hears(bob.says(1, NOW.plusMillis(1_000), 0, "1"), 0)
                .hears(bob.says(3, ahead, 0, "3"), 0)
                .at(end.minusMillis(1))
                .hears(bob.says(4, end.minusMillis(1), 0, "4"), 0)
                .refuses(bob.says(5, end, 0, "5"), Objection.EXPIRED)
                .at(end)
                .refuses(bob.says(5, end.minusMillis(1), 0, "5"), Objection.EXPIRED)
                .end();
    }
}
