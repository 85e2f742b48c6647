package io.comity.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * How a process of a bench is told what to do: a line with an order and its words, answered by a line. The process ends
 * when its standard input does, so it never outlives the one that started it.
 */
public final class Orders {
    /** Carries out one order; whatever it throws becomes the answer {@code failed}. */
    public interface Obedience {
        String obey(String order, List<String> words) throws Exception;
    }

    private Orders() {}

    /** Returns never: the process ends with its standard input. */
    public static void serve(Obedience obedience) throws IOException {
        PrintStream answers = System.out;
        System.setOut(System.err); // a library that prints must not be taken for an answer
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            answers.println(answer(obedience, List.of(line.split(" "))));
            answers.flush();
        }
        Runtime.getRuntime().halt(0);
    }

    private static String answer(Obedience obedience, List<String> words) {
        try {
            return obedience.obey(words.get(0), words.subList(1, words.size()));
        } catch (Throwable e) { // whatever it is, the process that waits for an answer must hear of it
            e.printStackTrace();
            return "failed "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + " ("
                    + e.getClass().getSimpleName() + ")";
        }
    }
}
