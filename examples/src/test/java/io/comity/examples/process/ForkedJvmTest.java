package io.comity.examples.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForkedJvmTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private ForkedJvm jvm;

    @BeforeEach
    void fork() {
        jvm = ForkedJvm.start("echo", EchoMain.class, folder, event -> {});
    }

    @AfterEach
    void destroy() {
        jvm.destroy();
    }

    @Test
    void answersAsOftenAsItIsAsked() {
        assertThat(jvm.ask("echo one two", SOON)).isEqualTo("one two");
        assertThat(jvm.ask("echo", SOON)).isEmpty();
    }

    @Test
    void aRefusalNamesTheJvmAndTheReason() {
        assertThatThrownBy(() -> jvm.ask("dance", SOON))
                .isInstanceOf(ForkFailure.class)
                .hasMessage("echo refused to dance: I do not know dance");
        assertThat(jvm.ask("echo still here", SOON)).isEqualTo("still here");
    }

    @Test
    void anEventIsTakenByItsPrefixEvenWhenOthersCameFirst() {
        jvm.ask("event first 1", SOON);
        jvm.ask("event second 2", SOON);
        assertThat(jvm.await("second", SOON)).isEqualTo("second 2");
        assertThat(jvm.await("first", SOON)).isEqualTo("first 1");
    }

    @Test
    void whatItPrintsIsLogAndNotConversation() {
        jvm.ask("print ok not an answer", SOON);
        assertThat(jvm.ask("echo answer", SOON)).isEqualTo("answer");
        assertThat(jvm.logTail(1)).containsExactly("ok not an answer");
    }

    @Test
    void silenceEndsAtTheDeadline() {
        assertThatThrownBy(() -> jvm.ask("hang", Duration.ofMillis(50)))
                .isInstanceOf(ForkFailure.class)
                .hasMessageStartingWith("echo gave no answer to: hang");
    }

    @Test
    void aKilledJvmIsReportedWithItsExitCode() {
        jvm.destroy();
        assertThat(jvm.isAlive()).isFalse();
        assertThatThrownBy(() -> jvm.await("anything", SOON))
                .isInstanceOf(ForkFailure.class)
                .hasMessageContaining("exit code 137");
    }

    @Test
    void aProgramThatDoesNotOpenSaysWhyAtOnce() {
        assertThatThrownBy(() -> ForkedJvm.start("echo", EchoMain.class, folder, event -> {}, "unwell"))
                .isInstanceOf(ForkFailure.class)
                .hasMessage("echo refused to start: I am unwell");
    }

    @Test
    void closingLetsItEndInOrder() {
        jvm.close();
        assertThat(jvm.isAlive()).isFalse();
        assertThat(jvm.logTail(1)).containsExactly("closed in order");
    }
}
