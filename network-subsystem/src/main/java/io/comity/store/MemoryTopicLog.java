package io.comity.store;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.store.Answer.Done;
import io.comity.topic.Slot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Forgets everything with the process, and answers at once: for tests. */
public final class MemoryTopicLog implements TopicLog {
    private static final Comparator<Slot> ORDER =
            Comparator.comparing(Slot::publisher).thenComparingLong(Slot::epoch).thenComparingLong(Slot::sequence);

    private final LogFaults faults = new LogFaults("a log in memory", Path.of("."), Long.MAX_VALUE);
    private final NavigableMap<Long, Kept> entries = new TreeMap<>();
    private final NavigableMap<Slot, Long> slots = new TreeMap<>(ORDER);
    private final Map<NodeId, Slot> floors = new LinkedHashMap<>();
    private final NavigableMap<Slot, Proof> proofs = new TreeMap<>(ORDER);
    private final Map<Bytes, Reference> introductions = new HashMap<>();
    private final int maxIntroductions;
    private Tail tail = Tail.NEW;
    private Retention retention;
    private boolean closed;

    /** @param last position that refers to it */
    private record Reference(Bytes introduction, long last) {}

    public MemoryTopicLog(Retention retention) {
        this(retention, MAX_INTRODUCTIONS);
    }

    MemoryTopicLog(Retention retention, int maxIntroductions) {
        this.retention = retention;
        this.maxIntroductions = maxIntroductions;
    }

    @Override
    public synchronized Extent extent() {
        return tail.extent();
    }

    @Override
    public CompletionStage<Answer<List<Outcome>>> append(List<Entry> appended) {
        return answer(() -> LogFaults.excess(appended)
                .<Answer<List<Outcome>>>map(faults::tooBig)
                .orElseGet(() -> added(appended)));
    }

    private Answer<List<Outcome>> added(List<Entry> appended) {
        Tail before = tail;
        Map<Bytes, Reference> introducedBefore = Map.copyOf(introductions);
        List<Outcome> outcomes = new ArrayList<>();
        int room = MAX_PAGE_BYTES;
        for (Entry entry : appended) {
            Outcome outcome = added(entry, room);
            outcomes.add(outcome);
            room -= outcome instanceof Outcome.Conflict conflict
                    ? conflict.first().size()
                    : 0;
        }
        long excess = excess();
        long introduced = introductions.values().stream()
                .filter(each -> each.last() > excess)
                .count();
        if (introduced > maxIntroductions && introduced > introducedBefore.size()) {
            entries.tailMap(before.last(), false)
                    .values()
                    .forEach(each -> slots.remove(each.entry().slot()));
            entries.tailMap(before.last(), false).clear();
            introductions.clear();
            introductions.putAll(introducedBefore);
            tail = before;
            return faults.tooManyIntroductions();
        }
        takeTo(excess);
        return new Done<>(List.copyOf(outcomes));
    }

    /** The last position that is not to be kept, whatever its age. */
    private long excess() {
        long position = tail.first() - 1;
        long bytes = tail.total() - tail.before();
        while (tail.last() - position > retention.maxEntries() || bytes > retention.maxBytes()) {
            position++;
            bytes -= kept(position).entry().signed().size();
        }
        return position;
    }

    private Outcome added(Entry entry, int room) {
        Slot slot = entry.slot();
        Long there = slots.get(slot);
        if (there != null) {
            Bytes first = kept(there).entry().signed();
            return first.equals(entry.signed())
                    ? new Outcome.Known(there)
                    : new Outcome.Conflict(there, first.size() <= room ? first : Bytes.EMPTY);
        }
        Slot floor = floors.get(slot.publisher());
        if (floor != null && !Floors.isAfter(slot, floor)) {
            return new Outcome.Past();
        }
        tail = tail.with(entry);
        Reference reference = introductions.merge(
                entry.introduction(),
                new Reference(entry.introduction(), tail.last()),
                (one, next) -> new Reference(one.introduction(), next.last()));
        Entry stored = new Entry(slot, tail.millis(), entry.signed(), reference.introduction());
        entries.put(tail.last(), new Kept(tail.last(), stored));
        slots.put(slot, tail.last());
        return new Outcome.Stored(tail.last());
    }

    private Kept kept(long position) {
        return Objects.requireNonNull(entries.get(position));
    }

    private long takeTo(long position) {
        long taken = 0;
        while (!entries.isEmpty() && entries.firstKey() <= position) {
            Kept oldest = entries.pollFirstEntry().getValue();
            Slot slot = oldest.entry().slot();
            tail = tail.without(
                    oldest.position(), tail.before() + oldest.entry().signed().size());
            slots.remove(slot);
            Slot before = floors.remove(slot.publisher());
            floors.put(slot.publisher(), before == null || Floors.isAfter(slot, before) ? slot : before);
            taken++;
        }
        introductions.values().removeIf(each -> each.last() < tail.first());
        while (floors.size() > Floors.MAX) {
            floors.remove(floors.keySet().iterator().next());
        }
        return taken;
    }

