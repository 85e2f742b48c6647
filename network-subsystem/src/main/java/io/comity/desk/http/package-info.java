/** The desk at an HTTP/1.1 port. Decides what is a PUT of ours and what a connection may cost; never whose call it is. */
@NullMarked
package io.comity.desk.http;

import org.jspecify.annotations.NullMarked;
