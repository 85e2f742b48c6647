package io.comity.processor;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the manifest of the compilation before said. One that compiles only what changed sees the other types as class files,
 * which have their annotations but no Javadoc.
 *
 * @param declared where annotations stood
 * @param docs by type, the first sentence as JSON
 */
record Earlier(SortedSet<String> declared, Map<String, String> docs) {
    private static final Pattern DECLARED = Pattern.compile("\"declared\": \\[([^\\]]*)]");
    private static final Pattern NAME = Pattern.compile("\"([^\"]+)\"");
    private static final Pattern DOC = Pattern.compile("\"type\": \"([^\"]+)\", \"doc\": (\"(?:[^\"\\\\]|\\\\.)*\")");

    static Earlier read(CharSequence manifest) {
        SortedSet<String> declared = new TreeSet<>();
        Matcher list = DECLARED.matcher(manifest);
        while (list.find()) {
            Matcher name = NAME.matcher(list.group(1));
            while (name.find()) {
                declared.add(name.group(1));
            }
        }
        Map<String, String> docs = new HashMap<>();
        Matcher doc = DOC.matcher(manifest);
        while (doc.find()) {
            docs.put(doc.group(1), doc.group(2));
        }
        return new Earlier(declared, docs);
    }
}
