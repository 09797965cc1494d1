/** The command line: {@code serve}, {@code train}, {@code expr} and {@code bench}. */
@NullMarked
package dev.livegrad.app;

import org.jspecify.annotations.NullMarked;
