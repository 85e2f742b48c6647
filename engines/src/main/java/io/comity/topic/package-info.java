/**
 * Topics: what one is called and who owns it, whether a message may be on it, in which order messages come, and what proves
 * that a publisher said two things at once. Decides; never asks a clock, a disk or a network, and never throws on hostile bytes.
 */
@NullMarked
package io.comity.topic;

import org.jspecify.annotations.NullMarked;
