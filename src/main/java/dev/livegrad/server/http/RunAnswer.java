package dev.livegrad.server.http;

import dev.livegrad.run.JournalEntry;
import dev.livegrad.run.RunSnapshot;
import dev.livegrad.run.RunStatus;
import dev.livegrad.run.RunStore;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A run as it stands, as an answer has it. */
record RunAnswer(
    String id,
    String name,
    String by,
    String createdAt,
    String updatedAt,
    @Nullable String earlier,
    RunStatus status,
    long step,
    @Nullable Double loss,
    double learningRate,
    Map<String, @Nullable Object> hyperparameters,
    @Nullable Double stepsPerSecond,
    @Nullable String message,
    long trajectory,
    long seed,
    Map<String, Object> spec,
    List<JournalEntry> journal,
    List<Parameter> parameters) {

  record Parameter(String name, double data, double grad) {}

  static RunAnswer of(RunStore.Summary kept, RunSnapshot run) {
    List<String> names = run.description().parameterNames();
    double[] data = run.present().parameters();
    double[] grad = run.present().gradients();
    return new RunAnswer(
        kept.id(),
        kept.name(),
        kept.by(),
        kept.createdAt().toString(),
        kept.updatedAt().toString(),
        kept.earlier(),
        run.state().status(),
        run.state().step(),
        run.loss(),
        run.state().learningRate(),
        run.state().hyperparameters(),
        run.state().stepsPerSecond(),
        run.state().message(),
        run.trajectory(),
        run.description().seed(),
        run.description().spec(),
        run.journal(),
        IntStream.range(0, names.size())
            .mapToObj(i -> new Parameter(names.get(i), data[i], grad[i]))
            .toList());
  }
}
