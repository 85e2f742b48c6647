package io.comity.result;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A folder of results, a file for each subject. */
public record ResultFolder(Path path) {
    private static final String SUFFIX = ".json";

    /** Names a subject a line: what is to be measured. */
    private static final String SUBJECTS = "subjects";

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    /** @throws ResultException when it cannot be written; the message names the file */
    void write(Result result) {
        Path file = path.resolve(result.subject() + SUFFIX);
        try {
            Files.createDirectories(path);
            Files.writeString(file, JSON.writeValueAsString(result) + "\n");
        } catch (IOException e) {
            throw new ResultException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * All of them, in the order of their subjects.
     *
     * @throws ResultException when the folder or a file cannot be read; the message names it
     */
    public List<Result> read() {
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .map(ResultFolder::read)
                    .toList();
        } catch (IOException e) {
            throw new ResultException(
                    "cannot read the folder " + path + ": no results there; --from names another folder", e);
        }
    }

    /**
     * Subjects that are to be measured, as a file beside the results says, of which there is no result. None where there is no such file.
     *
     * @throws ResultException when it cannot be read
     */
    public List<String> missing() {
        Path subjects = path.resolve(SUBJECTS);
        try {
            return Files.notExists(subjects)
                    ? List.of()
                    : Files.readAllLines(subjects).stream()
                            .map(String::strip)
                            .filter(subject -> !subject.isEmpty() && Files.notExists(path.resolve(subject + SUFFIX)))
                            .toList();
        } catch (IOException e) {
            throw new ResultException("cannot read " + subjects + ": " + e.getMessage(), e);
        }
    }

    private static Result read(Path file) {
        try {
            return JSON.readValue(Files.readString(file), Result.class);
        } catch (JacksonException e) {
            throw new ResultException(file + " is no results file: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new ResultException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
