package io.comity.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.comity.identity.Base32;
import io.comity.identity.Bytes;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.identity.Parsed;
import io.comity.identity.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

final class TopicIdTest {
    private final NodeId owner = MemoryKeyHolder.generate(new SecureRandom()).nodeId();
    private final NodeId other = MemoryKeyHolder.generate(new SecureRandom()).nodeId();

    @Test
    void isTheHashOfItsOwnerAndItsName() {
        byte[] domain = "comity/1 topic\0".getBytes(StandardCharsets.US_ASCII);
        byte[] name = "blocks".getBytes(StandardCharsets.US_ASCII);
        Bytes hash = Bytes.of(Sha256.of(domain, owner.key().toArray(), name));
        assertThat(TopicId.of(owner, "blocks")).isEqualTo(new TopicId(hash));
    }

    @Test
    void nobodyElsesTopicHasTheSame() {
        assertThat(TopicId.of(owner, "blocks")).isNotEqualTo(TopicId.of(other, "blocks"));
        assertThat(TopicId.of(owner, "blocks")).isNotEqualTo(TopicId.of(owner, "block"));
    }

    @Test
    void isReadAsItWasWritten() {
        TopicId id = TopicId.of(owner, "blocks");
        assertThat(TopicId.parse(id.text())).isEqualTo(new Parsed.Accepted<>(id));
        assertThat(id.text()).startsWith(id.toString());
    }

    @Test
    void whatIsTooShortOrOfAnotherKindIsRefused() {
        assertThat(TopicId.parse(Base32.text("topic", new byte[TopicId.BYTES - 1])))
                .isInstanceOf(Parsed.Refused.class);
        assertThat(TopicId.parse(owner.text())).isInstanceOf(Parsed.Refused.class);
    }

    @Test
    void isCalledAsAnEngineMayBe() {
        assertThatIllegalArgumentException().isThrownBy(() -> TopicId.of(owner, "Blocks"));
    }
}
