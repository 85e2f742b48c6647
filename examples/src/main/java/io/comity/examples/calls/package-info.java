/**
 * Calls to another node's engine from plain code, outside of any actor. Decides when to stop waiting: at the answer, the
 * refusal or the deadline.
 */
@NullMarked
package io.comity.examples.calls;

import org.jspecify.annotations.NullMarked;
