/**
 * Forks JVMs on this machine and talks with them in lines: what the demo and the multi-JVM tests are made of. Decides how a
 * child process starts, is asked, and dies with its parent; never what it does.
 */
@NullMarked
package io.comity.examples.process;

import org.jspecify.annotations.NullMarked;
