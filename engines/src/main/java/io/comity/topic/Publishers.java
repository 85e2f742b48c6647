package io.comity.topic;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.mission.Chain;
import io.comity.wire.Verified;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who may publish on one topic, and which of the messages that somebody brings are theirs, allowed and new: what every node asks
 * before it delivers a message or passes it on. It believes the topic's owner, and of everybody else what they can show.
 *
 * <p>A publisher is introduced once, with its {@link PublisherKey word} for the key of its epoch and the {@link Chain} by which
 * it may publish; then batches are judged, the cheapest question first and the signature last. A publisher that is seen to say
 * two things in one slot is heard no more, and there is a proof of it for everybody else. The owner, who alone takes what is new,
 * asks more ({@link #judgeSubmitted}).
 *
 * <p>Bounds: {@link Limits}; per publisher its latest {@link #MAX_EPOCHS} epochs, each with what a {@link Track} keeps. Not
 * thread-safe. Reads no clock: time never goes back, whatever it is told.
 */
public final class Publishers {
    /** How far ahead another node's clock may be. */
    public static final Duration MAX_SKEW = Duration.ofMinutes(5);

    /** Of one publisher: those of messages that are still on their way when it was restarted. */
    public static final int MAX_EPOCHS = 2;

    /** Of one publisher: those of messages that are still on their way when it got another. */
    public static final int MAX_RIGHTS = 4;

    /**
     * @param publishers that are remembered, besides the owner
     * @param cuts of the owner that are remembered; when there are more, nobody but the owner is heard
     */
    public record Limits(int publishers, int cuts) {
        public static final Limits DEFAULT = new Limits(256, 65_536);
    }

    /** What became of a batch. */
    public sealed interface Judgement {}

    /** @param fresh the places of the messages that nobody brought before; perhaps none */
    public record Taken(BitSet fresh) implements Judgement {}

    public record Refused(Objection why) implements Judgement {}

    /** Its publisher has said something else in the same slot; none of the batch counts. */
    public record Exposed(Equivocation proof) implements Judgement {}

    /** What shows that a publisher may publish, for whoever has not heard of it yet. */
    public record Introduction(NodeId publisher, Bytes key, Bytes grant, Bytes chain) {}

    private static final class Publisher {
        private final Map<Bytes, Right> rights = new LinkedHashMap<>();
        private final Map<Long, Track> epochs = new HashMap<>();
        private boolean lied;

        private long latest() {
            return epochs.keySet().stream().mapToLong(Long::longValue).max().orElse(0);
        }

        /** The last epoch in which anything was taken; else the latest. */
        private long lastSaid() {
            return epochs.entrySet().stream()
                    .filter(epoch -> epoch.getValue().highest() > 0)
                    .mapToLong(Map.Entry::getKey)
                    .max()
                    .orElse(latest());
        }
    }

    /** In whose name a batch is, and by which right. */
    private record Speaker(Publisher publisher, Track track, Right right) {}

    private record Taking(NodeId publisher, Bytes grant) {}

    private final TopicId topic;
    private final NodeId owner;
    private final Terms terms;
    private final Limits limits;
    private final Map<NodeId, Publisher> known = new HashMap<>();
    private final Map<Taking, Cut> cuts = new HashMap<>();
    private final Rations rations = new Rations();
    private boolean isClosed;
    private long nowMillis;

    /**
     * @param name of the topic, as its owner calls it
     * @param mission whose grants allow to publish
     * @param types the wire names of its messages, in their order
     */
    public Publishers(NodeId owner, String name, String mission, List<String> types, Limits limits) {
        this.topic = TopicId.of(owner, name);
        this.owner = owner;
        this.terms = new Terms(topic, owner, engineName(name), mission, types);
        this.limits = limits;
    }

    /** What a mission that lets others publish calls the topic, among engines. */
    public static String engineName(String topic) {
        return "topic/" + topic;
    }

    // Introductions.

    /**
     * Somebody shows that {@code publisher}, whose key was admitted before, may publish.
     *
     * @param key the bytes of a {@link PublisherKey}
     * @param chain the bytes of a {@link Chain} of the owner; nothing for the owner itself
     * @return why not, if not
     */
    public Optional<Objection> introduce(NodeId publisher, Bytes key, Bytes chain, Instant now) {
        advance(now);
        Verified<PublisherKey> word = PublisherKey.read(key, publisher).orElse(null);
        if (word == null) {
            return Optional.of(Objection.NO_RIGHT);
        }
        if (!word.value().covers(nowMillis / 1_000)) {
            return Optional.of(Objection.EXPIRED);
        }
        Publisher standing = known.get(publisher);
        if (standing == null && !publisher.equals(owner) && known.size() >= limits.publishers()) {
            return Optional.of(Objection.OVERLOADED);
        }
        Terms.Shown shown = terms.right(publisher, chain, Instant.ofEpochMilli(nowMillis));
        return shown instanceof Terms.Sound sound
                ? enter(publisher, key, word.value(), sound.right())
                : Optional.of(((Terms.Worthless) shown).why());
    }

    private Optional<Objection> enter(NodeId node, Bytes key, PublisherKey word, Right right) {
        Publisher publisher = known.computeIfAbsent(node, fresh -> new Publisher());
        Track standing = publisher.epochs.get(word.epoch());
        if (standing == null && word.epoch() < publisher.latest()) {
            return Optional.of(Objection.BACKWARDS);
        }
        if (standing != null && !standing.isOf(word.key())) {
            return Optional.of(Objection.NO_RIGHT);
        }
        put(publisher.rights, right);
        rations.shown(right, nowMillis);
        publisher.epochs.computeIfAbsent(word.epoch(), first -> new Track()).vouched(key, word);
        if (publisher.epochs.size() > MAX_EPOCHS) {
            publisher.epochs.remove(publisher.epochs.keySet().stream()
                    .mapToLong(Long::longValue)
                    .min()
                    .orElseThrow());
        }
        return Optional.empty();
    }

    /** The latest one comes last. */
    private static void put(Map<Bytes, Right> rights, Right right) {
        rights.remove(right.grant());
        rights.put(right.grant(), right);
        if (rights.size() > MAX_RIGHTS) {
            rights.remove(rights.keySet().iterator().next());
        }
    }

    /** Who said what was taken, and by which right. */
    public Optional<Introduction> introduction(Stamp stamp) {
        Publisher publisher = known.get(stamp.publisher());
        Right right = publisher == null ? null : publisher.rights.get(stamp.grant());
        Track track =
                publisher == null ? null : publisher.epochs.get(stamp.first().epoch());
        return right == null || track == null
                ? Optional.empty()
                : Optional.of(new Introduction(stamp.publisher(), track.key(), right.grant(), right.chain()));
    }

    /** The rights by which others than the owner publish here. */
    public List<Introduction> holders() {
        List<Introduction> holders = new ArrayList<>();
        known.forEach((node, publisher) -> publisher.rights.values().stream()
                .filter(right -> right.chain().size() > 0)
                .forEach(right -> holders.add(new Introduction(node, Bytes.EMPTY, right.grant(), right.chain()))));
        return holders;
    }

    /** Judges by the same terms and cuts what was said before. */
    public History history() {
        return new History(terms, this::isCut);
    }

    // Taking back.

    /** What leaves of a publisher's right only what was taken here so far, and nothing of epochs in which nothing was. */
    public Cut cutNow(NodeId publisher, Bytes grant) {
        Publisher standing = known.get(publisher);
        long epoch = standing == null ? 0 : standing.lastSaid();
        Track track = standing == null ? null : standing.epochs.get(epoch);
        return new Cut(topic, publisher, grant, epoch, track == null ? 0 : track.highest());
    }

    /** The owner has taken a right back. False when it is of another topic, or no news. */
    public boolean cut(Verified<Cut> signed) {
        Cut cut = signed.value();
        Taking taking = new Taking(cut.publisher(), cut.grant());
        Cut standing = cuts.get(taking);
        if (!cut.topic().equals(topic) || standing != null && !cut.isNarrowerThan(standing)) {
            return false;
        }
        if (standing == null && cuts.size() >= limits.cuts()) {
            isClosed = true;
            return false;
        }
        cuts.put(taking, cut);
        return true;
    }

    /** Somebody shows that a publisher said two things at once. False when it is of another topic, or no news. */
    public boolean expose(Equivocation proof) {
        Publisher publisher = known.get(proof.slot().publisher());
        if (publisher == null || publisher.lied || !proof.topic().equals(topic)) {
            return false;
        }
        publisher.lied = true;
        return true;
    }

    // Saying.

    /**
     * How many messages a publisher may say now, of {@code count}, as far as its rate goes: so that it signs no more.
     *
     * @param timeMillis what it will sign, not before what it signed last
     */
    public int most(NodeId publisher, long epoch, Bytes grant, int count, long timeMillis) {
        Publisher standing = known.get(publisher);
        Track track = standing == null ? null : standing.epochs.get(epoch);
        Right right = standing == null ? null : standing.rights.get(grant);
        return track == null || right == null ? count : track.most(right.limit(), count, timeMillis);
    }

    // Judging.

    /** Judges what somebody brings, and takes note of what it takes. At most one signature check. */
    public Judgement judge(Batch batch, Instant now) {
        advance(now);
        Speaker speaker = speaker(batch.stamp());
        if (speaker == null) {
            return new Refused(Objection.NOT_INTRODUCED);
        }
        Objection objection = objection(batch, speaker.publisher(), speaker.track(), speaker.right());
        return objection == null
                ? judgeSigned(batch, speaker.publisher(), speaker.track(), speaker.right())
                : new Refused(objection);
    }

    /**
     * Judges what somebody brings to the owner, who takes it for all: as {@link #judge(Batch, Instant)}, and what it did not take before is
     * under a right that stands, and no more than its rate allows by the owner's clock.
     */
    public Judgement judgeSubmitted(Batch batch, Instant now) {
        advance(now);
        Speaker speaker = speaker(batch.stamp());
        int count = speaker == null ? 0 : speaker.track().fresh(batch).cardinality();
        Objection objection = speaker == null || count == 0 ? null : objection(batch, speaker.right(), count);
        Judgement judgement = objection == null ? judge(batch, now) : new Refused(objection);
        if (speaker != null && judgement instanceof Taken taken) {
            rations.charge(speaker.right(), taken.fresh().cardinality());
        }
        return judgement;
    }

    private @Nullable Objection objection(Batch batch, Right right, int count) {
        if (cuts.containsKey(new Taking(batch.stamp().publisher(), right.grant()))) {
            return Objection.CUT;
        }
        return rations.admit(right, count, nowMillis) ? null : Objection.TOO_FAST;
    }

    private @Nullable Speaker speaker(Stamp stamp) {
        Publisher publisher = known.get(stamp.publisher());
        Track track =
                publisher == null ? null : publisher.epochs.get(stamp.first().epoch());
        Right right = publisher == null ? null : publisher.rights.get(stamp.grant());
        return publisher == null || track == null || right == null ? null : new Speaker(publisher, track, right);
    }

    /**
     * Judges what somebody else than the owner brings: as {@link #judge(Batch, Instant)}, once it is known that the owner said or
     * took it. One signature check more.
     *
     * @param endorsement empty when there is none, as of what the owner says itself
     */
    public Judgement judge(Batch batch, Optional<Endorsement> endorsement, Instant now) {
        boolean isOwners = batch.stamp().publisher().equals(owner);
        return isOwners || endorsement.filter(word -> isEndorsed(batch, word)).isPresent()
                ? judge(batch, now)
                : new Refused(Objection.NOT_ENDORSED);
    }

    private boolean isEndorsed(Batch batch, Endorsement endorsement) {
        Publisher standing = known.get(owner);
        Track track = standing == null ? null : standing.epochs.get(endorsement.epoch());
        return track != null && endorsement.isOf(batch, track.signer());
    }

    private @Nullable Objection objection(Batch batch, Publisher publisher, Track track, Right right) {
        Stamp stamp = batch.stamp();
        if (!stamp.topic().equals(topic)) {
            return Objection.OTHER_TOPIC;
        }
        if (publisher.lied) {
            return Objection.LIAR;
        }
        if (isCut(batch, right.grant())) {
            return Objection.CUT;
        }
        Objection untimely = untimely(stamp, track, right);
        if (untimely != null) {
            return untimely;
        }
        if (!terms.allow(batch, right)) {
            return Objection.NOT_ALLOWED;
        }
        return track.isInPace(stamp, right.limit()) ? null : Objection.TOO_FAST;
    }

    private boolean isCut(Batch batch, Bytes grant) {
        boolean isOwners = batch.stamp().publisher().equals(owner);
        Cut cut = cuts.get(new Taking(batch.stamp().publisher(), grant));
        Slot last = batch.stamp().slot(batch.stamp().count() - 1);
        return !isOwners && isClosed || cut != null && !cut.admits(last);
    }

    private @Nullable Objection untimely(Stamp stamp, Track track, Right right) {
        long seconds = Math.max(stamp.timeMillis(), nowMillis) / 1_000;
        if (!track.covers(seconds) || seconds >= right.caveats().expiry()) {
            return Objection.EXPIRED;
        }
        if (stamp.timeMillis() > nowMillis + MAX_SKEW.toMillis()) {
            return Objection.FROM_THE_FUTURE;
        }
        if (stamp.timeMillis() / 1_000 < right.caveats().notBefore()) {
            return Objection.NO_RIGHT;
        }
        return track.isInTime(stamp) ? null : Objection.BACKWARDS;
    }

    private Judgement judgeSigned(Batch batch, Publisher publisher, Track track, Right right) {
        if (track.isOver(batch)) {
            return new Refused(Objection.TOO_OLD);
        }
        BitSet fresh = track.fresh(batch);
        int contradicted = track.contradicted(batch);
        if (fresh.isEmpty() && contradicted < 0) {
            return new Taken(fresh);
        }
        if (!batch.isSigned(track.signer())) {
            return new Refused(Objection.FORGED);
        }
        if (contradicted >= 0) {
            publisher.lied = true;
            return exposed(batch, track, batch.stamp().slot(contradicted));
        }
        track.take(batch, right.limit());
        return new Taken(fresh);
    }

    private static Judgement exposed(Batch batch, Track track, Slot slot) {
        Batch other = track.shown(slot);
        return other == null
                ? new Refused(Objection.LIAR)
                : new Exposed(Equivocation.of(
                        slot, new Equivocation.Side(track.key(), other), new Equivocation.Side(track.key(), batch)));
    }

    private void advance(Instant now) {
        nowMillis = Math.max(nowMillis, now.toEpochMilli());
    }

    /** How many publishers it remembers. */
    public int size() {
        return known.size();
    }
}
