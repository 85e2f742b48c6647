package io.comity.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes a story that breaks an invariant as short as it can, while it still breaks the same one. */
public final class Shrinking {
    private final int most;
    private int told;

    /** @param most stories that may be told on the way */
    public Shrinking(int most) {
        this.most = most;
    }

    /** The shortest found; {@code failing} itself when it breaks nothing. */
    public Story shrink(Story failing) {
        Optional<String> broken = broken(failing);
        return broken.isEmpty() ? failing : fewer(failing, broken.get());
    }

    private Story fewer(Story failing, String broken) {
        Story best = failing;
        boolean again = true;
        while (again && told < most) {
            again = false;
            for (Story smaller : smaller(best)) {
                if (told < most && broken(smaller).equals(Optional.of(broken))) {
                    best = smaller;
                    again = true;
                    break;
                }
            }
        }
        return best;
    }

    private Optional<String> broken(Story story) {
        told++;
        return story.tell().violation().map(Violation::invariant);
    }

    /** The largest cuts first: nobody to fear, a node less, half of the steps, one step, an earlier end. */
    private static List<Story> smaller(Story story) {
        List<Story> all = new ArrayList<>();
        for (String adversary : story.adversaries()) {
            List<String> others = without(story.adversaries(), adversary);
            all.add(new Story(story.seed(), story.nodes(), others, story.steps(), story.endMillis()));
        }
        for (String node : story.nodes()) {
            List<Story.Step> rest =
                    story.steps().stream().filter(step -> !step.mentions(node)).toList();
            if (story.nodes().size() > 2) {
                List<String> others = without(story.nodes(), node);
                all.add(new Story(story.seed(), others, story.adversaries(), rest, story.endMillis()));
            }
        }
        for (int length = story.steps().size() / 2; length > 0; length /= 2) {
            for (int from = 0; from + length <= story.steps().size(); from += length) {
                List<Story.Step> rest = new ArrayList<>(story.steps());
                rest.subList(from, from + length).clear();
                all.add(new Story(story.seed(), story.nodes(), story.adversaries(), rest, story.endMillis()));
            }
        }
        long last = story.steps().isEmpty()
                ? 0
                : story.steps().get(story.steps().size() - 1).atMillis();
        if (last < story.endMillis()) {
            all.add(new Story(story.seed(), story.nodes(), story.adversaries(), story.steps(), last));
        }
        return all;
    }

    private static List<String> without(List<String> all, String one) {
        return all.stream().filter(other -> !other.equals(one)).toList();
    }
}
