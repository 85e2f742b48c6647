/**
 * The multi-JVM harness: clusters of forked nodes that a spec asks, awaits, pauses and kills. Decides when to wait, when to
 * give up and what to keep of a failure; never what a node does.
 */
@NullMarked
package io.comity.harness;

import org.jspecify.annotations.NullMarked;
