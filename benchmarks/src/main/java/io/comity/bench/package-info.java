/**
 * The ruler for speed: the same engines and the same work over Comity and over plain Akka Artery, in alternation, in
 * processes of their own. Decides how a link is loaded, timed and compared; never changes what it measures, and prints no
 * figure of Comity without the figure of a peer beside it when there is one.
 */
@NullMarked
package io.comity.bench;

import org.jspecify.annotations.NullMarked;
