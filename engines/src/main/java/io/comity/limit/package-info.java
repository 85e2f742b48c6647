/**
 * How often, how many and how many at once: buckets that several threads draw from without locks. Decides whether one more may
 * pass now, and when it might; never knows who asks or for what.
 */
@NullMarked
package io.comity.limit;

import org.jspecify.annotations.NullMarked;
