/**
 * The compiled engine: what {@link dev.livegrad.engine.Value}s have built for one sample becomes a
 * {@link dev.livegrad.engine.tape.Tape}, a flat list of instructions that run over all samples at
 * once, eight in step.
 *
 * <pre>
 *   graph of Values
 *     | GraphReader                       reads it
 *   Program                               nodes, each named by its place
 *     | ConstantFolding                   computes what depends on constants alone
 *     | CommonSubexpressionElimination    computes once what is computed twice
 *     | DeadCodeElimination               drops what no output needs
 *     |
 *     | AffineSums, LayerFusion           find weighted sums, and the sums that make a layer
 *     | InstructionSelection              gives each node a row, and writes Instructions
 *     | GradientRouting                   decides which row each gradient flows into
 *   Tape
 *     | Execution                         cuts a batch into shards, whose sums are added in order
 *     | Worker                            takes a shard through the tape, chunk by chunk
 *     |
 *     +-- ScalarKernels                   plain loops
 *     +-- VectorKernels                   vectors, once WarmingKernels has found them the faster
 *     +-- UnrolledExecution               for up to four samples: code written for this tape
 * </pre>
 *
 * <p>Whichever way it is run, on however many threads: the order of every sum is the same, and so
 * is every bit.
 */
@NullMarked
package dev.livegrad.engine.tape;

import org.jspecify.annotations.NullMarked;
