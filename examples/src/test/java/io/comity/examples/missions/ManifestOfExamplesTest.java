package io.comity.examples.missions;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.comity.engine.Protocol;
import io.comity.examples.greeter.Greeter;
import io.comity.offer.Mission;
import io.comity.offer.Offers;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The manifest that goes into the jar says what a node reads from the classes beside it. */
class ManifestOfExamplesTest {
    private static final Set<Class<?>> SHORT = Set.of(
            String.class,
            java.time.Duration.class,
            List.class,
            java.util.Optional.class,
            java.util.Map.class,
            Set.class,
            ActorRef.class);

    private Path classes = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private JsonNode manifest;

    @BeforeEach
    void read() throws IOException, URISyntaxException {
        classes = Path.of(Greeter.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        manifest = new ObjectMapper()
                .readTree(classes.resolve("META-INF/comity/missions.json").toFile());
    }

    private List<Class<?>> all() throws IOException {
        try (Stream<Path> files = Files.walk(classes)) {
            return files.map(file -> classes.relativize(file).toString())
                    .filter(name -> name.endsWith(".class") && !name.contains("package-info"))
                    .map(name -> load(name.substring(0, name.length() - ".class".length())))
                    .collect(Collectors.toList());
        }
    }

    private static Class<?> load(String path) {
        try {
            return Class.forName(path.replace('/', '.'), false, Greeter.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void itHasTheMissionsThatANodeWouldOffer() throws IOException {
        Set<String> offered = new TreeSet<>();
        for (Class<?> type : all()) {
            // What an actor is told at home only need not travel, and is not public.
            if (Modifier.isPublic(type.getModifiers())
                    && type.isSealed()
                    && type.getSimpleName().equals("Command")) {
                // Of the examples' missions one is for the engine of one name.
                for (String engine : List.of("any", "greeter")) {
                    new Offers(List.of())
                            .of(engine, Protocol.of(type))
                            .forEach((mission, messages) ->
                                    messages.forEach(message -> offered.add(mission + " " + message.getName())));
                }
            }
        }
        Set<String> declared = new TreeSet<>();
        manifest.get("missions")
                .forEach(entry -> declared.add(entry.get("mission").asText() + " "
                        + entry.get("message").asText()));
        assertThat(declared).isEqualTo(offered).hasSizeGreaterThan(15);
    }

    @Test
    void itNamesEveryTypeThatIsAnnotated() throws IOException {
        Set<String> annotated = all().stream()
                .filter(type -> type.getAnnotationsByType(Mission.class).length > 0)
                .map(Class::getCanonicalName)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> declared = new TreeSet<>();
        manifest.get("missions").forEach(entry -> entry.get("declared").forEach(each -> declared.add(each.asText())));
        assertThat(declared).isEqualTo(annotated);
    }

    @Test
    void itDescribesEveryTypeAsItIs() {
        List<String> described = new ArrayList<>();
        for (JsonNode entry : manifest.get("types")) {
            Class<?> type = load(entry.get("type").asText());
            described.add(type.getSimpleName());
            if (type.isRecord()) {
                assertThat(texts(entry.get("fields"), "type")).isEqualTo(types(type));
            } else if (type.isEnum()) {
                assertThat(texts(entry.get("constants"), ""))
                        .isEqualTo(Arrays.stream(type.getEnumConstants())
                                .map(Object::toString)
                                .toList());
            } else {
                assertThat(texts(entry.get("cases"), ""))
                        .containsExactlyInAnyOrderElementsOf(Arrays.stream(type.getPermittedSubclasses())
                                .map(Class::getName)
                                .toList());
            }
            assertThat(entry.get("doc").asText()).as(type.getName()).isNotEmpty();
        }
        assertThat(described)
                .contains("Greet", "Greeting", "Deposit", "State", "Answer")
                .doesNotContain("Late");
    }

    private static List<String> texts(JsonNode list, String field) {
        List<String> texts = new ArrayList<>();
        list.forEach(each ->
                texts.add(field.isEmpty() ? each.asText() : each.get(field).asText()));
        return texts;
    }

    private static List<String> types(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getGenericType)
                .map(ManifestOfExamplesTest::name)
                .toList();
    }

    private static String name(Type type) {
        if (type instanceof ParameterizedType generic) {
            return name(generic.getRawType())
                    + Arrays.stream(generic.getActualTypeArguments())
                            .map(ManifestOfExamplesTest::name)
                            .collect(Collectors.joining(",", "<", ">"));
        }
        Class<?> raw = (Class<?>) type;
        return raw == Boolean.class ? "boolean" : SHORT.contains(raw) ? raw.getSimpleName() : raw.getName();
    }
}
