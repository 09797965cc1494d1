@NullMarked
package dev.livegrad.lab;

import org.jspecify.annotations.NullMarked;
