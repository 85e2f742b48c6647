/** Frames within one process, for tests and for measuring what everything but a network costs. */
@NullMarked
package io.comity.transport.memory;

import org.jspecify.annotations.NullMarked;
