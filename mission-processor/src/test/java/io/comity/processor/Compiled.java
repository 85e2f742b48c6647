package io.comity.processor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Sources compiled by the JDK's own compiler into a folder. */
final class Compiled {
    /** A file called {@code Demo.java} in the package {@code demo}. */
    record Source(String name, String text) {
        static Source demo(String... lines) {
            return named("Demo", lines);
        }

        static Source named(String name, String... lines) {
            return new Source(
                    name,
                    "package demo; import io.comity.offer.Mission; import akka.actor.typed.ActorRef; import java.util.*;\n"
                            + String.join("\n", lines));
        }
    }

    private final Path folder;
    private final List<String> errors = new ArrayList<>();

    private Compiled(Path folder) {
        this.folder = folder;
    }

    /** Compiles beside what is in {@code folder} already, with the processor. */
    static Compiled with(Path folder, Source... sources) {
        Compiled compiled = new Compiled(folder);
        compiled.compile(List.of(sources), true);
        return compiled;
    }

    static Compiled without(Path folder, Source... sources) {
        Compiled compiled = new Compiled(folder);
        compiled.compile(List.of(sources), false);
        return compiled;
    }

    static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private void compile(List<Source> sources, boolean processed) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        List<String> options = List.of(
                "-d",
                folder.toString(),
                "-cp",
                folder + File.pathSeparator + classPath(),
                "--release",
                "17",
                processed ? "-Xlint" : "-proc:none");
        JavaCompiler.CompilationTask task = compiler.getTask(
                null,
                null,
                diagnostics,
                options,
                null,
                sources.stream().map(Compiled::file).toList());
        if (processed) {
            task.setProcessors(List.of(new MissionProcessor(), new Maker()));
        }
        task.call();
        for (Diagnostic<? extends JavaFileObject> each : diagnostics.getDiagnostics()) {
            if (each.getKind() == Diagnostic.Kind.ERROR) {
                errors.add(place(each) + each.getMessage(Locale.ROOT));
            }
        }
    }

    private static String place(Diagnostic<? extends JavaFileObject> diagnostic) {
        JavaFileObject file = diagnostic.getSource();
        return file == null ? "" : file.getName().replace("/", "") + ":" + diagnostic.getLineNumber() + ": ";
    }

    private static JavaFileObject file(Source source) {
        return new SimpleJavaFileObject(
                URI.create("string:///" + source.name() + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source.text();
            }
        };
    }

    /** Each as {@code file:line: message}. */
    List<String> errors() {
        return errors;
    }

    boolean hasManifest() {
        return Files.exists(folder.resolve(Manifest.PATH));
    }

    String manifest() {
        try {
            return Files.readString(folder.resolve(Manifest.PATH), UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(errors.toString(), failed);
        }
    }

    /** The lines of the manifest that are about {@code word}. */
    List<String> manifest(String word) {
        return Arrays.stream(manifest().split("\n"))
                .filter(line -> line.contains(word))
                .map(line -> line.strip().replaceAll(",$", ""))
                .toList();
    }

    /** Loads what was compiled and Comity beside it, as one program. */
    ClassLoader loader() {
        return new URLClassLoader(
                Stream.concat(
                                Stream.of(folder.toString()),
                                Stream.of(classPath().split(File.pathSeparator)))
                        .map(Compiled::url)
                        .toArray(URL[]::new),
                ClassLoader.getPlatformClassLoader());
    }

    private static URL url(String place) {
        try {
            return Path.of(place).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
