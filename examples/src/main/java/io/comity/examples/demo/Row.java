package io.comity.examples.demo;

/** One line of the table: who did what on which path, and what Alice's node counted meanwhile. */
record Row(String who, String path, String what, Counts counts) {}
