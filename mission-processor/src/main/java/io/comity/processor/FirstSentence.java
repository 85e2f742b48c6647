package io.comity.processor;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The first sentence of a Javadoc comment as plain text. */
final class FirstSentence {
    /** What is longer is cut. */
    static final int MAX_LENGTH = 500;

    private static final Pattern BLOCK_TAG = Pattern.compile("(?m)^\\s*@");
    private static final Pattern INLINE_TAG = Pattern.compile("\\{@(\\w+)\\s*([^{}]*)}");
    private static final Pattern MARKUP = Pattern.compile("<[^<>]*>");
    private static final Pattern END = Pattern.compile("[.!?](\\s|$)|<p>");

    private FirstSentence() {}

    static String of(@Nullable String comment) {
        if (comment == null) {
            return "";
        }
        Matcher tag = BLOCK_TAG.matcher(comment);
        String text = tag.find() ? comment.substring(0, tag.start()) : comment;
        text = INLINE_TAG.matcher(text).replaceAll(inline -> Matcher.quoteReplacement(shown(inline)));
        Matcher end = END.matcher(text);
        if (end.find()) {
            text = text.substring(0, end.group().startsWith("<") ? end.start() : end.start() + 1);
        }
        String plain =
                MARKUP.matcher(text).replaceAll("").replaceAll("\\s+", " ").strip();
        return plain.length() <= MAX_LENGTH ? plain : plain.substring(0, MAX_LENGTH) + "…";
    }

    /** A link shows its label, or else what it leads to without the path. */
    private static String shown(java.util.regex.MatchResult tag) {
        String content = tag.group(2).strip();
        if (!tag.group(1).startsWith("link")) {
            return content;
        }
        int label = content.indexOf(' ');
        return label > 0
                ? content.substring(label).strip()
                : content.startsWith("#") ? content.substring(1) : content.replace('#', '.');
    }
}
