package io.comity.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.comity.filter.Filter;
import io.comity.identity.Bytes;
import io.comity.identity.Parsed;
import java.util.ArrayList;
import java.util.List;

/** Filters as they come from other nodes, two at a time, and a body that nobody proved to be one. */
final class FilterCborFuzzTest extends FuzzTarget {
    @FuzzTest(maxDuration = "")
    void fuzz(byte[] input) {
        measured(input);
    }

    @Override
    void judge(byte[] input) {
        Input in = new Input(input);
        Filter one = read(in.run());
        Filter other = read(in.run());
        Filters.judge(one, other, in.rest());
    }

    private static Filter read(byte[] encoded) {
        Bytes bytes = Bytes.of(encoded);
        Parsed<Filter> parsed = Filter.decode(bytes);
        if (parsed instanceof Parsed.Accepted<Filter> accepted) {
            Must.equal(accepted.value().encode(), bytes, "the filter, written again");
            Filters.judge(accepted.value());
            return accepted.value();
        }
        String why = ((Parsed.Refused<Filter>) parsed).reason();
        Must.hold(why.length() < 1_024 && why.chars().noneMatch(Character::isISOControl), "a refusal that draws");
        return Filter.nothing();
    }

    @Override
    List<byte[]> seeds() {
        List<byte[]> filters = new ArrayList<>();
        FilterTextFuzzTest.texts()
                .forEach(text -> filters.add(Filter.parse(text).encode().toArray()));
        List<byte[]> seeds = new ArrayList<>();
        for (int i = 0; i < filters.size(); i++) {
            byte[] other = filters.get((i + 3) % filters.size());
            byte[] body = Letters.body(Letters.SAMPLES.get(i % Letters.SAMPLES.size()));
            seeds.add(Seeds.join(Seeds.run(filters.get(i)), Seeds.run(other), body));
        }
        return seeds;
    }
}
