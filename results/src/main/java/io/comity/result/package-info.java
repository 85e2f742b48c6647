/**
 * What was measured, how, when and on which commit: written by whatever measures, read by the scoreboard. Measures nothing itself and
 * knows nothing of what the figures mean.
 */
@NullMarked
package io.comity.result;

import org.jspecify.annotations.NullMarked;
