package io.comity.topic;

import java.util.function.Function;

/**
 * What becomes of messages for a subscriber that is slower than the topic, once as many wait as may. Whatever it is, it is
 * counted.
 *
 * @param <M> the type of the messages
 */
public sealed interface WhenSlow<M> {
    /** How many messages wait at the most, unless said otherwise. */
    int DEFAULT_ROOM = 65_536;

    /** The most that may be said. */
    int MAX_ROOM = 1 << 20;

    /** How many messages may wait. */
    int room();

    /** The one that waits longest goes. */
    record DropOldest<M>(int room) implements WhenSlow<M> {
        public DropOldest {
            requireRoom(room);
        }
    }

    /** The one that comes is not taken. */
    record DropNewest<M>(int room) implements WhenSlow<M> {
        public DropNewest {
            requireRoom(room);
        }
    }

    /** Of those that wait with the same key only the latest stays, in the place of the first; and the oldest goes when there are too many keys. */
    record LatestByKey<M>(int room, Function<? super M, ?> key) implements WhenSlow<M> {
        public LatestByKey {
            requireRoom(room);
        }
    }

    /** The subscription ends, and its subscriber is told. */
    record Disconnect<M>(int room) implements WhenSlow<M> {
        public Disconnect {
            requireRoom(room);
        }
    }

    private static void requireRoom(int room) {
        if (room < 1 || room > MAX_ROOM) {
            throw new IllegalArgumentException(
                    "1 to " + MAX_ROOM + " messages may wait for a slow subscriber, not " + room);
        }
    }
}
