package io.comity.processor;

import java.util.List;
import java.util.stream.Collectors;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.NestingKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.WildcardType;
import javax.lang.model.util.Elements;
import org.jspecify.annotations.Nullable;

/** What types are called, as reflection calls them. */
final class Names {
    private Names() {}

    /** The name with its enclosing classes and without its package: {@code Greeter.Greet}. */
    static String path(TypeElement type) {
        return type.getNestingKind() == NestingKind.MEMBER && type.getEnclosingElement() instanceof TypeElement outer
                ? path(outer) + "." + type.getSimpleName()
                : type.getSimpleName().toString();
    }

    /** {@code java.util.Map$Entry}, {@code int[]}, {@code ? extends java.lang.Number}. */
    static String reflected(TypeMirror type, Elements elements) {
        if (type instanceof ArrayType array) {
            return reflected(array.getComponentType(), elements) + "[]";
        }
        if (type instanceof WildcardType wildcard) {
            return "?" + bound(" extends ", wildcard.getExtendsBound(), elements)
                    + bound(" super ", wildcard.getSuperBound(), elements);
        }
        if (type.getKind() == TypeKind.DECLARED && type instanceof DeclaredType declared) {
            List<? extends TypeMirror> arguments = declared.getTypeArguments();
            String list =
                    arguments.stream().map(each -> reflected(each, elements)).collect(Collectors.joining(", "));
            return elements.getBinaryName((TypeElement) declared.asElement())
                    + (arguments.isEmpty() ? "" : "<" + list + ">");
        }
        return type.toString();
    }

    private static String bound(String word, @Nullable TypeMirror bound, Elements elements) {
        return bound == null ? "" : word + reflected(bound, elements);
    }

    static boolean isSealedInterface(TypeElement type) {
        return type.getKind() == ElementKind.INTERFACE && type.getModifiers().contains(Modifier.SEALED);
    }
}
