package dev.livegrad.engine.tape;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** The samples that one instruction of the processor takes, at most {@link Kernels#LANES}. */
final class Lanes {
  static final VectorSpecies<Double> SPECIES =
      DoubleVector.SPECIES_PREFERRED.length() > Kernels.LANES
          ? DoubleVector.SPECIES_512
          : DoubleVector.SPECIES_PREFERRED;

  private Lanes() {}

  static DoubleVector at(double[] array, int index) {
    return DoubleVector.fromArray(SPECIES, array, index);
  }

  static DoubleVector broadcast(double value) {
    return DoubleVector.broadcast(SPECIES, value);
  }
}
