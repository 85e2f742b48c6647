/**
 * What a stranger with bad intentions sends, for the demo and the tests: raw Artery frames, replayed and damaged bytes, and a
 * peer that speaks the link protocol by hand. Decides nothing, and refuses every address that is not loopback.
 */
@NullMarked
package io.comity.examples.attack;

import org.jspecify.annotations.NullMarked;
