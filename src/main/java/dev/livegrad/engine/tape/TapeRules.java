package dev.livegrad.engine.tape;

import dev.livegrad.engine.Operation;

/**
 * An operation's rules as the tape applies them: {@link Operation}'s own, but for the
 * transcendental functions, which {@link Elementary} computes in a way that vectors can follow bit
 * by bit.
 */
final class TapeRules {
  private static final Operation.Rule GELU =
      new Operation.Rule(
          (a, b) -> Elementary.gelu(a),
          (a, b, out) -> Elementary.geluDerivative(a),
          (a, b, out) -> 0);

  private TapeRules() {}

  static double forward(Operation operation, double a, double b) {
    return switch (operation) {
      case EXP -> Elementary.exp(a);
      case LOG -> Elementary.log(a);
      case TANH -> Elementary.tanh(a);
      case SIGMOID -> Elementary.sigmoid(a);
      case GELU -> Elementary.gelu(a);
      default -> operation.forward(a, b);
    };
  }

  /** Its derivatives; of its forward rule see {@link #forward}. */
  static Operation.Rule derivatives(Operation operation) {
    return operation == Operation.GELU ? GELU : operation.rule();
  }
}
