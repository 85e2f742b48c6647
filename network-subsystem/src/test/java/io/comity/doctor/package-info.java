/** Tests of the doctor: what it says of settings and machines, and that it tries what it says works. */
@NullMarked
package io.comity.doctor;

import org.jspecify.annotations.NullMarked;
