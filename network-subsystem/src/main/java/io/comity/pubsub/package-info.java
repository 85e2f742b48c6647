/**
 * The engines of topics: who follows one and what for, what is handed to whom and what waits, and how a slow follower is dealt
 * with. What may be on a topic at all is decided in {@code io.comity.topic}; nothing here believes a node that passes something on.
 */
@NullMarked
package io.comity.pubsub;

import org.jspecify.annotations.NullMarked;
