/**
 * A supervisor: whoever holds a mission starts, lists and stops children of the kinds that it names. Decides how many there may
 * be and what becomes of one that crashes; never who may start which kind.
 */
@NullMarked
package io.comity.examples.crew;

import org.jspecify.annotations.NullMarked;
