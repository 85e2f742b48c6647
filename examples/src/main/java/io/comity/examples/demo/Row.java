package io.comity.examples.demo;

/**
 * One line of the table: who did what on which path.
 *
 * @param heard what that party heard of it itself
 * @param counts what Alice's node counted meanwhile
 */
record Row(String who, String path, String what, String heard, Counts counts) {}
