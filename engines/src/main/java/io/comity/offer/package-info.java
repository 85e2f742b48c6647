/**
 * What an engine offers by itself: the missions that the annotations of its protocol and the settings of its node put its
 * messages in. Decides which message types that are; never who holds a mission, nor whether a message may pass.
 */
@NullMarked
package io.comity.offer;

import org.jspecify.annotations.NullMarked;
