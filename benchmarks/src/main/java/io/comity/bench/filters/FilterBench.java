package io.comity.bench.filters;

import io.comity.bench.Figures;
import io.comity.bench.TemporaryFolder;
import io.comity.node.Node;
import io.comity.node.NodeSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * {@code comity bench filters}: the same messages for few subscriptions and for many, each message wanted by as many of both, in
 * alternation; and what a subscription costs that comes and goes while there are others. All of it through a topic of a node, from
 * {@code publish} to the last actor that is told, and then in an index alone.
 */
public final class FilterBench {
    private final FilterSettings settings;
    private final Consumer<String> progress;

    private FilterBench(FilterSettings settings, Consumer<String> progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /** One round of few and of many, nanoseconds a message. */
    private record Round(double few, double many) {
        double ratio() {
            return many / few;
        }
    }

    /**
     * Runs to the end.
     *
     * @param progress is told what is going on, a few words at a time
     * @throws io.comity.bench.BenchException when a message comes to others than it should
     */
    public static FilterReport run(FilterSettings settings, Consumer<String> progress) {
        FilterBench bench = new FilterBench(settings, progress);
        FilterReport.Part topic = bench.topic();
        return new FilterReport(settings, new Population(FilterSettings.FEW).bodyBytes(), topic, bench.index());
    }

    private FilterReport.Part topic() {
        try (TemporaryFolder folder = TemporaryFolder.make();
                Node node = Node.start(NodeSettings.named("market")
                        .home(folder.path().resolve("comity"))
                        .set("comity.transports", List.of("memory")))) {
            return measure("a topic", size -> new Market(node, size));
        }
    }

    private FilterReport.Part index() {
        return measure("an index", Population::new);
    }

    private FilterReport.Part measure(String of, IntFunction<Subscriptions> subscriptions) {
        progress.accept("subscribing to " + of);
        Subscriptions few = subscriptions.apply(FilterSettings.FEW);
        Subscriptions many = subscriptions.apply(settings.many());
        progress.accept("warming up");
        few.take(settings.warmUp().toNanos());
        many.take(settings.warmUp().toNanos());
        List<Round> rounds = new ArrayList<>();
        for (int round = 1; round <= settings.rounds(); round++) {
            progress.accept("round " + round + " of " + settings.rounds());
            long turn = settings.turn().toNanos();
            rounds.add(new Round(few.take(turn), many.take(turn)));
        }
        return new FilterReport.Part(
                Figures.of(rounds, Round::few),
                Figures.of(rounds, Round::many),
                Figures.of(rounds, Round::ratio),
                turnovers(List.of(few, many)));
    }

    /** Rounds that are not counted come first. */
    private List<FilterReport.Turnover> turnovers(List<Subscriptions> subscriptions) {
        List<List<Subscriptions.Turnover>> taken = new ArrayList<>();
        subscriptions.forEach(each -> taken.add(new ArrayList<>()));
        for (int round = -settings.rounds(); round < settings.rounds(); round++) {
            progress.accept("subscribing and cancelling");
            for (int i = 0; i < subscriptions.size(); i++) {
                Subscriptions.Turnover turnover = subscriptions.get(i).turnOver();
                if (round >= 0) {
                    taken.get(i).add(turnover);
                }
            }
        }
        List<FilterReport.Turnover> turnovers = new ArrayList<>();
        for (int i = 0; i < subscriptions.size(); i++) {
            turnovers.add(new FilterReport.Turnover(
                    subscriptions.get(i).size(),
                    Figures.of(taken.get(i), Subscriptions.Turnover::subscribe),
                    Figures.of(taken.get(i), Subscriptions.Turnover::cancel)));
        }
        return turnovers;
    }
}
