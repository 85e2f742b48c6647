package io.comity.topic;

import static io.comity.topic.Cast.ENGINE;
import static io.comity.topic.Cast.OWNERS;
import static io.comity.topic.Cast.bob;
import static io.comity.topic.Cast.by;
import static io.comity.topic.Cast.chain;
import static io.comity.topic.Cast.drafts;
import static io.comity.topic.Cast.only;
import static io.comity.topic.Cast.proof;
import static io.comity.topic.Cast.voice;
import static io.comity.topic.Newsroom.NOW;
import static io.comity.topic.Newsroom.OWNER;

import io.comity.identity.Bytes;
import io.comity.mission.Caveats;
import io.comity.mission.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** As {@link JudgingVectors}, of what is refused for good. */
final class RefusingVectors {
    private RefusingVectors() {}

    static List<Object> scripts() {
        return List.of(cuts(), closed(), lies(), shown(), allowed(), forged(), order(), passed(), before());
    }

    private static Map<String, Object> cuts() {
        Newsroom.Voice bob = bob();
        Newsroom.Voice carol = voice(3, 5, Caveats.NONE);
        Cut elsewhere = new Cut(TopicId.of(OWNER.nodeId(), "other"), bob.id(), bob.grant, 5, 0);
        return new Script("after a cut nothing counts that comes after it, and the narrowest holds")
                .meets(bob)
                .meets(carol)
                .cut(elsewhere, false)
                .cut(bob, 5, 2, true)
                .hears(bob.says(2, NOW, 0, "2"), 0)
                .refuses(bob.says(2, NOW, 0, "2", "3"), Objection.CUT)
                .refuses(bob.says(3, NOW, 0, "3"), Objection.CUT)
                .hears(bob.says(1, NOW, 0, "1"), 0)
                .hears(carol.says(1, NOW, 0, "1", "2", "3"), 0, 1, 2)
                .cut(bob, 5, 2, false)
                .cut(bob, 5, 3, false)
                .cut(bob, 6, 0, false)
                .cut(bob, 5, 1, true)
                .refuses(bob.says(2, NOW, 0, "2"), Objection.CUT)
                .cut(bob, 4, 99, true)
                .refuses(bob.says(1, NOW, 0, "1"), Objection.CUT)
                .meets(bob.id(), bob.word, chain(bob, 9).encoded(), "taken")
                .hears(by(bob, chain(bob, 9)).says(3, NOW, 0, "by another right"), 0)
                .end();
    }

    private static Map<String, Object> closed() {
        Script script = new Script("with more cuts than can be remembered nobody but the owner is heard");
        script.cuts = 1;
        Newsroom.Voice bob = bob();
        return script.meets(bob)
                .meets(OWNERS)
                .cut(voice(3, 5, Caveats.NONE), 5, 0, true)
                .hears(bob.says(1, NOW, 0, "1"), 0)
                .cut(voice(4, 5, Caveats.NONE), 5, 0, false)
                .refuses(bob.says(2, NOW, 0, "2"), Objection.CUT)
                .hears(OWNERS.says(1, NOW, 0, "mine"), 0)
                .end();
    }

    private static Map<String, Object> lies() {
        Newsroom.Voice bob = bob();
        Batch forged = Batch.sign(
                new Newsroom.Voice(4, 5).epochKey, bob.says(1, NOW, 0, "x").stamp(), drafts("message 0"));
        return new Script("whoever says two things in one slot is exposed, by what it signed, and heard no more")
                .meets(bob)
                .hears(bob.says(1, NOW, 0, "pay Alice", "and Carol"), 0, 1)
                .refuses(forged, Objection.FORGED)
                .exposes(bob.says(2, NOW, 0, "and Mallory", "really"), bob.slot(2))
                .refuses(bob.says(4, NOW, 0, "sorry"), Objection.LIAR)
                .end();
    }

