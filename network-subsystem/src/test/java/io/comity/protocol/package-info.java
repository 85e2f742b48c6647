/**
 * The test vectors that other languages read: {@link io.comity.protocol.ProtocolVectors} makes the files in docs/protocol/vectors,
 * and the tests here hold them against what this code accepts and refuses. Decides what the vectors are; never what is right.
 */
@NullMarked
package io.comity.protocol;

import org.jspecify.annotations.NullMarked;
