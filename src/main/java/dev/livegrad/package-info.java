/** Livegrad: a small network trained in the open, on a scalar autograd engine. */
@NullMarked
package dev.livegrad;

import org.jspecify.annotations.NullMarked;
