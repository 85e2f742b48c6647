package io.comity.result;

import java.util.List;
import java.util.Objects;

/**
 * What one program measured in one run.
 *
 * @param subject what it is about, in a few letters; the name of its file
 * @param command by which anybody repeats it
 * @param date of the run, as {@code 2026-11-26}
 * @param commit on which it ran, with {@code +} behind it when files had been changed since
 * @param machine on which it ran, in a few words
 * @param misses what it was to show and did not, in words
 */
public record Result(
        String subject,
        String command,
        String date,
        String commit,
        String machine,
        List<Figure> figures,
        List<String> misses) {

    /** @throws NullPointerException when something is missing, as it may be in a file */
    public Result {
        for (String text : new String[] {subject, command, date, commit, machine}) {
            Objects.requireNonNull(text);
        }
        figures = List.copyOf(figures);
        misses = List.copyOf(misses);
    }
}
