/** Tests of the command line: what it understands, what it prints where, and its exit codes. */
@NullMarked
package io.comity.cli;

import org.jspecify.annotations.NullMarked;
