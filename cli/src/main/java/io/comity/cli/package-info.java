/**
 * The {@code comity} command line: reads arguments, runs what they name, prints the outcome and chooses the exit code
 * (0 it worked, 1 it failed, 2 it was asked wrongly). Decides nothing else, and never shows a stack trace.
 */
@NullMarked
package io.comity.cli;

import org.jspecify.annotations.NullMarked;
