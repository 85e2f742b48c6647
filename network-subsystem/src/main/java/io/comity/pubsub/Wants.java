package io.comity.pubsub;

import io.comity.filter.Cover;
import io.comity.filter.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the actors of one node want of a topic, together: what the node asks of whoever feeds it, and who waits for the answer. */
final class Wants {
    private record Waiting(long number, Runnable told) {}

    private final Cover<Long> cover = new Cover<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private Filter said = Filter.nothing();
    private long number;
    private long answered;

    /** @param told is run when whoever feeds this node knows of it */
    void put(long id, Filter filter, Runnable told) {
        cover.put(id, filter);
        waiting.add(new Waiting(number + 1, told));
    }

    void remove(long id) {
        cover.remove(id);
    }

    /** What to say now, which matches whatever one of them does; nothing when that was said before. */
    Optional<Demand.Want> news() {
        boolean isSaid = cover.filter().equals(said);
        if (isSaid) {
            waiting.replaceAll(each -> new Waiting(Math.min(each.number(), number), each.told()));
            answered(answered);
        }
        return isSaid ? Optional.empty() : Optional.of(say());
    }

    /** What to say to somebody who was told nothing yet. */
    Demand.Want say() {
        said = cover.filter();
        number++;
        return new Demand.Want(number, said.encode().toArray());
    }

    /** Whether whoever feeds this node knows that it wants everything. */
    boolean isEverything() {
        return answered == number && said.equals(Filter.everything());
    }

    /** What was said and not answered. */
    Optional<Demand.Want> unanswered() {
        return answered < number
                ? Optional.of(new Demand.Want(number, said.encode().toArray()))
                : Optional.empty();
    }

    /** Whoever feeds this node knows of what was said under this number, and before. */
    void answered(long upTo) {
        if (upTo <= number) {
            answered = Math.max(answered, upTo);
            List<Waiting> over =
                    waiting.stream().filter(each -> each.number() <= answered).toList();
            waiting.removeAll(over);
            over.forEach(each -> each.told().run());
        }
    }
}
