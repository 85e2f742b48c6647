package io.comity.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.comity.detached.Json;
import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.identity.Parsed;
import io.comity.wire.Verified;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The published vectors are those that {@link TopicVectors} makes, and each says what this code does. To write the file anew, run
 * this test with {@code COMITY_WRITE_VECTORS=yes} in the environment.
 */
final class TopicVectorsTest {
    private static final Path FILE =
            Path.of(System.getProperty("comity.root"), "docs", "protocol", "topics-vectors.json");

    private Map<?, ?> vectors = Map.of();

    @BeforeEach
    void read() throws IOException {
        if ("yes".equals(System.getenv("COMITY_WRITE_VECTORS"))) {
            Files.writeString(FILE, Json.write(TopicVectors.all()));
        }
        vectors = Json.read(Files.readString(FILE));
    }

    private List<Map<?, ?>> list(String name) {
        return list(vectors, name);
    }

    private static List<Map<?, ?>> list(Map<?, ?> of, String name) {
        return ((List<?>) Objects.requireNonNull(of.get(name), name))
                .stream().<Map<?, ?>>map(each -> (Map<?, ?>) each).toList();
    }

    private static byte[] bytes(Map<?, ?> vector, String name) {
        return VectorBytes.read(Objects.requireNonNull(vector.get(name), name));
    }

    private static Bytes hex(Map<?, ?> vector, String name) {
        return Bytes.of(bytes(vector, name));
    }

    private static String text(Map<?, ?> vector, String name) {
        return (String) Objects.requireNonNull(vector.get(name), name);
    }

    private NodeId node(String name) {
        Map<?, ?> keys = (Map<?, ?>) Objects.requireNonNull(vectors.get("keys"));
        return new NodeId(hex((Map<?, ?>) Objects.requireNonNull(keys.get(name)), "public"));
    }

    private static void says(Map<?, ?> vector, Map<String, Object> read) {
        read.forEach((name, value) -> assertThat(vector.get(name))
                .as("%s of %s", name, vector.get("name"))
                .isEqualTo(value));
    }

    private static boolean isAccepted(Map<?, ?> vector) {
        return (Boolean) Objects.requireNonNull(vector.get("accepted"));
    }

    private static void accepts(Map<?, ?> vector, Optional<?> read) {
        assertThat(read.isPresent()).as("%s", vector.get("name")).isEqualTo(isAccepted(vector));
    }

    @Test
    void theFileIsWhatTheGeneratorMakes() throws IOException {
        assertThat(Files.readString(FILE)).isEqualTo(Json.write(TopicVectors.all()));
    }

    @Test
    void topicsAreCalledWhatTheyAreCalled() {
        assertThat(list("ids")).isNotEmpty().allSatisfy(vector -> {
            TopicId id = TopicId.of(new NodeId(hex(vector, "owner")), text(vector, "name"));
            assertThat(id.hash()).isEqualTo(hex(vector, "id"));
            assertThat(id.text()).isEqualTo(text(vector, "text"));
            assertThat(TopicId.parse(text(vector, "text"))).isEqualTo(new Parsed.Accepted<>(id));
        });
        assertThat((List<?>) vectors.get("notNames"))
                .isNotEmpty()
                .allSatisfy(name -> assertThatIllegalArgumentException()
                        .isThrownBy(() -> TopicId.of(node("owner"), (String) name)));
        assertThat((List<?>) vectors.get("notIds"))
                .isNotEmpty()
                .allSatisfy(text -> assertThat(TopicId.parse((String) text)).isInstanceOf(Parsed.Refused.class));
    }

    @Test
    void everyAdvertIsBelievedOrNot() {
        assertThat(list("adverts")).isNotEmpty().allSatisfy(vector -> {
            Optional<Verified<TopicAdvert>> read = TopicAdvert.read(hex(vector, "advert"), node("owner"));
            accepts(vector, read);
            read.ifPresent(advert -> assertThat(vector.get("says")).isEqualTo(TopicVectors.said(advert.value())));
        });
    }

    @Test
    void everyWordForAKeyIsBelievedOrNot() {
        assertThat(list("publisherKeys")).isNotEmpty().allSatisfy(vector -> {
            Optional<Verified<PublisherKey>> read = PublisherKey.read(hex(vector, "word"), node("bob"));
            accepts(vector, read);
            read.map(Verified::value)
                    .ifPresent(word -> says(
                            vector,
                            Map.of(
                                    "epoch", VectorBytes.number(word.epoch()),
                                    "key", TopicVectors.hex(word.key()),
                                    "issued", VectorBytes.number(word.issued()),
                                    "expires", VectorBytes.number(word.expires()))));
        });
    }

    @Test
    void everyCutIsBelievedOrNot() {
        assertThat(list("cuts")).isNotEmpty().allSatisfy(vector -> {
            Optional<Verified<Cut>> read = Cut.read(hex(vector, "cut"), node("owner"));
            accepts(vector, read);
            read.map(Verified::value)
                    .ifPresent(cut -> says(
                            vector,
                            Map.of(
                                    "topic", cut.topic().hash().toHex(),
                                    "publisher", TopicVectors.hex(cut.publisher()),
                                    "grant", cut.grant().toHex(),
                                    "epoch", VectorBytes.number(cut.epoch()),
                                    "sequence", VectorBytes.number(cut.sequence()))));
        });
    }

    @Test
    void everyPaperIsReadOrNot() {
        assertThat(list("papers")).isNotEmpty().allSatisfy(vector -> {
            Optional<Paper> read = Paper.read(hex(vector, "paper"));
            accepts(vector, read);
            read.ifPresent(paper -> assertThat(paper).isEqualTo(new Paper(hex(vector, "key"), hex(vector, "chain"))));
        });
    }

