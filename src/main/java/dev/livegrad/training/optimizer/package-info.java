/** How parameters follow from gradients: one small class for each rule, beside its formula. */
@NullMarked
package dev.livegrad.training.optimizer;

import org.jspecify.annotations.NullMarked;
