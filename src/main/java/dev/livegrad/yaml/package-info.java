/** YAML that people write and read. */
@NullMarked
package dev.livegrad.yaml;

import org.jspecify.annotations.NullMarked;
