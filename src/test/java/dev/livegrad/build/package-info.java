/** What holds for the whole code base rather than for one package of it. */
@NullMarked
package dev.livegrad.build;

import org.jspecify.annotations.NullMarked;
