/** The command line: {@code serve}, {@code train}, {@code runs}, {@code expr} and {@code bench}. */
@NullMarked
package dev.livegrad.app;

import org.jspecify.annotations.NullMarked;
