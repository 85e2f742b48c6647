package io.comity.offer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comity.engine.Protocol;
import io.comity.mission.MissionException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class OffersTest {
    private static final Offers BY_ANNOTATION = new Offers(List.of());

    @Mission("talk")
    @Mission(value = "whisper", messages = Say.class)
    sealed interface Room {}

    @Mission("greet")
    record Say(String text) implements Room, Hall {}

    @Mission("shout")
    @Mission(value = "loud", engines = "stage")
    record Shout(String text) implements Room {}

    @Mission("talk")
    private record Tick() implements Room {}

    @Mission("hall")
    sealed interface Hall {}

    @Test
    void aMessageIsInItsOwnMissionsAndInThoseOfWhatIsAboveItInItsProtocol() {
        assertThat(BY_ANNOTATION.of("room", Protocol.of(Room.class)))
                .isEqualTo(Map.of(
                        "talk", Set.of(Say.class, Shout.class),
                        "whisper", Set.of(Say.class),
                        "greet", Set.of(Say.class),
                        "shout", Set.of(Shout.class)));
    }

    @Test
    void aMissionMayNameTheEnginesItCovers() {
        assertThat(BY_ANNOTATION.of("stage", Protocol.of(Room.class))).containsEntry("loud", Set.of(Shout.class));
    }

    @Test
    void theMissionsOfAnotherProtocolWithTheSameMessageAreNotThisEngines() {
        assertThat(BY_ANNOTATION.of("hall", Protocol.of(Hall.class)))
                .isEqualTo(Map.of("hall", Set.of(Say.class), "greet", Set.of(Say.class)));
    }

    sealed interface Nested {}

    @Mission("inner")
    sealed interface Inner extends Nested {}

    record Deep() implements Inner {}

    enum Word implements Inner {
        YES
    }

    record Outside() implements Nested {}

    @Test
    void aSealedInterfaceInsideAProtocolPutsWhatIsBelowItInTheMission() {
        assertThat(BY_ANNOTATION.of("nested", Protocol.of(Nested.class)))
                .isEqualTo(Map.of("inner", Set.of(Deep.class, Word.class)));
    }

    @Mission("Not A Name")
    record Misnamed() implements Wrong {}

    sealed interface Wrong {}

    @Mission(value = "x", engines = "No Engine")
    sealed interface WrongEngine {}

    record One() implements WrongEngine {}

    @Mission(value = "x", messages = Say.class)
    sealed interface WrongMessage {}

    record Two() implements WrongMessage {}

    @Test
    void whatIsMalformedIsRefusedInOneLine() {
        refused(Wrong.class, "mission name \"Not A Name\" is not allowed");
        refused(
                WrongEngine.class,
                "@Mission(\"x\") on " + WrongEngine.class.getName() + ": no engine can be called \"No Engine\"");
        refused(
                WrongMessage.class,
                "@Mission(\"x\") on " + WrongMessage.class.getName()
                        + ": it has no message Say of another node; it has Two");
    }

    private static void refused(Class<?> protocol, String message) {
        assertThatThrownBy(() -> BY_ANNOTATION.of("engine", Protocol.of(protocol)))
                .isInstanceOf(MissionException.class)
                .hasMessageStartingWith(message);
    }

    private static Offers written(String... names) {
        return new Offers(List.of(new WrittenMission(
                "written", Map.of("room", new WrittenMission.Messages(List.of(names), "comity.conf:7")))));
    }

    @Test
    void whatTheSettingsWriteIsAddedForTheEngineTheyName() {
        assertThat(written("Shout").of("room", Protocol.of(Room.class)))
                .containsEntry("written", Set.of(Shout.class))
                .containsKey("talk");
        assertThat(written().of("room", Protocol.of(Room.class)))
                .containsEntry("written", Set.of(Say.class, Shout.class));
        assertThat(written("Shout").of("stage", Protocol.of(Room.class))).doesNotContainKey("written");
    }

    @Test
    void aMessageThatIsWrittenAndIsNotThereIsNamedWithItsPlace() {
        assertThatThrownBy(() -> written("Say", "Tick").of("room", Protocol.of(Room.class)))
                .isInstanceOf(MissionException.class)
                .hasMessage(
                        "comity.conf:7: engine \"room\" understands no \"Tick\" of another node; it understands Say,"
                                + " Shout");
    }
}
