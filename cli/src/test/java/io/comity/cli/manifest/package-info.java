@NullMarked
package io.comity.cli.manifest;

import org.jspecify.annotations.NullMarked;