    private static Map<String, Object> shown() {
        Newsroom.Voice bob = bob();
        Equivocation proof = proof(bob);
        Newsroom.Voice abroad = bob().on(TopicId.of(OWNER.nodeId(), "other"));
        return new Script("a proof is as good as having seen it, of whoever is known here, on this topic")
                .isShown(proof, false)
                .meets(bob)
                .isShown(proof(abroad), false)
                .hears(bob.says(1, NOW, 0, "yes"), 0)
                .isShown(proof, true)
                .isShown(proof, false)
                .refuses(bob.says(2, NOW, 0, "2"), Objection.LIAR)
                .end();
    }

    private static Map<String, Object> allowed() {
        Newsroom.Voice bob =
                voice(2, 5, Caveats.NONE.only(new Kind(ENGINE, "Vote")).maxBytes(3));
        Newsroom.Voice carol = voice(3, 5, Caveats.NONE.only(Kind.all(ENGINE)));
        Newsroom.Voice mallory = voice(4, 5, Caveats.NONE.only(Kind.all("topic/other")));
        Batch mixed = mixed(bob);
        return new Script("the types and lengths that the chain allows, of what is here")
                .meets(bob)
                .meets(carol)
                .meets(mallory)
                .refuses(bob.says(1, NOW, 0, "a"), Objection.NOT_ALLOWED)
                .refuses(bob.says(1, NOW, 1, "four"), Objection.NOT_ALLOWED)
                .hears(bob.says(1, NOW, 1, "abc"), 0)
                .refuses(mixed, Objection.NOT_ALLOWED)
                .hears(only(mixed, 1), 1)
                .refuses(carol.says(1, NOW, 2, "a type that the topic does not have"), Objection.NOT_ALLOWED)
                .hears(carol.says(1, NOW, 0, "longer"), 0)
                .refuses(mallory.says(1, NOW, 0, "a"), Objection.NOT_ALLOWED)
                .end();
    }

    private static Map<String, Object> forged() {
        Newsroom.Voice bob = bob();
        Batch altered = Batch.sign(
                new Newsroom.Voice(4, 5).epochKey, bob.says(1, NOW, 0, "one").stamp(), drafts("message 0"));
        return new Script("what is forged changes nothing, and what is of another topic is not of this")
                .meets(bob)
                .refuses(altered, Objection.FORGED)
                .hears(bob.says(1, NOW, 0, "one"), 0)
                .refuses(bob().on(TopicId.of(bob.id(), "other")).says("x"), Objection.OTHER_TOPIC)
                .end();
    }

    /** Each batch has what the next question objects to, and its own. */
    private static Map<String, Object> order() {
        Instant end = NOW.plusSeconds(100);
        Instant past = end.plus(Publishers.MAX_SKEW).plusMillis(1);
        Newsroom.Voice bob = voice(
                2, 5, Caveats.NONE.until(end).rate(1, Duration.ofSeconds(1)).maxBytes(4));
        Newsroom.Voice liar = voice(3, 5, Caveats.NONE);
        Newsroom.Voice forger = by(new Newsroom.Voice(4, 5), chain(bob, 2));
        Batch fast = bob.says(3, NOW, 0, "3", "4");
        return new Script("the first question that objects is answered")
                .meets(bob)
                .meets(liar)
                .hears(bob.says(2, NOW, 0, "2"), 0)
                .isShown(proof(liar), true)
                .cut(liar, 5, 0, true)
                .refuses(
                        voice(3, 5, Caveats.NONE).on(TopicId.of(liar.id(), "x")).says("x"), Objection.OTHER_TOPIC)
                .refuses(liar.says("x"), Objection.LIAR)
                .refuses(bob.says(3, past, 0, "expired, and ahead"), Objection.EXPIRED)
                .refuses(bob.says(3, NOW.minusSeconds(1), 0, "backwards, and too long"), Objection.BACKWARDS)
                .refuses(bob.says(3, NOW, 0, "too long, and too fast"), Objection.NOT_ALLOWED)
                .refuses(Batch.sign(forger.epochKey, fast.stamp(), drafts("f", "f")), Objection.TOO_FAST)
                .cut(bob, 4, 0, true)
                .refuses(bob.says(3, past, 0, "cut, and expired"), Objection.CUT)
                .end();
    }

