/**
 * The ruler for filters: what a message costs that some subscriptions want, beside how many there are. Decides which subscriptions
 * and messages are taken and how they are timed; never looks inside a topic or an index.
 */
@NullMarked
package io.comity.bench.filters;

import org.jspecify.annotations.NullMarked;