    @Test
    void everyBatchIsSignedOrForgedOrNone() {
        assertThat(list("batches")).isNotEmpty().allSatisfy(vector -> {
            byte[] bytes = bytes(vector, "batch");
            Batch read = Batch.read(bytes, 0, bytes.length).orElse(null);
            assertThat(verdict(read)).as("%s", vector.get("name")).isEqualTo(vector.get("verdict"));
            if (read != null) {
                assertThat(vector.get("says")).isEqualTo(BatchVectors.said(read));
                assertThat(read.bytes()).isEqualTo(bytes);
            }
        });
        assertThat(list("batches").stream()
                        .map(vector -> text(vector, "verdict"))
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder("signed", "forged", "malformed");
    }

    private String verdict(@Nullable Batch read) {
        return read == null ? "malformed" : read.isSigned(node("bobsEpoch5")) ? "signed" : "forged";
    }

    @Test
    void everyBatchIsCutAsItSays() {
        assertThat(list("parts")).isNotEmpty().allSatisfy(vector -> {
            byte[] whole = bytes(vector, "whole");
            BitSet places = new BitSet();
            ((List<?>) Objects.requireNonNull(vector.get("places")))
                    .forEach(place -> places.set(((Long) place).intValue()));
            Batch part = Batch.read(whole, 0, whole.length).orElseThrow().only(places);
            assertThat(part.bytes()).isEqualTo(bytes(vector, "part"));
            assertThat(part.isSigned(node("bobsEpoch5"))).isTrue();
        });
    }

    @Test
    void everyProofOfALieProvesItOrDoesNot() {
        assertThat(list("equivocations")).isNotEmpty().allSatisfy(vector -> {
            Optional<Equivocation> read = Equivocation.read(hex(vector, "proof"));
            accepts(vector, read);
            read.ifPresent(proof -> says(
                    vector,
                    Map.of(
                            "topic", proof.topic().hash().toHex(),
                            "publisher", TopicVectors.hex(proof.slot().publisher()),
                            "epoch", VectorBytes.number(proof.slot().epoch()),
                            "sequence", VectorBytes.number(proof.slot().sequence()))));
        });
    }

    @Test
    void everyEndorsementIsOfItsBatchOrNot() {
        assertThat(list("endorsements"))
                .isNotEmpty()
                .allSatisfy(vector -> accepts(
                        vector,
                        Endorsement.read(bytes(vector, "endorsement"))
                                .filter(read -> read.isOf(batch(vector), node("ownersEpoch5")))));
    }

    // Scripts.

    @Test
    void everyScriptIsAnsweredAsItSays() {
        for (Map<?, ?> script : list("scripts")) {
            Publishers publishers = new Publishers(
                    new NodeId(hex(script, "owner")),
                    text(script, "called"),
                    text(script, "mission"),
                    ((List<?>) Objects.requireNonNull(script.get("types")))
                            .stream().map(type -> (String) type).toList(),
                    new Publishers.Limits(number(script, "publishers"), number(script, "cuts")));
            History history = publishers.history();
            int number = 0;
            for (Map<?, ?> step : list(script, "steps")) {
                assertThat(answer(publishers, history, step))
                        .as("step %d of %s", ++number, script.get("name"))
                        .isEqualTo(expected(step));
            }
        }
    }

    private static int number(Map<?, ?> vector, String name) {
        return ((Long) Objects.requireNonNull(vector.get(name))).intValue();
    }

    private static String expected(Map<?, ?> step) {
        return Stream.of("answer", "fresh", "epoch", "sequence")
                .map(name -> "" + step.get(name))
                .filter(value -> !value.equals("null"))
                .collect(Collectors.joining(" "));
    }

    private String answer(Publishers publishers, History history, Map<?, ?> step) {
        return switch (text(step, "does")) {
            case "introduce" ->
                publishers
                        .introduce(new NodeId(hex(step, "publisher")), hex(step, "key"), hex(step, "chain"), now(step))
                        .map(Objection::name)
                        .orElse("taken");
            case "cut" ->
                news(publishers.cut(Cut.read(hex(step, "cut"), node("owner")).orElseThrow()));
            case "expose" ->
                news(publishers.expose(Equivocation.read(hex(step, "proof")).orElseThrow()));
            case "recall" ->
                history.judge(batch(step), Paper.read(hex(step, "paper")).orElseThrow(), Instant.ofEpochMilli((Long)
                                Objects.requireNonNull(step.get("stored"))))
                        .map(Objection::name)
                        .orElse("taken");
            default -> judged(judge(publishers, step));
        };
    }

    private static Publishers.Judgement judge(Publishers publishers, Map<?, ?> step) {
        return step.containsKey("endorsement")
                ? publishers.judge(batch(step), Endorsement.read(bytes(step, "endorsement")), now(step))
                : publishers.judge(batch(step), now(step));
    }

    private static Instant now(Map<?, ?> step) {
        return Instant.ofEpochMilli((Long) Objects.requireNonNull(step.get("now")));
    }

    private static Batch batch(Map<?, ?> step) {
        byte[] bytes = bytes(step, "batch");
        return Batch.read(bytes, 0, bytes.length).orElseThrow();
    }

    private static String news(boolean isNews) {
        return isNews ? "taken" : "no news";
    }

    private static String judged(Publishers.Judgement judgement) {
        if (judgement instanceof Publishers.Taken taken) {
            return "taken " + taken.fresh().stream().boxed().toList();
        }
        if (judgement instanceof Publishers.Exposed exposed) {
            Slot slot = exposed.proof().slot();
            assertThat(Equivocation.read(exposed.proof().signed())).contains(exposed.proof());
            return "exposed " + slot.epoch() + " " + slot.sequence();
        }
        return ((Publishers.Refused) judgement).why().name();
    }
}