    @Override
    public CompletionStage<Answer<Page>> read(From from, int maxEntries, int maxBytes) {
        return answer(() -> {
            PageLimit limit = new PageLimit(maxEntries, maxBytes);
            List<Kept> page = new ArrayList<>();
            Set<Bytes> introduced = Collections.newSetFromMap(new IdentityHashMap<>());
            for (Kept each : from(from)) {
                Bytes introduction = each.entry().introduction();
                boolean isNew = introduced.add(introduction);
                if (!limit.admits(each.entry().signed().size() + (isNew ? introduction.size() : 0))) {
                    break;
                }
                page.add(each);
            }
            return new Done<>(new Page(page, !limit.isFull()));
        });
    }

    private Iterable<Kept> from(From from) {
        if (from instanceof From.Place place) {
            Slot last = new Slot(place.slot().publisher(), Long.MAX_VALUE, Long.MAX_VALUE);
            return slots.subMap(place.slot(), true, last, true).values().stream()
                    .map(this::kept)
                    .toList();
        }
        return from instanceof From.Time time
                ? entries.values().stream()
                        .filter(kept -> kept.entry().storedMillis() >= time.millis())
                        .toList()
                : entries.tailMap(((From.Position) from).position(), true).values();
    }

    @Override
    public CompletionStage<Answer<Optional<Kept>>> one(Slot slot) {
        return answer(() -> new Done<>(Optional.ofNullable(slots.get(slot)).map(this::kept)));
    }

    @Override
    public CompletionStage<Answer<List<Series>>> series() {
        return answer(() -> new Done<>(page(slots)));
    }

    @Override
    public CompletionStage<Answer<List<Series>>> seriesAfter(NodeId publisher, long epoch) {
        return answer(() -> new Done<>(page(slots.tailMap(new Slot(publisher, epoch, Long.MAX_VALUE), false))));
    }

    private static List<Series> page(NavigableMap<Slot, Long> slots) {
        Map<Slot, Series> all = new LinkedHashMap<>();
        for (Slot slot : slots.keySet()) {
            Slot key = new Slot(slot.publisher(), slot.epoch(), 1);
            if (all.size() == MAX_PAGE && !all.containsKey(key)) {
                break;
            }
            long sequence = slot.sequence();
            all.merge(
                    key,
                    new Series(slot.publisher(), slot.epoch(), sequence, sequence, 1),
                    (one, next) -> new Series(one.publisher(), one.epoch(), one.first(), sequence, one.held() + 1));
        }
        return List.copyOf(all.values());
    }

    @Override
    public CompletionStage<Answer<Runs>> runs(Slot from) {
        return answer(() -> {
            RunList runs = new RunList();
            Slot last = new Slot(from.publisher(), from.epoch(), Long.MAX_VALUE);
            for (Slot slot : slots.subMap(from, true, last, true).keySet()) {
                if (!runs.add(slot.sequence())) {
                    break;
                }
            }
            return new Done<>(runs.answer());
        });
    }

    @Override
    public CompletionStage<Answer<Boolean>> putProof(Proof proof) {
        return answer(() -> {
            Optional<String> excess = LogFaults.excess(proof);
            Slot key = new Slot(proof.publisher(), proof.epoch(), 1);
            if (excess.isPresent()) {
                return faults.tooBig(excess.get());
            }
            if (!proofs.containsKey(key) && proofs.size() >= MAX_PROOFS) {
                return faults.tooManyProofs();
            }
            return new Done<>(proofs.putIfAbsent(key, proof) == null);
        });
    }

    @Override
    public CompletionStage<Answer<List<Proof>>> proofs() {
        return answer(() -> new Done<>(pageOf(proofs)));
    }

    @Override
    public CompletionStage<Answer<List<Proof>>> proofsAfter(NodeId publisher, long epoch) {
        return answer(() -> new Done<>(pageOf(proofs.tailMap(new Slot(publisher, epoch, 1), false))));
    }

    private static List<Proof> pageOf(NavigableMap<Slot, Proof> proofs) {
        PageLimit limit = new PageLimit(MAX_PAGE, MAX_PAGE_BYTES);
        return proofs.values().stream()
                .takeWhile(proof -> limit.admits(proof.bytes().size()))
                .toList();
    }

    @Override
    public CompletionStage<Answer<Long>> retain(Retention now, long nowMillis) {
        return answer(() -> {
            retention = now;
            long oldest = retention.oldestMillis(nowMillis);
            long before = tail.first();
            takeTo(excess());
            while (!entries.isEmpty() && kept(tail.first()).entry().storedMillis() < oldest) {
                takeTo(tail.first());
            }
            return new Done<>(tail.first() - before);
        });
    }

    private synchronized <T> CompletionStage<Answer<T>> answer(Supplier<Answer<T>> deed) {
        return CompletableFuture.completedStage(closed ? faults.closed() : deed.get());
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
