package io.comity.cli.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a type looks like.
 *
 * @param doc the first sentence of its Javadoc, or nothing
 * @param fields of a record, name to type, in the order of declaration
 * @param constants of an enum
 * @param cases of a sealed interface
 */
public record Shape(String doc, Map<String, String> fields, List<String> constants, List<String> cases) {
    public Shape {
        constants = List.copyOf(constants);
        cases = List.copyOf(cases);
    }

    /** The texts in which this type names others. */
    List<String> mentions() {
        List<String> mentions = new ArrayList<>(fields.values());
        mentions.addAll(cases);
        return mentions;
    }
}
