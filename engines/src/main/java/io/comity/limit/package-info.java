/**
 * How often, how many and how many at once: buckets that several threads draw from. Decides whether one more may
 * pass now, and when it might; never knows who asks or for what.
 */
@NullMarked
package io.comity.limit;

import org.jspecify.annotations.NullMarked;
