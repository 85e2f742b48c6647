/**
 * The ruler for filters: what it costs to find the subscriptions that want a message, beside how many there are. Decides which
 * subscriptions and messages are taken and how they are timed; never looks inside an index.
 */
@NullMarked
package io.comity.bench.filters;

import org.jspecify.annotations.NullMarked;