    private static Map<String, Object> passed() {
        Newsroom.Voice bob = bob();
        Batch one = bob.says("one", "two");
        Optional<Endorsement> endorsement = Optional.of(Endorsement.sign(OWNERS.epochKey, 5, one));
        Optional<Endorsement> bobsOwn = Optional.of(Endorsement.sign(bob.epochKey, 5, one));
        Optional<Endorsement> otherEpoch = Optional.of(Endorsement.sign(OWNERS.epochKey, 6, one));
        return new Script("what others bring than the owner, the owner has said or endorsed")
                .meets(bob)
                .passes(one, endorsement, "NOT_ENDORSED")
                .meets(OWNERS)
                .passes(one, Optional.empty(), "NOT_ENDORSED")
                .passes(one, bobsOwn, "NOT_ENDORSED")
                .passes(one, otherEpoch, "NOT_ENDORSED")
                .passes(bob.says("three"), endorsement, "NOT_ENDORSED")
                .passes(only(one, 1), endorsement, "taken", 1)
                .passes(OWNERS.says(1, NOW, 0, "the owner's own"), Optional.empty(), "taken", 0)
                .hears(one, 0)
                .end();
    }

    private static Map<String, Object> before() {
        Instant end = NOW.plusSeconds(600);
        Newsroom.Voice bob = voice(2, 5, Caveats.NONE.until(end).notBefore(NOW).maxBytes(4));
        Batch said = bob.says(1, NOW, 0, "said");
        Instant ahead = NOW.plus(Publishers.MAX_SKEW);
        Batch forged = Batch.sign(new Newsroom.Voice(4, 5).epochKey, said.stamp(), drafts("said"));
        return new Script("what was said before counts by the rights of its time, as the owner stored it")
                .at(end.plusSeconds(86_400))
                .recalls(bob, said, NOW, "taken")
                .recalls(bob, only(bob.says(2, NOW, 0, "a", "b"), 1), end.minusMillis(1), "taken")
                .recalls(OWNERS, OWNERS.says(1, NOW, 0, "the owner's own"), NOW, "taken")
                .recalls(
                        bob().on(TopicId.of(bob.id(), "x")),
                        bob().on(TopicId.of(bob.id(), "x")).says("x"),
                        NOW,
                        "OTHER_TOPIC")
                .recalls(bob.word, Bytes.EMPTY, said, NOW, "NO_RIGHT")
                .recalls(new Newsroom.Voice(4, 5).word, bob.chain, said, NOW, "NO_RIGHT")
                .recalls(bob.word, chain(bob, 9).encoded(), said, NOW, "NO_RIGHT")
                .recalls(voice(2, 6, Caveats.NONE).word, bob.chain, said, NOW, "NO_RIGHT")
                .recalls(bob(), bob().says("late"), NOW.plusSeconds(86_400), "NO_RIGHT")
                .recalls(bob(), bob().says("late"), NOW.plusSeconds(86_399), "taken")
                .recalls(bob, bob.says(3, ahead, 0, "far"), NOW, "taken")
                .recalls(bob, bob.says(3, ahead.plusMillis(1), 0, "far"), NOW, "FROM_THE_FUTURE")
                .recalls(bob, bob.says(3, NOW, 0, "fiver"), NOW, "NOT_ALLOWED")
                .recalls(bob, bob.says(3, NOW, 2, "type"), NOW, "NOT_ALLOWED")
                .recalls(bob, forged, NOW, "FORGED")
                .cut(bob, 5, 1, true)
                .recalls(bob, said, NOW, "taken")
                .recalls(bob, bob.says(2, NOW, 0, "cut"), NOW, "CUT")
                .end();
    }

    /** One message that is not allowed, and one that is. */
    private static Batch mixed(Newsroom.Voice voice) {
        RawBatch raw = new RawBatch(voice).say(0, new byte[1]).say(1, new byte[1]);
        raw.first = 2;
        byte[] bytes = raw.bytes();
        return Batch.read(bytes, 0, bytes.length).orElseThrow();
    }
}
