/**
 * The TLS identity of a node: a certificate that its key vouches for. Decides which node a certificate proves; never whether
 * that node may connect.
 */
@NullMarked
package io.comity.transport.certificate;

import org.jspecify.annotations.NullMarked;
