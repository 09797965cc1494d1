/** Datasets and where they come from: CSV files, generators, and CPython's random numbers. */
@NullMarked
package dev.livegrad.data;

import org.jspecify.annotations.NullMarked;
