package dev.livegrad.data;

/**
 * Two interleaving half circles with noise, the classic that no straight line divides.
 *
 * <p>The upper moon is {@code (cos t, sin t)} with target -1, the lower {@code (1 - cos t, 1/2 -
 * sin t)} with target 1, for evenly spaced {@code t} from 0 to pi; samples alternate between the
 * two. To both coordinates normal noise is added (Box and Muller's method on {@link PythonRandom}).
 * Our own generator: the points are not those of another library's {@code make_moons}.
 */
public final class Moons {
  private Moons() {}

  /**
   * Generates the moons.
   *
   * @param samples how many points in all, at least 2
   * @param noise the standard deviation of the noise
   * @param seed of the noise
   */
  public static Dataset generate(int samples, double noise, long seed) {
    PythonRandom random = new PythonRandom(seed);
    double[][] inputs = new double[samples][];
    double[][] targets = new double[samples][];
    int upper = (samples + 1) / 2;
    int lower = samples / 2;
    for (int i = 0; i < samples; i++) {
      boolean isUpper = i % 2 == 0;
      int place = i / 2;
      int onMoon = isUpper ? upper : lower;
      double t = onMoon == 1 ? Math.PI / 2 : Math.PI * place / (onMoon - 1);
      double x = isUpper ? StrictMath.cos(t) : 1 - StrictMath.cos(t);
      double y = isUpper ? StrictMath.sin(t) : 0.5 - StrictMath.sin(t);
      double radius = noise * StrictMath.sqrt(-2 * StrictMath.log(1 - random.random()));
      double angle = 2 * Math.PI * random.random();
      inputs[i] =
          new double[] {
            x + radius * StrictMath.cos(angle), y + radius * StrictMath.sin(angle),
          };
      targets[i] = new double[] {isUpper ? -1 : 1};
    }
    return Dataset.of(inputs, targets);
  }
}
