package dev.livegrad.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livegrad.protocol.ServerMessage;
import dev.livegrad.training.GradientCheck;
import java.util.Locale;

/** A gradient check's result as messages have it. */
final class CheckLines {
  private CheckLines() {}

  static ServerMessage.GradientCheck of(JsonNode id, long epoch, GradientCheck.Result result) {
    return new ServerMessage.GradientCheck(
        id,
        epoch,
        result.step(),
        result.parameters(),
        result.checked(),
        result.samples(),
        result.samplesUsed(),
        result.kinks(),
        result.disagreeing(),
        GradientCheck.TOLERANCE,
        result.rows().stream().map(CheckLines::line).toList());
  }

  private static ServerMessage.CheckedGradient line(GradientCheck.Row row) {
    GradientCheck.Comparison comparison = row.comparison();
    return new ServerMessage.CheckedGradient(
        row.name(),
        row.value(),
        comparison.gradient(),
        comparison.difference(),
        comparison.left(),
        comparison.right(),
        comparison.h(),
        comparison.error(),
        comparison.verdict().name().toLowerCase(Locale.ROOT));
  }
}
