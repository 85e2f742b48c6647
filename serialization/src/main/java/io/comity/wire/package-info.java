/**
 * How bytes mean something: canonical CBOR and the signed objects made of it. Decides whether bytes from outside are the one
 * well-formed encoding of a value and whether a signed object is what its signer signed; never decides what a value permits.
 */
@NullMarked
package io.comity.wire;

import org.jspecify.annotations.NullMarked;
