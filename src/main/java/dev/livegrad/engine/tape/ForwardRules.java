package dev.livegrad.engine.tape;

import dev.livegrad.engine.Operation;

/**
 * An operation's rules as the tape applies them: {@link Operation}'s own, but for the
 * transcendental functions, which {@link Elementary} computes in a way that vectors can follow bit
 * by bit.
 */
final class ForwardRules {
  private ForwardRules() {}

  static double forward(Operation operation, double a, double b) {
    return switch (operation) {
      case EXP -> Elementary.exp(a);
      case LOG -> Elementary.log(a);
      case TANH -> Elementary.tanh(a);
      case SIGMOID -> Elementary.sigmoid(a);
      default -> operation.forward(a, b);
    };
  }
}
