/**
 * The ruler for sessions: a link between two processes is cut again and again while numbered messages flow both ways, and what
 * came is counted. Decides how and when a link is cut and what counts as lost, repeated or reordered; never looks inside a
 * session, and never changes what crosses.
 */
@NullMarked
package io.comity.bench.chaos;

import org.jspecify.annotations.NullMarked;
