package io.comity.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Filters made by chance. Their tests fit the fields of {@link Messages}, or are about fields that are not there, or compare with
 * another sort of value; but never where bytes cannot tell declared types apart.
 */
final class RandomFilters {
    private static final List<String> NUMERIC =
            List.of("header.height", "height", "weight", "ratio", "big", "cause.code", "rank");
    private static final List<String> TEXTUAL =
            List.of("sender.name", "name", "cause.text", "kind", "type", "cause", "cause.by.name");
    private static final List<String> OTHERS = List.of(
            "header.at",
            "took",
            "done",
            "header",
            "tags",
            "nowhere",
            "sender",
            "header.height.x",
            "sender.id",
            "header.parent");

    private final RandomGenerator random;

    RandomFilters(RandomGenerator random) {
        this.random = random;
    }

    Filter filter(int depth) {
        int kind = depth <= 1 ? 9 : random.nextInt(10);
        return switch (kind) {
            case 0, 1 -> new Filter.And(List.of(filter(depth - 1), filter(depth - 1)));
            case 2, 3 -> new Filter.Or(List.of(filter(depth - 1), filter(depth - 1)));
            case 4 -> filter(depth - 1).not();
            default -> leaf();
        };
    }

    private Filter leaf() {
        return switch (random.nextInt(12)) {
            case 0 -> Filter.type("Block");
            case 1 -> Filter.type("Vote", "Signal");
            case 2 -> random.nextInt(5) > 0 ? Filter.type("Unknown") : Filter.everything();
            case 3 -> random.nextInt(5) > 0 ? exists() : Filter.nothing();
            case 4, 5 -> number();
            case 6, 7 -> text();
            case 8 -> of("header.at", Messages.instant(random));
            case 9 -> random.nextBoolean() ? of("took", Messages.duration(random)) : of("done", random.nextBoolean());
            case 10 -> bytes();
            default -> mismatch();
        };
    }

    private Filter exists() {
        return Filter.field(Messages.any(random, random.nextBoolean() ? NUMERIC : OTHERS))
                .exists();
    }

    private Filter number() {
        String field = Messages.any(random, NUMERIC);
        return switch (random.nextInt(3)) {
            case 0 -> Filter.field(field).in(Messages.any(random, Messages.NUMBERS), 0.1, Messages.big(random), 1.0);
            case 1 -> of(field, Messages.any(random, List.of(0.1, 0.5, -0.0, 1.5, 0x1p63, (double) 0.1f, 1e300, -2.5)));
            default -> of(field, Messages.big(random));
        };
    }

    private Filter text() {
        String field = Messages.any(random, TEXTUAL);
        List<String> words = new ArrayList<>(Messages.TEXTS);
        words.addAll(List.of("RED", "GREEN", "Fault", "Wish", "ali"));
        return switch (random.nextInt(3)) {
            case 0 -> Filter.field(field).startsWith(Messages.any(random, words));
            case 1 -> Filter.field(field).in(Messages.any(random, words), Messages.any(random, words));
            default -> of(field, Messages.any(random, words));
        };
    }

    private Filter bytes() {
        if (random.nextBoolean()) {
            return of("sender.id", Messages.id(random));
        }
        byte[] bytes = Messages.bytes(random);
        return random.nextBoolean()
                ? of("header.parent", bytes)
                : Filter.field("header.parent").startsWith(bytes);
    }

    private Filter mismatch() {
        return switch (random.nextInt(4)) {
            case 0 -> of(Messages.any(random, List.of("header.at", "took", "done", "header", "kind")), 5);
            case 1 -> of(Messages.any(random, List.of("weight", "height", "done", "took")), "a");
            case 2 -> of(Messages.any(random, List.of("nowhere", "header.height.x", "tags")), true);
            default -> of(Messages.any(random, List.of("name", "weight", "rank")), Messages.instant(random));
        };
    }

    private Filter of(String path, Object value) {
        Operator operator = Messages.any(random, List.of(Operator.values()));
        return new Filter.Comparison(Path.of(path), operator, Literal.of(value));
    }
}
