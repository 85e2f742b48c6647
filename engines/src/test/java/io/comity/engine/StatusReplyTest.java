package io.comity.engine;

import static org.assertj.core.api.Assertions.assertThat;

import akka.Done;
import akka.pattern.StatusReply;
import io.comity.engine.BodyCodec.Value;
import org.junit.jupiter.api.Test;

/** What becomes of a status on its way: the answer, the words that were meant for who asked, and nothing else of an error. */
class StatusReplyTest {
    record Answer(StatusReply<Integer> number, StatusReply<Done> done) {}

    private static final Protocol<Answer> PROTOCOL = Protocol.of(Answer.class);

    private final BodyCodec.Encoder encoder = BodyCodec.encoder(PROTOCOL, BodyCodecTest.NONE, 1 << 16);
    private final BodyCodec.Decoder decoder = BodyCodec.decoder(PROTOCOL, BodyCodecTest.NONE, 1 << 16);

    private Answer travelled(StatusReply<Integer> number) {
        int type = encoder.encode(new Answer(number, StatusReply.ack()));
        return (Answer) ((Value) decoder.decode(type, encoder.buffer(), 0, encoder.length())).message();
    }

    @Test
    void anAnswerIsTheSame() {
        Answer answer = travelled(StatusReply.success(7));
        assertThat(answer.number().getValue()).isEqualTo(7);
        assertThat(answer.done()).isEqualTo(StatusReply.ack());
    }

    @Test
    void anErrorIsItsText() {
        assertThat(travelled(StatusReply.error("no such account")).number().getError())
                .isInstanceOf(StatusReply.ErrorMessage.class)
                .hasMessage("no such account");
    }

    @Test
    void whatAnExceptionSaysStaysAtHome() {
        StatusReply<Integer> failed = StatusReply.error(new IllegalStateException("password: hunter2"));
        assertThat(travelled(failed).number().getError()).hasMessage("the engine failed");
    }

    @Test
    void aLongErrorIsCutAndNotWithinACharacter() {
        String long1 = "x".repeat(StatusPart.MAX_ERROR_CHARS);
        assertThat(travelled(StatusReply.error(long1)).number().getError()).hasMessage(long1);
        String split = "x".repeat(StatusPart.MAX_ERROR_CHARS - 1) + "\ud83d\ude00";
        assertThat(travelled(StatusReply.error(split)).number().getError())
                .hasMessage("x".repeat(StatusPart.MAX_ERROR_CHARS - 1));
    }

    @Test
    void aProtocolKnowsWhetherAnybodyAsksForAStatusInIt() {
        assertThat(PROTOCOL.mentionsStatus()).isTrue();
        assertThat(Protocol.of(Samples.Command.class).mentionsStatus()).isFalse();
    }
}
