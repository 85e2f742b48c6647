package io.comity.topic;

import static io.comity.detached.Json.object;
import static io.comity.topic.Newsroom.NOW;
import static io.comity.topic.Newsroom.OWNER;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is shown, and what is answered. */
final class Script {
    private final String name;
    private final List<Object> steps = new ArrayList<>();
    /** What the node remembers at the most. */
    long publishers = Publishers.Limits.DEFAULT.publishers();

    long cuts = Publishers.Limits.DEFAULT.cuts();
    private Instant now = NOW;

    Script(String name) {
        this.name = name;
    }

    Script at(Instant time) {
        now = time;
        return this;
    }

    Script meets(Newsroom.Voice voice) {
        return meets(voice, "taken");
    }

    Script meets(Newsroom.Voice voice, String answer) {
        return meets(voice.id(), voice.word, voice.chain, answer);
    }

    Script meets(NodeId publisher, Bytes key, Bytes chain, String answer) {
        steps.add(object(
                "does", "introduce",
                "now", now.toEpochMilli(),
                "publisher", TopicVectors.hex(publisher),
                "key", key.toHex(),
                "chain", chain.toHex(),
                "answer", answer));
        return this;
    }

    Script hears(Batch batch, long... fresh) {
        Map<String, Object> step = heard(batch.bytes(), "taken");
        List<Object> places = new ArrayList<>();
        for (long place : fresh) {
            places.add(place);
        }
        step.put("fresh", places);
        return this;
    }

    Script refuses(Batch batch, Objection why) {
        heard(batch.bytes(), why.name());
        return this;
    }

    Script exposes(Batch batch, Slot slot) {
        Map<String, Object> step = heard(batch.bytes(), "exposed");
        step.put("epoch", slot.epoch());
        step.put("sequence", slot.sequence());
        return this;
    }

    private Map<String, Object> heard(byte[] batch, String answer) {
        Map<String, Object> step =
                object("does", "judge", "now", now.toEpochMilli(), "batch", VectorBytes.write(batch), "answer", answer);
        steps.add(step);
        return step;
    }

    /** Somebody else than the owner brings a batch, with the owner's word for it or none. */
    Script passes(Batch batch, Optional<Endorsement> endorsement, String answer, long... fresh) {
        Map<String, Object> step = heard(batch.bytes(), answer);
        step.put(
                "endorsement",
                endorsement.map(word -> Bytes.of(word.encode()).toHex()).orElse(""));
        if (fresh.length > 0) {
            step.put("fresh", Arrays.stream(fresh).boxed().toList());
        }
        return this;
    }

    /** Somebody brings what the owner stored at that time. */
    Script recalls(Newsroom.Voice voice, Batch batch, Instant stored, String answer) {
        return recalls(voice.word, voice.chain, batch, stored, answer);
    }

    Script recalls(Bytes key, Bytes chain, Batch batch, Instant stored, String answer) {
        steps.add(object(
                "does", "recall",
                "stored", stored.toEpochMilli(),
                "batch", VectorBytes.write(batch.bytes()),
                "paper", new Paper(key, chain).encode().toHex(),
                "answer", answer));
        return this;
    }

    Script cut(Newsroom.Voice voice, long epoch, long sequence, boolean isNews) {
        return cut(new Cut(Newsroom.TOPIC, voice.id(), voice.grant, epoch, sequence), isNews);
    }

    Script cut(Cut cut, boolean isNews) {
        steps.add(object("does", "cut", "cut", cut.sign(OWNER).toHex(), "answer", isNews ? "taken" : "no news"));
        return this;
    }

    Script isShown(Equivocation proof, boolean isNews) {
        steps.add(object("does", "expose", "proof", proof.signed().toHex(), "answer", isNews ? "taken" : "no news"));
        return this;
    }

    Map<String, Object> end() {
        return object(
                "name",
                name,
                "owner",
                TopicVectors.hex(OWNER.nodeId()),
                "called",
                Newsroom.NAME,
                "mission",
                Newsroom.MISSION,
                "types",
                List.copyOf(Newsroom.TYPES),
                "publishers",
                publishers,
                "cuts",
                cuts,
                "steps",
                steps);
    }
}
