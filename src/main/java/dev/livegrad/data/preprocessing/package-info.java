/** What a network sees of the samples that a source gives. */
@NullMarked
package dev.livegrad.data.preprocessing;

import org.jspecify.annotations.NullMarked;
