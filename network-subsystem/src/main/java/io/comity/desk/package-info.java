/**
 * Where calls without a session are handed in, whatever carried them: asks the Router what their key may do, tells the engine,
 * and hands the reply back. Decides the order of the gates; never reads a socket, and grants nothing that a session would not.
 */
@NullMarked
package io.comity.desk;

import org.jspecify.annotations.NullMarked;
