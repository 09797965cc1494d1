package dev.livegrad.export;

import dev.livegrad.protocol.Encoder;
import dev.livegrad.run.JournalEntry;
import dev.livegrad.run.RunSnapshot;
import dev.livegrad.run.RunStatus;
import dev.livegrad.run.RunStore;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.spec.DataSpec;
import dev.livegrad.training.spec.RunSpec;
import dev.livegrad.yaml.YamlText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that it takes to make a run again as it stands.
 *
 * @param setup the spec has the run's seed, and whatever people changed in it
 * @param journal the commands, by step
 * @param steps as many as it has begun: those it has done and, behind them, one that diverged
 */
public record RunRecipe(RunSetup setup, List<JournalEntry> journal, long steps) {
  public RunRecipe {
    journal = List.copyOf(journal);
  }

  /** Of a run that is open. */
  public static RunRecipe of(RunSnapshot run) {
    boolean diverged = run.state().status() == RunStatus.DIVERGED;
    return new RunRecipe(
        complete(run.network().setup().source(), run.description().seed()),
        run.journal(),
        run.state().step() + (diverged ? 1 : 0));
  }

  /** Of a run that was kept. */
  public static RunRecipe of(RunStore.KeptRun run) {
    return new RunRecipe(complete(run.setup(), run.seed()), run.journal(), run.stepsBegun());
  }

  private static RunSetup complete(RunSetup setup, long seed) {
    RunSpec spec = setup.spec().with(seed);
    return setup.with(
        switch (spec.data().source()) {
          case DataSpec.Csv _, DataSpec.Uploaded _ ->
              spec.with(spec.data().with(new DataSpec.Inline(setup.samples())));
          case DataSpec.Inline _, DataSpec.Generated _ -> spec;
        });
  }

  /** The text of {@link RunFile#SPEC}. */
  public String spec() {
    return YamlText.write(setup.spec().toTree());
  }

  /** The text of {@link RunFile#JOURNAL}, which {@link JournalText} reads. */
  public String journalText() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("steps", steps);
    tree.put("journal", journal);
    return Encoder.write(tree) + "\n";
  }

  /** The run, at its step 0. */
  public ScriptedRun begin() {
    return new ScriptedRun(setup, journal);
  }
}
