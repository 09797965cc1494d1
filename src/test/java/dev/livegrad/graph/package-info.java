@NullMarked
package dev.livegrad.graph;

import org.jspecify.annotations.NullMarked;
