/**
 * Counts the words of a text that a stranger streams: an engine with back-pressure and bounded memory, and its client.
 * Decides what a word is and how many are kept; never who may send a text.
 *
 * <p><b>What a word is</b>: a run of the ASCII letters A to Z and a to z, as long as possible, in lower case. Every other
 * byte separates. The most frequent words come first, equally frequent ones in alphabetical order. So the result is exactly
 * that of
 * <pre>{@code
 * LC_ALL=C tr -cs 'A-Za-z' '\n' < FILE | tr 'A-Z' 'a-z' | grep . | sort | uniq -c | LC_ALL=C sort -k1,1nr -k2,2 | head
 * }</pre>
 */
@NullMarked
package io.comity.examples.words;

import org.jspecify.annotations.NullMarked;
