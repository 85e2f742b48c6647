/**
 * Reads settings: which layer wins, which keys exist, and whether a value has the right type and lies in its range. The
 * {@code comity} blocks of the {@code reference.conf} files on the class path are the schema: every key stands there with
 * its default, or with {@code null} when the user must choose. Never decides what a setting means, never falls back in
 * silence, never prints a secret, and knows no Akka.
 */
@NullMarked
package io.comity.config;

import org.jspecify.annotations.NullMarked;
