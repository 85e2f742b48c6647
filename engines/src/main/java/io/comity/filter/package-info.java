/**
 * What subscribers ask for: filters over the type and the fields of messages, as Java, as text and as bytes; which of many
 * filters a message matches, and one filter for the union of many. Decides on the encoded bytes of a body, without its
 * classes, in bounded time; never throws on hostile bytes, and never asks a clock, a disk or a network.
 */
@NullMarked
package io.comity.filter;

import org.jspecify.annotations.NullMarked;
