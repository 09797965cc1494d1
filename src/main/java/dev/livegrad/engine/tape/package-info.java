/**
 * The compiled engine. A graph that {@link dev.livegrad.engine.Value}s have built for one sample is
 * recorded, made simpler and turned into a {@link dev.livegrad.engine.tape.Tape}: a flat list of
 * instructions that run over all samples at once, eight in step.
 *
 * <p>The way through: {@code GraphReader} reads the graph into a {@code Program}; the passes
 * ({@code ConstantFolding}, {@code CommonSubexpressionElimination}, {@code DeadCodeElimination})
 * make programs of programs; {@code AffineSums} and {@code LayerFusion} find what is a layer;
 * {@code InstructionSelection} lays out the rows and writes the {@code Instruction}s; {@code
 * Execution} runs them with {@code Kernels}, or, where there are only a few samples, by code that
 * {@code UnrolledCode} writes for this tape alone.
 */
@NullMarked
package dev.livegrad.engine.tape;

import org.jspecify.annotations.NullMarked;
