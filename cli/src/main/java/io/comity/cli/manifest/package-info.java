/**
 * Manifests of missions, as the processor of {@code @Mission} writes them into jars. Decides what two of them say about a release:
 * which grants it would widen, which it would narrow; never runs the code beside them.
 */
@NullMarked
package io.comity.cli.manifest;

import org.jspecify.annotations.NullMarked;
