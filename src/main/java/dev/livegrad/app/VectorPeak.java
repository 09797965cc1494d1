package dev.livegrad.app;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** On vectors, as wide as this machine prefers. */
final class VectorPeak implements Peak {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;

  @Override
  public String name() {
    return "vectors of %d doubles".formatted(lanes());
  }

  @Override
  public int lanes() {
    return SPECIES.length();
  }

  @Override
  public double run(long rounds) {
    DoubleVector a = DoubleVector.broadcast(SPECIES, 0.999);
    DoubleVector b = DoubleVector.broadcast(SPECIES, 0.001);
    DoubleVector x0 = DoubleVector.broadcast(SPECIES, 0);
    DoubleVector x1 = DoubleVector.broadcast(SPECIES, 1);
    DoubleVector x2 = DoubleVector.broadcast(SPECIES, 2);
    DoubleVector x3 = DoubleVector.broadcast(SPECIES, 3);
    DoubleVector x4 = DoubleVector.broadcast(SPECIES, 4);
    DoubleVector x5 = DoubleVector.broadcast(SPECIES, 5);
    DoubleVector x6 = DoubleVector.broadcast(SPECIES, 6);
    DoubleVector x7 = DoubleVector.broadcast(SPECIES, 7);
    DoubleVector x8 = DoubleVector.broadcast(SPECIES, 8);
    DoubleVector x9 = DoubleVector.broadcast(SPECIES, 9);
    DoubleVector x10 = DoubleVector.broadcast(SPECIES, 10);
    DoubleVector x11 = DoubleVector.broadcast(SPECIES, 11);
    for (long round = 0; round < rounds; round++) {
      x0 = a.fma(x0, b);
      x1 = a.fma(x1, b);
      x2 = a.fma(x2, b);
      x3 = a.fma(x3, b);
      x4 = a.fma(x4, b);
      x5 = a.fma(x5, b);
      x6 = a.fma(x6, b);
      x7 = a.fma(x7, b);
      x8 = a.fma(x8, b);
      x9 = a.fma(x9, b);
      x10 = a.fma(x10, b);
      x11 = a.fma(x11, b);
    }
    return x0.add(x1)
        .add(x2)
        .add(x3)
        .add(x4)
        .add(x5)
        .add(x6)
        .add(x7)
        .add(x8)
        .add(x9)
        .add(x10)
        .add(x11)
        .reduceLanes(VectorOperators.ADD);
  }
}
