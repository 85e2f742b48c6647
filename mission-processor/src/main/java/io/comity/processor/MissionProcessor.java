package io.comity.processor;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import javax.tools.Diagnostic;
import javax.tools.StandardLocation;

/**
 * Checks every {@code @Mission} of a compilation and writes the manifest of all, {@value Manifest#PATH}. Everything happens in
 * the last round, when the types that other processors make are there. It asks to see all types, because it must notice when
 * the last annotation is gone.
 */
@SupportedAnnotationTypes("*")
public final class MissionProcessor extends AbstractProcessor {
    private final SortedSet<String> annotated = new TreeSet<>();
    private final SortedSet<String> sources = new TreeSet<>();
    private final Set<Fault> faults = new LinkedHashSet<>();

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        for (TypeElement annotation : annotations) {
            String name = annotation.getQualifiedName().toString();
            if (name.equals(Declaration.MISSION) || name.equals(Declaration.SEVERAL)) {
                round.getElementsAnnotatedWith(annotation).forEach(each -> annotated.add(each.toString()));
            }
        }
        round.getRootElements().forEach(root -> sources.add(root.toString()));
        if (round.processingOver() && !round.errorRaised()) {
            conclude();
        }
        return false;
    }

    private void conclude() {
        try {
            Earlier earlier = earlier();
            SortedSet<String> declared = new TreeSet<>(annotated);
            declared.addAll(earlier.declared());
            Manifest manifest = new Manifest();
            Survey survey = new Survey(elements(), processingEnv.getTypeUtils());
            declared.forEach(name -> examine(name, survey, manifest));
            report();
            if (faults.isEmpty()) {
                write(manifest, survey, earlier);
            }
        } catch (IOException failed) {
            processingEnv
                    .getMessager()
                    .printMessage(Diagnostic.Kind.ERROR, Manifest.PATH + " cannot be written: " + failed.getMessage());
        }
    }

    private void examine(String name, Survey survey, Manifest manifest) {
        TypeElement type = elements().getTypeElement(name);
        List<Declaration> declarations = type == null ? List.of() : Declaration.on(type);
        if (type == null || declarations.isEmpty()) {
            return;
        }
        List<Fault> wrong = Check.declarations(type, declarations, processingEnv.getTypeUtils());
        faults.addAll(wrong);
        if (wrong.isEmpty()) {
            enter(type, declarations, survey, manifest);
        }
    }

    private void enter(TypeElement type, List<Declaration> declarations, Survey survey, Manifest manifest) {
        try {
            List<Closed> messages = survey.messages(type);
            for (Declaration declaration : declarations) {
                List<Fault> unknown = new ArrayList<>();
                List<String> engines = declaration.engines().stream()
                        .map(engine -> String.valueOf(engine.getValue()))
                        .toList();
                Check.named(declaration, messages, processingEnv.getTypeUtils(), unknown)
                        .forEach(message ->
                                manifest.add(declaration.name(), message.toString(), engines, type.toString()));
                faults.addAll(unknown);
            }
        } catch (CannotTravel wrong) {
            refuse(wrong, type, declarations.get(0));
        }
    }

    private void refuse(CannotTravel wrong, TypeElement type, Declaration first) {
        if (!wrong.isUnknown()) {
            boolean isHere = isSource(wrong.at());
            faults.add(new Fault(wrong.text(), isHere ? wrong.at() : type, isHere ? null : first.annotation(), null));
        }
    }

    /** What comes from a class file has no line to show. */
    private boolean isSource(Element element) {
        Element root = element;
        while (root.getEnclosingElement() instanceof TypeElement outer) {
            root = outer;
        }
        return sources.contains(root.toString());
    }

    private void report() {
        for (Fault fault : faults) {
            processingEnv
                    .getMessager()
                    .printMessage(Diagnostic.Kind.ERROR, fault.text(), fault.at(), fault.annotation(), fault.value());
        }
    }

    private Earlier earlier() throws IOException {
        try {
            return Earlier.read(processingEnv
                    .getFiler()
                    .getResource(StandardLocation.CLASS_OUTPUT, "", Manifest.PATH)
                    .getCharContent(true));
        } catch (NoSuchFileException | FileNotFoundException none) {
            return Earlier.read("");
        }
    }

    /** Where nothing is declared any more, nothing must be left of what was. */
    private void write(Manifest manifest, Survey survey, Earlier earlier) throws IOException {
        if (manifest.isEmpty() && earlier.declared().isEmpty()) {
            return;
        }
        String json = manifest.json(survey.noted(), type -> doc(survey, type, earlier));
        Element[] origins = annotated.stream()
                .map(elements()::getTypeElement)
                .filter(type -> type != null)
                .toArray(Element[]::new);
        try (Writer out = processingEnv
                .getFiler()
                .createResource(StandardLocation.CLASS_OUTPUT, "", Manifest.PATH, origins)
                .openWriter()) {
            out.write(json);
        }
    }

    private String doc(Survey survey, String type, Earlier earlier) {
        Survey.Noted noted = survey.noted().get(type);
        if (noted == null || !isSource(noted.element())) {
            return earlier.docs().getOrDefault(type, "\"\"");
        }
        return Json.text(FirstSentence.of(elements().getDocComment(noted.element())));
    }

    private Elements elements() {
        return processingEnv.getElementUtils();
    }
}
