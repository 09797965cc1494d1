/**
 * The dashboard in a real browser, and what checks its sources. Runs in the profile {@code
 * browser}.
 */
@NullMarked
package dev.livegrad.browser;

import org.jspecify.annotations.NullMarked;
