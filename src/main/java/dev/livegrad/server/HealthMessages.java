package dev.livegrad.server;

import dev.livegrad.protocol.ServerMessage;
import dev.livegrad.training.diagnosis.Diagnosis;
import dev.livegrad.training.diagnosis.Finding;
import dev.livegrad.training.diagnosis.Health;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the diagnosis says, as messages have it. */
final class HealthMessages {
  private HealthMessages() {}

  static ServerMessage.Finding of(Diagnosis.Change change, long epoch) {
    Finding finding = change.finding();
    Long ended =
        switch (change) {
          case Diagnosis.Change.Began _ -> null;
          case Diagnosis.Change.Ended it -> (Long) it.step();
        };
    return finding(finding, change.number(), ended, epoch);
  }

  private static ServerMessage.Finding finding(
      Finding finding, int number, @Nullable Long ended, long epoch) {
    return new ServerMessage.Finding(
        epoch,
        number,
        finding.step(),
        finding.kind().word(),
        finding.severity().word(),
        finding.where(),
        finding.text(),
        ended);
  }

  static ServerMessage.Health of(Health health, long epoch) {
    return new ServerMessage.Health(
        epoch,
        health.step(),
        health.loss(),
        health.gradientNorm(),
        health.layers().stream().map(HealthMessages::layer).toList(),
        health.sampleLosses());
  }

  private static ServerMessage.LayerHealth layer(Health.Layer layer) {
    return new ServerMessage.LayerHealth(
        layer.activation().name().toLowerCase(Locale.ROOT),
        histogram(layer.parameters()),
        histogram(layer.gradients()),
        histogram(layer.activations()),
        layer.updateRatio(),
        layer.dead(),
        layer.saturated());
  }

  private static ServerMessage.Histogram histogram(Health.Histogram histogram) {
    return new ServerMessage.Histogram(histogram.low(), histogram.high(), histogram.counts());
  }
}
