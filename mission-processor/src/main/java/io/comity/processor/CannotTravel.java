package io.comity.processor;

import javax.lang.model.element.Element;

/** A type in a message is outside the data model. */
final class CannotTravel extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Element at;
    private final String text;

    /**
     * @param at what has to be corrected: a record component, or a type
     * @param text one line: the component, the type, what to do
     */
    CannotTravel(Element at, String text) {
        super(text, null, false, false);
        this.at = at;
        this.text = text;
    }

    /** What is not there at all is the compiler's to report. */
    static CannotTravel unknown(Element at) {
        return new CannotTravel(at, "");
    }

    boolean isUnknown() {
        return text.isEmpty();
    }

    Element at() {
        return at;
    }

    String text() {
        return text;
    }
}
