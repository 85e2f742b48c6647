package io.comity.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigResolver;
import com.typesafe.config.ConfigValue;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts the settings of a node together. From lowest to highest: every {@code reference.conf} on the class path, the user's
 * file, the environment variables {@code COMITY_*}, what the program sets itself.
 *
 * <p>A key that no {@code reference.conf} has is refused in whatever layer it stands. The variable for a key is its path in
 * upper case with {@code _} for everything that is neither letter nor digit: {@code comity.artery-tls.port} is
 * {@code COMITY_ARTERY_TLS_PORT}. {@code COMITY_HOME} is not a setting and is left alone.
 */
public final class Settings {
    private static final String ROOT = "comity";

    private Settings() {}

    /**
     * Reads all layers and checks their keys; types and ranges are checked when a {@link Section} is read.
     *
     * @param file the user's HOCON file; null and a file that does not exist both mean that there is none
     * @param overrides by full key, for example {@code comity.tcp.port}; values may be numbers, booleans, strings, durations,
     *     paths, and lists and maps of these
     * @param environment also what substitutions such as <code>${HOME}</code> in the file refer to
     * @param loader where to look for {@code reference.conf}
     * @return the {@code comity} block
     * @throws ConfigException when the file cannot be read or parsed, or a key is unknown
     */
    public static Section load(
            @Nullable Path file, Map<String, ?> overrides, Map<String, String> environment, ClassLoader loader) {
        try {
            return read(file, overrides, new Variables(environment), loader);
        } catch (StackOverflowError deep) {
            // The library follows nesting by recursion and has no limit of its own.
            throw new ConfigException((file == null ? "settings" : file) + ": nested too deeply");
        }
    }

    private static Section read(
            @Nullable Path file, Map<String, ?> overrides, Variables variables, ClassLoader loader) {
        Config reference = reference(loader);
        Schema schema = new Schema(resolved(reference, "reference.conf", variables));

        Config fromFile = file == null ? ConfigFactory.empty() : FileLayer.read(file);
        String source = String.valueOf(file);
        // Each layer on its own first: a higher layer must not cover up a mistake in a lower one.
        schema.check(resolved(fromFile.withFallback(reference), source, variables));
        Config fromEnvironment = EnvironmentLayer.read(variables.environment(), schema);
        Config fromCode = CodeLayer.read(overrides);
        schema.check(fromCode.root());

        Config all =
                fromCode.withFallback(fromEnvironment).withFallback(fromFile).withFallback(reference);
        return new Section(ROOT, resolved(all, source, variables).toConfig().getObject(ROOT));
    }

    private static Config reference(ClassLoader loader) {
        try {
            return ConfigFactory.parseResources(loader, "reference.conf")
                    .root()
                    .withOnlyKey(ROOT)
                    .toConfig();
        } catch (com.typesafe.config.ConfigException broken) {
            throw HoconFault.in("reference.conf", broken, true);
        }
    }

    private static ConfigObject resolved(Config layers, String source, Variables variables) {
        try {
            return layers.resolve(ConfigResolveOptions.noSystem().appendResolver(variables))
                    .root();
        } catch (com.typesafe.config.ConfigException unresolved) {
            throw HoconFault.in(source, unresolved, false);
        }
    }

    /** Lets a substitution see the environment that was handed in, and no other. */
    private record Variables(Map<String, String> environment) implements ConfigResolver {
        @Override
        public @Nullable ConfigValue lookup(String name) {
            String content = environment.get(name);
            return content == null ? null : EnvironmentLayer.text(name, content);
        }

        @Override
        public ConfigResolver withFallback(ConfigResolver fallback) {
            return this;
        }
    }
}
