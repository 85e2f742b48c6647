package io.comity.processor;

import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import org.jspecify.annotations.Nullable;

/** A mistake, and where to correct it: as exactly as the compiler can say. */
record Fault(
        String text,
        Element at,
        @Nullable AnnotationMirror annotation,
        @Nullable AnnotationValue value) {}
