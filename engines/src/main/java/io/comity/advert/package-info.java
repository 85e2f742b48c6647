/**
 * What nodes say of themselves, how to reach them above all: adverts, which of them stand, and to whom they are passed on, as
 * decisions without I/O or clock. Decides whether an advert is believed; never what its node may do.
 */
@NullMarked
package io.comity.advert;

import org.jspecify.annotations.NullMarked;
