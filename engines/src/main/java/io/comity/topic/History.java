package io.comity.topic;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Judges what was said before, as the topic's owner kept it: by the rights of that time, which may be over since. That a batch was
 * stored when the owner says so is believed, since the owner could have granted the right to say it; whoever else brings
 * something is judged by {@link Publishers}. How fast it was said, and whether it is new, is not asked here.
 *
 * <p>What one introduction shows is verified once, and {@link #MAX_KNOWN} are remembered. Not thread-safe.
 */
public final class History {
    static final int MAX_KNOWN = 256;

    private record Shown(NodeId publisher, Paper paper) {}

    private record Vouched(PublisherKey word, Right right) {}

    private final Terms terms;
    private final BiPredicate<Batch, Bytes> isCut;
    private final Map<Shown, Vouched> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Shown, Vouched> eldest) {
            return size() > MAX_KNOWN;
        }
    };

    /** @param isCut whether the owner took the right to say a batch back before it was said */
    History(Terms terms, BiPredicate<Batch, Bytes> isCut) {
        this.terms = terms;
        this.isCut = isCut;
    }

    /**
     * Why a batch does not count, if not. At most one signature check when its publisher is known here.
     *
     * @param stored by the owner
     */
    public Optional<Objection> judge(Batch batch, Paper paper, Instant stored) {
        if (!batch.stamp().topic().equals(terms.topic())) {
            return Optional.of(Objection.OTHER_TOPIC);
        }
        Vouched vouched = vouched(new Shown(batch.stamp().publisher(), paper), stored);
        return vouched == null ? Optional.of(Objection.NO_RIGHT) : judge(batch, vouched, stored);
    }

    private @Nullable Vouched vouched(Shown shown, Instant stored) {
        Vouched before = known.get(shown);
        if (before == null) {
            before = NodeId.admit(shown.publisher().key().toArray())
                    .flatMap(publisher -> Terms.word(publisher, shown.paper().key(), stored))
                    .flatMap(word -> verified(shown, word, stored))
                    .orElse(null);
            if (before != null) {
                known.put(shown, before);
            }
        }
        return before;
    }

    private Optional<Vouched> verified(Shown shown, PublisherKey word, Instant stored) {
        return terms.right(shown.publisher(), shown.paper().chain(), stored) instanceof Terms.Sound sound
                ? Optional.of(new Vouched(word, sound.right()))
                : Optional.empty();
    }

    int known() {
        return known.size();
    }

    private Optional<Objection> judge(Batch batch, Vouched vouched, Instant stored) {
        Stamp stamp = batch.stamp();
        long seconds = stored.getEpochSecond();
        if (!stamp.grant().equals(vouched.right().grant())
                || stamp.first().epoch() != vouched.word().epoch()) {
            return Optional.of(Objection.NO_RIGHT);
        }
        if (!vouched.word().covers(seconds) || !vouched.right().covers(seconds)) {
            return Optional.of(Objection.EXPIRED);
        }
        if (stamp.timeMillis() > stored.toEpochMilli() + Publishers.MAX_SKEW.toMillis()) {
            return Optional.of(Objection.FROM_THE_FUTURE);
        }
        if (isCut.test(batch, vouched.right().grant())) {
            return Optional.of(Objection.CUT);
        }
        if (!terms.allow(batch, vouched.right())) {
            return Optional.of(Objection.NOT_ALLOWED);
        }
        return batch.isSigned(vouched.word().key()) ? Optional.empty() : Optional.of(Objection.FORGED);
    }
}
