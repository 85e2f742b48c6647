/**
 * How the messages of one topic reach every node that joined it when no publisher sends to all of them: which nodes are
 * neighbours, to which of them a message goes whole and to which its slot is only announced, who is asked for what is missing.
 * Decides, given inputs, time and chance; never sees a payload, never verifies a message, never asks a clock or a network.
 */
@NullMarked
package io.comity.dissemination;

import org.jspecify.annotations.NullMarked;
