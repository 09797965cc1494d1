package dev.livegrad.data.generator;

import dev.livegrad.data.NumpyRandom;
import dev.livegrad.data.PythonRandom;
import dev.livegrad.data.Samples;

/** The data sets that can be generated, each of two inputs but for {@link #SINE}. */
public enum Generator {
  /** Two classes, two half circles that reach into each other; as scikit-learn's. */
  MOONS,
  /** Two classes, a circle in a circle; as scikit-learn's. */
  CIRCLES,
  /** Several classes, each in a heap of its own; as scikit-learn's. */
  BLOBS,
  /** Two classes, by whether the inputs have the same sign. */
  XOR,
  /** Two classes, each in a heap of its own. */
  GAUSSIANS,
  /** Two classes, a disc and a ring around it. */
  RING,
  /** Two classes, two arms that wind around each other. */
  SPIRAL,
  /** A number that grows along the diagonal. */
  PLANE,
  /** A number with three hills and three hollows. */
  BUMPS,
  /** The sine of one input. */
  SINE;

  /**
   * What a generator is to make.
   *
   * @param samples how many, 2 or more
   * @param noise 0 for none; what else it means is up to the generator
   * @param seed of all that is random; for scikit-learn's from 0 to {@link NumpyRandom#MAX_SEED}
   * @param factor of {@link #CIRCLES}: the inner circle's radius, the outer one's being 1
   * @param centers of {@link #BLOBS}: the number of classes, no more than there are samples
   */
  public record Settings(int samples, double noise, long seed, double factor, int centers) {}

  /** Whether its points are those of scikit-learn, whose seeds are not below 0. */
  public boolean isScikitLearns() {
    return switch (this) {
      case MOONS, CIRCLES, BLOBS -> true;
      case XOR, GAUSSIANS, RING, SPIRAL, PLANE, BUMPS, SINE -> false;
    };
  }

  /** The samples; the same settings always give the same. */
  public Samples generate(Settings it) {
    int n = it.samples();
    double noise = it.noise();
    return switch (this) {
      case MOONS -> ScikitLearn.moons(n, noise, new NumpyRandom(it.seed()));
      case CIRCLES -> ScikitLearn.circles(n, noise, it.factor(), new NumpyRandom(it.seed()));
      case BLOBS -> ScikitLearn.blobs(n, noise, it.centers(), new NumpyRandom(it.seed()));
      case XOR -> Playground.xor(n, noise, new PythonRandom(it.seed()));
      case GAUSSIANS -> Playground.gaussians(n, noise, new PythonRandom(it.seed()));
      case RING -> Playground.ring(n, noise, new PythonRandom(it.seed()));
      case SPIRAL -> Playground.spiral(n, noise, new PythonRandom(it.seed()));
      case PLANE -> Playground.plane(n, noise, new PythonRandom(it.seed()));
      case BUMPS -> Playground.bumps(n, noise, new PythonRandom(it.seed()));
      case SINE -> Playground.sine(n, noise, new PythonRandom(it.seed()));
    };
  }
}
