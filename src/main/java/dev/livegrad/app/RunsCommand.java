package dev.livegrad.app;

import dev.livegrad.data.Refusal;
import dev.livegrad.export.RunFile;
import dev.livegrad.export.RunRecipe;
import dev.livegrad.export.ScriptedRun;
import dev.livegrad.run.RunStore;
import dev.livegrad.run.StoreException;
import dev.livegrad.training.spec.RunName;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code livegrad runs}. */
@Command(
    name = "runs",
    description = "Lists the runs that are kept, the newest first; exports or deletes one of them.",
    footer = {"", "While a server has them open, it alone can: its page lists them."},
    subcommands = {RunsCommand.Export.class, RunsCommand.Delete.class},
    mixinStandardHelpOptions = true)
final class RunsCommand implements Callable<Integer> {
  private static final int PAGE = 1_000;

  @Spec CommandSpec command;
  @Mixin StorePlace place;

  @Override
  public Integer call() {
    PrintWriter out = command.commandLine().getOut();
    long listed = ask(store -> store == null ? 0 : list(store, out));
    if (listed == 0) {
      out.println("no runs are kept here");
    }
    out.flush();
    return 0;
  }

  private static long list(RunStore store, PrintWriter out) {
    String form = "%-12s  %-10s  %12s  %12s  %-20s  %s%n";
    long listed = 0;
    String after = null;
    while (true) {
      List<RunStore.Listed> runs = store.list(PAGE, after, "");
      if (runs.isEmpty()) {
        return listed;
      }
      if (listed == 0) {
        out.printf(form, "id", "status", "step", "loss", "updated", "name");
      }
      for (RunStore.Listed one : runs) {
        String name = RunName.cleaned(one.name());
        switch (one) {
          case RunStore.Summary run ->
              out.printf(
                  Locale.ROOT,
                  form,
                  run.id(),
                  run.status().name().toLowerCase(Locale.ROOT),
                  run.step(),
                  run.loss() == null ? "" : String.format(Locale.ROOT, "%.6g", run.loss()),
                  run.updatedAt().truncatedTo(ChronoUnit.SECONDS),
                  name);
          case RunStore.Unreadable run ->
              out.printf(form, run.id(), "unreadable", "", "", "", name + ": " + run.why());
        }
      }
      listed += runs.size();
      after = runs.getLast().id();
    }
  }

  /** Asks the store, which is null where there are no runs, and closes it. */
  private <T extends @Nullable Object> T ask(Function<@Nullable RunStore, T> question) {
    Settings settings = place.settings(command.commandLine().getErr());
    try (RunStore store = place.openIfThere(settings)) {
      return question.apply(store);
    } catch (StoreException e) {
      throw place.refused(e);
    }
  }

  private static UserError none(String id) {
    return new UserError(
        "ID: there is no run %s here; livegrad runs lists them".formatted(Refusal.shown(id)));
  }

  /** {@code livegrad runs export}. */
  @Command(
      name = "export",
      description = {
        "Writes spec.yaml and journal.json, of which livegrad train makes the run again, and the",
        "tables that it writes: steps.csv, predictions.csv, parameters.csv and findings.csv."
      },
      mixinStandardHelpOptions = true)
  static final class Export implements Callable<Integer> {
    @ParentCommand RunsCommand runs;
    @Spec CommandSpec command;

    @Parameters(paramLabel = "ID", description = "The run's, as livegrad runs lists it.")
    String id;

    @Option(
        names = "--out",
        paramLabel = "DIR",
        description = "The folder to write to; one called as the run, unless another is named.")
    @Nullable Path out;

    @Override
    public Integer call() {
      RunStore.KeptRun kept = runs.ask(store -> store == null ? null : store.read(id));
      if (kept == null) {
        throw none(id);
      }
      RunRecipe recipe = RunRecipe.of(kept);
      try (Interruption interruption = new Interruption();
          RunFiles files =
              new RunFiles(out == null ? Path.of(id) : out, recipe.setup().test() != null)) {
        files.text(RunFile.SPEC, recipe.spec());
        files.text(RunFile.JOURNAL, recipe.journalText());
        ScriptedRun run = recipe.begin();
        TrainCommand.train(
            run,
            () -> run.run().stepsDone() < recipe.steps() && !interruption.came(),
            it -> files.step(it, run.test()),
            ProgressLine.of(command.commandLine().getErr(), recipe.steps()));
        files.finish(run.run(), run.findings());
      }
      return 0;
    }
  }

  /** {@code livegrad runs delete}. */
  @Command(
      name = "delete",
      description = "Deletes a run for good.",
      mixinStandardHelpOptions = true)
  static final class Delete implements Callable<Integer> {
    @ParentCommand RunsCommand runs;

    @Parameters(paramLabel = "ID", description = "The run's, as livegrad runs lists it.")
    String id;

    @Override
    public Integer call() {
      CountDownLatch deleted = new CountDownLatch(1);
      runs.ask(store -> {
        if (store == null || store.listed(id) == null) {
          throw none(id);
        }
        store.keep(
            List.of(new RunStore.Deleted(id)),
            lost -> {
              if (lost == null) {
                deleted.countDown();
              }
            });
        return null;
      });
      if (deleted.getCount() > 0) {
        throw new UserError("ID: the run can't be deleted now; its store can't be written");
      }
      return 0;
    }
  }
}
