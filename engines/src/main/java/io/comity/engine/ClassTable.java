package io.comity.engine;

import java.util.function.Function;

/** Answers a question about a class once and remembers it as long as the class lives; a look-up costs a few nanoseconds. */
final class ClassTable<V> extends ClassValue<V> {
    private final Function<Class<?>, V> answer;

    ClassTable(Function<Class<?>, V> answer) {
        this.answer = answer;
    }

    @Override
    protected V computeValue(Class<?> type) {
        return answer.apply(type);
    }
}
