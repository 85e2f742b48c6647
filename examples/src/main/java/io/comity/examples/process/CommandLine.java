package io.comity.examples.process;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The command that runs a class in a JVM like this one: same Java, same class path, same flags, a small heap. */
final class CommandLine {
    /** Enough for a node on a Raspberry Pi, and for three JVMs beside a build. */
    private static final List<String> SMALL = List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private CommandLine() {}

    static List<String> of(Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        inheritedFlags().forEach(command::add);
        command.addAll(SMALL);
        command.addAll(List.of("-cp", classPath(), main.getName()));
        command.addAll(arguments);
        return command;
    }

    /** Heap sizes, agents and properties are this process's own affair; what the JDK needs to run a node is not. */
    private static Stream<String> inheritedFlags() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.equals("-XX:+IgnoreUnrecognizedVMOptions")
                        || flag.startsWith("--add-")
                        || flag.startsWith("--enable-native-access")
                        || flag.startsWith("--sun-misc"));
    }

    /** Surefire's own class path is a jar with nothing but a manifest; the real one is in a property. */
    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
