/** Data sets that are made by a rule and a seed. */
@NullMarked
package dev.livegrad.data.generator;

import org.jspecify.annotations.NullMarked;
