package dev.livegrad.training.diagnosis;

import java.util.List;
import java.util.Locale;

/** How numbers and counts are written in a finding's sentences. */
final class Wording {
  private Wording() {}

  /** Four significant digits at most, so that it can be taken in at a glance. */
  static String shown(double value) {
    if (value == 0) {
      return "0";
    }
    double size = Math.abs(value);
    if (size < 1e-4 || size >= 1e6) {
      return String.format(Locale.ROOT, "%.1e", value);
    }
    if (size >= 1000) {
      return String.format(Locale.ROOT, "%.0f", value);
    }
    return String.format(Locale.ROOT, "%.4g", value).replaceAll("\\.?0+$", "");
  }

  /** "all four samples", "the only sample". */
  static String all(int count, String what) {
    return switch (count) {
      case 1 -> "the only " + what;
      case 2 -> "both " + what + "s";
      default -> "all " + word(count) + " " + what + "s";
    };
  }

  private static String word(int count) {
    List<String> words = List.of("three", "four", "five", "six", "seven", "eight", "nine", "ten");
    return count >= 3 && count <= 10
        ? words.get(count - 3)
        : String.format(Locale.ROOT, "%,d", count);
  }

  static String capital(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
