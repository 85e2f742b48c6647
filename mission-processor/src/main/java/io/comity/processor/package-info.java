/**
 * What the compiler can know of missions. Decides whether {@code @Mission} stands where it may and whether the messages can
 * travel, by the rules that {@code io.comity.engine.Protocol} applies when an engine is spawned, in the same words; writes the
 * manifest. Never runs the program's code, and needs nothing but the JDK.
 */
@NullMarked
package io.comity.processor;

import org.jspecify.annotations.NullMarked;
