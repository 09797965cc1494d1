package dev.livegrad.app;

/** On plain doubles. */
final class ScalarPeak implements Peak {
  @Override
  public String name() {
    return "plain doubles";
  }

  @Override
  public int lanes() {
    return 1;
  }

  @Override
  public double run(long rounds) {
    double a = 0.999;
    double b = 0.001;
    double x0 = 0;
    double x1 = 1;
    double x2 = 2;
    double x3 = 3;
    double x4 = 4;
    double x5 = 5;
    double x6 = 6;
    double x7 = 7;
    double x8 = 8;
    double x9 = 9;
    double x10 = 10;
    double x11 = 11;
    for (long round = 0; round < rounds; round++) {
      x0 = Math.fma(a, x0, b);
      x1 = Math.fma(a, x1, b);
      x2 = Math.fma(a, x2, b);
      x3 = Math.fma(a, x3, b);
      x4 = Math.fma(a, x4, b);
      x5 = Math.fma(a, x5, b);
      x6 = Math.fma(a, x6, b);
      x7 = Math.fma(a, x7, b);
      x8 = Math.fma(a, x8, b);
      x9 = Math.fma(a, x9, b);
      x10 = Math.fma(a, x10, b);
      x11 = Math.fma(a, x11, b);
    }
    return x0 + x1 + x2 + x3 + x4 + x5 + x6 + x7 + x8 + x9 + x10 + x11;
  }
}
