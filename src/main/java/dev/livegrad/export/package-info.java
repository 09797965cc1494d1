/**
 * A run as files: the tables of what it measured, and the spec and the journal that give it again.
 */
@NullMarked
package dev.livegrad.export;

import org.jspecify.annotations.NullMarked;
