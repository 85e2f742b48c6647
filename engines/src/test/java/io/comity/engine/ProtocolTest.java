package io.comity.engine;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProtocolTest {
    private static final Protocol<Samples.Command> SAMPLES = Protocol.of(Samples.Command.class);

    @Test
    void listsEveryRecordAndEnumBelowTheSealedInterfaceByName() {
        assertThat(SAMPLES.wireNames())
                .containsExactly(
                        "Boxes",
                        "Containers",
                        "Deep",
                        "Drawing",
                        "Empty",
                        "Greet",
                        "Item",
                        "Primitives",
                        "Signal",
                        "Tree",
                        "Values");
    }

    @Test
    void theSamplesHoldEveryWireTypeButTheOneWithARef() {
        assertThat(Samples.messages().stream()
                        .map(message -> SAMPLES.wireName(SAMPLES.indexOf(message.getClass())))
                        .collect(Collectors.toSet()))
                .hasSize(SAMPLES.size() - 1)
                .doesNotContain("Greet");
    }

    @Test
    void indexesAreThePlacesInTheList() {
        IntStream.range(0, SAMPLES.size())
                .forEach(i -> assertThat(SAMPLES.indexOf(SAMPLES.wireName(i))).isEqualTo(i));
        assertThat(SAMPLES.indexOf(Samples.Item.class)).isEqualTo(SAMPLES.indexOf("Item"));
        assertThat(SAMPLES.indexOf("Nobody")).isEqualTo(-1);
    }

    @Test
    void anEnumConstantWithABodyIsOfItsEnum() {
        Protocol<Samples.Colour> colours = Protocol.of(Samples.Colour.class);
        assertThat(colours.indexOf(Samples.Colour.GREEN.getClass())).isZero();
    }

    @Test
    void privateRecordsStayAtHome() {
        assertThat(SAMPLES.wireNames()).doesNotContain("Tick");
        assertThat(SAMPLES.indexOf(Samples.tick().getClass())).isEqualTo(-1);
    }

    @Test
    void otherClassesHaveNoIndex() {
        assertThat(SAMPLES.indexOf(String.class)).isEqualTo(-1);
        assertThat(SAMPLES.indexOf(Samples.Point.class)).isEqualTo(-1);
    }

    record Holder(List<String> names) {}

    @Test
    void aScalarOrAGenericTypeIsOneWireType() {
        Type listOfStrings = Holder.class.getRecordComponents()[0].getGenericType();
        assertThat(Protocol.of(int.class)).isSameAs(Protocol.of(Integer.class));
        assertThat(Protocol.of(String.class).wireNames()).containsExactly("String");
        assertThat(Protocol.of(byte[].class).wireNames()).containsExactly("byte[]");
        assertThat(Protocol.of(Holder.class).wireNames()).containsExactly("Holder");
        assertThat(Protocol.of(listOfStrings).wireNames()).containsExactly("List<String>");
        assertThat(Protocol.of(listOfStrings).indexOf(ArrayList.class)).isZero();
    }

    @Test
    void thereIsOneInstancePerTypeAlsoForThoseFoundOnTheWay() {
        assertThat(Protocol.of(Samples.Command.class)).isSameAs(SAMPLES);
        assertThat(Protocol.of(Samples.Greeting.class).description()).contains("back:ref(");
        assertThat(Protocol.of(Samples.Greeting.class)).isSameAs(Protocol.of((Type) Samples.Greeting.class));
    }

    sealed interface Clash {}

    static final class Left {
        record Ping(int a) implements Clash {}
    }

    static final class Right {
        record Ping(int a) implements Clash {}

        record Pong() implements Clash {}
    }

    @Test
    void twoOfOneSimpleNameAreCalledByTheirPaths() {
        assertThat(Protocol.of(Clash.class).wireNames())
                .containsExactly("Pong", "ProtocolTest.Left.Ping", "ProtocolTest.Right.Ping");
    }

    static final class First {
        sealed interface Say {}

        record Hello(String to, int times) implements Say {}

        record Bye() implements Say {}
    }

    static final class Reordered {
        sealed interface Say {}

        record Bye() implements Say {}

        private record Local(Thread thread) implements Say {}

        record Hello(int times, String to) implements Say {}

        static Say local() {
            return new Local(Thread.currentThread());
        }
    }

    static final class Changed {
        sealed interface Say {}

        record Hello(String to, long times) implements Say {}

        record Bye() implements Say {}
    }

    @Test
    void theDigestSeesWhatTheWireSeesAndNothingElse() {
        Protocol<First.Say> first = Protocol.of(First.Say.class);
        assertThat(first.digest())
                .hasSize(16)
                .isEqualTo(Protocol.of(Reordered.Say.class).digest());
        assertThat(first.digest()).isNotEqualTo(Protocol.of(Changed.Say.class).digest());
        assertThat(Protocol.of(Reordered.Say.class).indexOf(Reordered.local().getClass()))
                .isEqualTo(-1);
    }

    @Test
    void theDescriptionAndDigestAreTheSameForEver() {
        Protocol<First.Say> first = Protocol.of(First.Say.class);
        assertThat(first.description())
                .isEqualTo(
                        "comity protocol 1\n" + "#0=protocol{ Bye:#1=record{ } Hello:#2=record{ times:i32 to:text } }");
        assertThat(HexFormat.of().formatHex(first.digest())).isEqualTo("d715b2c574fcc9c5a3dc51ee23c496d3");
    }

    record Shared(int a) {}

    record Answer(Shared shared) {}

    record Question(Shared shared, ActorRef<Answer> replyTo) {}

    @Test
    void aTypeIsDescribedOnceEvenWhenAnEarlierSurveyHadMetIt() {
        Protocol.of(Answer.class);
        assertThat(Protocol.of(Question.class).description()).isEqualTo("""
                        comity protocol 1
                        #0=protocol{ Question:#1=record{ replyTo:ref(#2=protocol{ Answer:#3=record{ shared:#4=record{ a:i32 } } }) shared:#4 } }""");
    }
}
