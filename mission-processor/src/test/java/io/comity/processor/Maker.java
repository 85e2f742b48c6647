package io.comity.processor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;

/** Another processor, which makes the record {@code demo.Made} for a program that has a type called {@code NeedsMade}. */
@SupportedAnnotationTypes("*")
final class Maker extends AbstractProcessor {
    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        if (round.getRootElements().stream()
                .anyMatch(root -> root.getSimpleName().contentEquals("NeedsMade"))) {
            try (Writer out =
                    processingEnv.getFiler().createSourceFile("demo.Made").openWriter()) {
                out.write("package demo; record Made(Thread thread) {}");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return false;
    }
}
