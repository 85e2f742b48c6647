package io.comity.engine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.typed.ActorRef;
import java.lang.reflect.Type;
import java.net.URI;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ProtocolRefusalTest {
    static final class Greeter {
        sealed interface Command {}

        record Greet(String name, Function<String, String> callback) implements Command {}
    }

    @Test
    void aLambda() {
        refused(
                Greeter.Command.class,
                "ProtocolRefusalTest.Greeter.Greet.callback: java.util.function.Function cannot travel between nodes;"
                        + " use a record or an ActorRef");
    }

    record OfLambda(Function<?, ?> f) {}

    record OfRunnable(Runnable run) {}

    record OfObject(Object any) {}

    record OfClass(Class<?> type) {}

    record OfUri(URI uri) {}

    record OfDate(LocalDate day) {}

    record OfArray(int[] numbers) {}

    record OfStrings(String[] names) {}

    record OfArrayList(ArrayList<String> names) {}

    record OfInterface(CharSequence text) {}

    record OfOrder(Comparator<String> order) {}

    record OfNested(List<Optional<Thread>> threads) {}

    @Test
    void whatIsNotInTheDataModel() {
        component(OfLambda.class, "f", "java.util.function.Function", "use a record or an ActorRef");
        component(OfRunnable.class, "run", "java.lang.Runnable", "use a record or an ActorRef");
        component(OfObject.class, "any", "java.lang.Object", "use a record or a sealed interface of records");
        component(OfClass.class, "type", "java.lang.Class", "use a record");
        component(OfUri.class, "uri", "java.net.URI", "use a record");
        component(OfDate.class, "day", "java.time.LocalDate", "use an Instant");
        component(OfArray.class, "numbers", "int[]", "use a List");
        component(OfStrings.class, "names", "java.lang.String[]", "use a List");
        component(OfArrayList.class, "names", "java.util.ArrayList", "use a List or a Set");
        component(OfInterface.class, "text", "java.lang.CharSequence", "use a sealed interface of records");
        component(OfOrder.class, "order", "java.util.Comparator", "use a record or an ActorRef");
        component(OfNested.class, "threads", "java.lang.Thread", "use a record");
    }

    @SuppressWarnings("rawtypes")
    record Raw(List list) {}

    record Wild(List<? extends Number> numbers) {}

    record AnyRef(ActorRef<?> ref) {}

    record Generic<T>(T value) {}

    record Arrays<T>(T[] values) {}

    record OfArrays(Arrays<String> arrays) {}

    @Test
    void whatIsLeftOpen() {
        component(Raw.class, "list", "java.util.List", "give it its type arguments");
        component(Wild.class, "numbers", "? extends java.lang.Number", "name one concrete type");
        component(AnyRef.class, "ref", "?", "name one concrete type");
        refused(Generic.class, Generic.class.getName() + " cannot travel between nodes; give it its type arguments");
        refused(
                OfArrays.class,
                "ProtocolRefusalTest.Arrays.values: T[] cannot travel between nodes; name one concrete type");
    }

    record Keys(Map<Double, String> map) {}

    record RecordKeys(Map<Optional<String>, String> map) {}

    @Test
    void keysWhoseEqualityIsNotTheSameEverywhere() {
        String remedy =
                " cannot be the key of a Map that travels between nodes; use a String, an integer, an enum or a UUID";
        refused(Keys.class, "ProtocolRefusalTest.Keys.map: java.lang.Double" + remedy);
        refused(RecordKeys.class, "ProtocolRefusalTest.RecordKeys.map: java.util.Optional" + remedy);
    }

    sealed interface WithClass {}

    static final class Stateful implements WithClass {}

    sealed interface WithOpen {}

    non-sealed interface Open extends WithOpen {}

    sealed interface OnlyPrivate {}

    private record Hidden() implements OnlyPrivate {}

    @Test
    void sealedInterfacesOfOtherThingsThanRecords() {
        refused(
                WithClass.class,
                "ProtocolRefusalTest.Stateful: a class cannot travel between nodes; make it a record, an enum or a sealed"
                        + " interface");
        refused(
                WithOpen.class,
                "ProtocolRefusalTest.Open: a non-sealed interface cannot travel between nodes; make it a record, an enum"
                        + " or a sealed interface");
        refused(
                new Hidden().getClass().getInterfaces()[0],
                "ProtocolRefusalTest.OnlyPrivate: nothing in it can travel between nodes; declare a record that is not"
                        + " private");
    }

    record Asks(ActorRef<Reply> replyTo) {}

    record Reply(Thread thread) {}

    @Test
    void aReplyThatCannotTravelBack() {
        refused(
                Asks.class,
                "ProtocolRefusalTest.Reply.thread: java.lang.Thread cannot travel between nodes; use a record");
    }

    @Test
    void whatWasRefusedOnceIsRefusedAgain() {
        aReplyThatCannotTravelBack();
        aReplyThatCannotTravelBack();
    }

    record Growing<T>(List<Growing<List<T>>> more) {}

    record Endless(Growing<String> growing) {}

    @Test
    void aGenericRecordThatHoldsEverLargerOnes() {
        refused(
                Endless.class,
                "ProtocolRefusalTest.Growing.more: leads to more than 512 types; a generic record may not hold ever larger"
                        + " instances of itself");
    }

    sealed interface Answer<T> {}

    record Count(int n) implements Answer<Integer> {}

    record OfAnswer(Answer<String> answer) {}

    @Test
    void aCaseThatIsNotOfItsGenericParent() {
        refused(
                OfAnswer.class,
                "ProtocolRefusalTest.Count: cannot be a ProtocolRefusalTest.Answer<String>; use a sealed interface"
                        + " without type parameters");
    }

    private static void component(Class<?> record, String component, String type, String remedy) {
        refused(
                record,
                "ProtocolRefusalTest." + record.getSimpleName() + "." + component + ": " + type
                        + " cannot travel between nodes; " + remedy);
    }

    private static void refused(Type type, String message) {
        assertThatThrownBy(() -> Protocol.of(type))
                .isInstanceOf(ProtocolException.class)
                .hasMessage(message);
    }
}
