package io.comity.sim;

/** What a {@link MutantLoader} calls: a story, told by the classes of that loader. */
public final class Told {
    private Told() {}

    /** The invariant that the story of {@code seed} broke, or an empty text. */
    public static String tell(long seed) {
        return Story.of(seed).tell().violation().map(Violation::invariant).orElse("");
    }

    /** The text of the shortest story made of the one of {@code seed}. */
    public static String shrunk(long seed) {
        return new Shrinking(200).shrink(Story.of(seed)).text();
    }
}
