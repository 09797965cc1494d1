/** The command line: {@code serve}, {@code train} and {@code expr}. */
@NullMarked
package dev.livegrad.app;

import org.jspecify.annotations.NullMarked;
