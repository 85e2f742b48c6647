package io.comity.examples.demo;

import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Something that one party does on one path, while the others keep still.
 *
 * @param heard says in a few words what the party itself heard of it
 */
record Deed<T>(String who, String path, String what, Supplier<T> act, Function<T, String> heard) {}
