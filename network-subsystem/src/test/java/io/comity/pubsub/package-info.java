@NullMarked
package io.comity.pubsub;

import org.jspecify.annotations.NullMarked;
