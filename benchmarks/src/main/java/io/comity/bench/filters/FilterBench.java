package io.comity.bench.filters;

import io.comity.bench.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * {@code comity bench filters}: the same messages held against few subscriptions and against many, each message wanted by as many
 * of both, in alternation; and what a subscription costs that comes and goes while there are others.
 */
public final class FilterBench {
    private static final int LEAST_OTHERS = 100;
    private static final int STEP = 10;

    private FilterBench() {}

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
     * @throws io.comity.bench.BenchException when a message is matched by others than it should
     */
    public static FilterReport run(FilterSettings settings, Consumer<String> progress) {
        progress.accept("subscribing");
        Population few = new Population(FilterSettings.FEW);
        Population many = new Population(settings.many());
        progress.accept("warming up");
        few.match(settings.warmUp().toNanos());
        many.match(settings.warmUp().toNanos());
        List<Round> rounds = new ArrayList<>();
        for (int round = 1; round <= settings.rounds(); round++) {
            progress.accept("round " + round + " of " + settings.rounds());
            long turn = settings.turn().toNanos();
            rounds.add(new Round(few.match(turn), many.match(turn)));
        }
        return new FilterReport(
                settings,
                many.bodyBytes(),
                Figures.of(rounds, Round::few),
                Figures.of(rounds, Round::many),
                Figures.of(rounds, Round::ratio),
                turnovers(settings, progress));
    }

    private static List<FilterReport.Turnover> turnovers(FilterSettings settings, Consumer<String> progress) {
        List<Population> populations = new ArrayList<>();
        for (int others = LEAST_OTHERS; others <= settings.many(); others *= STEP) {
            progress.accept("among " + others);
            populations.add(new Population(others));
        }
        List<List<Population.Turnover>> taken = new ArrayList<>();
        populations.forEach(each -> taken.add(new ArrayList<>()));
        for (int round = -settings.rounds(); round < settings.rounds(); round++) {
            for (int i = 0; i < populations.size(); i++) {
                Population.Turnover turnover = populations.get(i).turnOver();
                if (round >= 0) {
                    taken.get(i).add(turnover);
                }
            }
        }
        List<FilterReport.Turnover> turnovers = new ArrayList<>();
        for (int i = 0; i < populations.size(); i++) {
            turnovers.add(new FilterReport.Turnover(
                    populations.get(i).size(),
                    Figures.of(taken.get(i), Population.Turnover::subscribe),
                    Figures.of(taken.get(i), Population.Turnover::unsubscribe)));
        }
        return turnovers;
    }
}
