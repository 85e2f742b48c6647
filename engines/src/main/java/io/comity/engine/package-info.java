/**
 * What an engine is called and what may be said to it: engine ids, protocols, and the one CBOR form of every message.
 * Decides which types can travel between nodes and whether a body is an exact instance of one of them; never decides who
 * may send it, and never loads a class that a peer names.
 */
@NullMarked
package io.comity.engine;

import org.jspecify.annotations.NullMarked;
