package io.comity.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.engine.Protocol;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The compiler and the running node refuse the same types, in the same words. */
final class SameRulesTest {
    private static final List<String> COMPONENTS = List.of(
            "boolean",
            "byte",
            "short",
            "int",
            "long",
            "char",
            "float",
            "double",
            "Boolean",
            "Byte",
            "Short",
            "Integer",
            "Long",
            "Character",
            "Float",
            "Double",
            "String",
            "byte[]",
            "UUID",
            "java.math.BigInteger",
            "java.time.Instant",
            "java.time.Duration",
            "Mood",
            "Point",
            "Figure",
            "Figure.Nested",
            "Box<String>",
            "Box<Box<List<byte[]>>>",
            "Tree",
            "List<String>",
            "Set<byte[]>",
            "Map<String, Set<Point>>",
            "Map<Integer, List<Long>>",
            "Map<Mood, Map<UUID, Short>>",
            "Optional<Optional<Figure>>",
            "ActorRef<String>",
            "ActorRef<Figure>",
            "ActorRef<List<Point>>",
            "List<ActorRef<Point>>",
            "Answer<Integer>",
            // And what does not travel.
            "Object",
            "Thread",
            "Runnable",
            "Number",
            "CharSequence",
            "Class<?>",
            "Map.Entry<String, String>",
            "java.net.URI",
            "java.math.BigDecimal",
            "java.time.LocalDate",
            "Date",
            "java.util.function.Function<?, ?>",
            "java.util.function.Supplier<Point>",
            "Comparator<String>",
            "Comparable<String>",
            "Iterable<String>",
            "int[]",
            "byte[][]",
            "String[]",
            "List<String>[]",
            "ArrayList<String>",
            "Collection<String>",
            "Queue<String>",
            "SortedSet<String>",
            "HashMap<String, String>",
            "SortedMap<String, String>",
            "List",
            "Map",
            "Box",
            "ActorRef",
            "List<?>",
            "List<? extends Number>",
            "List<? super Point[]>",
            "ActorRef<?>",
            "ActorRef<? super Point>",
            "Optional<Thread>",
            "Set<List<Optional<Runnable>>>",
            "Map<Double, String>",
            "Map<Float, String>",
            "Map<Boolean, String>",
            "Map<byte[], String>",
            "Map<Point, String>",
            "Map<Optional<String>, String>",
            "Map<java.time.Instant, String>",
            "Map<Thread, String>",
            "ActorRef<Thread>",
            "ActorRef<OfThread>",
            "OfThread",
            "Box<Thread>",
            "Arrays<String>",
            "Open",
            "Mixed",
            "Half",
            "Hidden",
            "Holder<String>",
            "Growing<String>",
            "Answer<String>",
            "Action",
            "Abstract",
            "Annotated",
            "demo.Types.Inner");

    private static final String[] TYPES = {
        "enum Mood { GLAD, SAD { @Override public String toString() { return \"\"; } } }",
        "record Point(int x, int y) {}",
        "sealed interface Figure { sealed interface Nested extends Figure {} record Dot(Point at) implements Nested {}",
        "  record Line(Point from, Point to) implements Figure {} enum Blank implements Figure { ALL } }",
        "record Box<T>(T content) {}",
        "record Tree(List<Tree> children, Optional<ActorRef<Tree>> owner) {}",
        "sealed interface Answer<T> {} record Count(int n) implements Answer<Integer> {}",
        "record OfThread(int n, Thread thread) {}",
        "record Arrays<T>(T[] values) {}",
        "interface Open {}",
        "sealed interface Mixed {} final class Stateful implements Mixed {} record Fine() implements Mixed {}",
        "sealed interface Half {} non-sealed interface Anything extends Half {}",
        "sealed interface Hidden { class In { private record Own() implements Hidden {} } }",
        "record Holder<T>(Box<Half> half, T value) {}",
        "record Growing<T>(List<Growing<List<T>>> more) {}",
        "interface Action extends Runnable { @Override boolean equals(Object other); default void twice() {} }",
        "abstract class Abstract {}",
        "@interface Annotated {}",
        "class Types { record Inner(List<? extends Thread> threads) {} }",
    };

    @TempDir
    Path checked;

    @TempDir
    Path run;

    @Test
    void theCompilerSaysWhatTheNodeWouldSay() throws Exception {
        List<String> lines = new ArrayList<>(List.of(TYPES));
        int first = lines.size() + 2;
        for (int i = 0; i < COMPONENTS.size(); i++) {
            lines.add("@SuppressWarnings(\"rawtypes\") @Mission(\"m\") sealed interface P" + i + " { record M" + i + "("
                    + COMPONENTS.get(i) + " it) implements P" + i + " {} }");
        }
        Compiled.Source source = Compiled.Source.demo(lines.toArray(String[]::new));
        List<String> compiler = Compiled.with(checked, source).errors();
        Compiled classes = Compiled.without(run, source);
        assertThat(classes.errors()).isEmpty();

        ClassLoader program = classes.loader();
        int refused = 0;
        for (int i = 0; i < COMPONENTS.size(); i++) {
            String node = refusal(program, "demo.P" + i);
            String place = "Demo.java:" + (first + i) + ": ";
            if (!node.isEmpty()) {
                refused++;
                assertThat(compiler)
                        .as(COMPONENTS.get(i) + ": " + node)
                        .anyMatch(error ->
                                error.endsWith(": " + node) && (error.startsWith(place) || !node.contains(".it:")));
            } else {
                assertThat(compiler).as(COMPONENTS.get(i)).noneMatch(error -> error.startsWith(place));
            }
        }
        assertThat(refused).isEqualTo(COMPONENTS.size() - COMPONENTS.indexOf("Object"));
    }

    private static String refusal(ClassLoader program, String protocol) throws ReflectiveOperationException {
        try {
            program.loadClass(Protocol.class.getName())
                    .getMethod("of", Class.class)
                    .invoke(null, program.loadClass(protocol));
            return "";
        } catch (InvocationTargetException refused) {
            return String.valueOf(refused.getTargetException().getMessage());
        }
    }
}
