/** YAML that people write. */
@NullMarked
package dev.livegrad.yaml;

import org.jspecify.annotations.NullMarked;
