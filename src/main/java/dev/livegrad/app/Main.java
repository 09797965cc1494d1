package dev.livegrad.app;

import dev.livegrad.data.Refusal;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The command line. Without a command it serves. */
@Command(
    name = "livegrad",
    description = "Watch a small neural network train, live, and see why its loss moves.",
    subcommands = {
      ServeCommand.class,
      TrainCommand.class,
      RunsCommand.class,
      ExprCommand.class,
      BenchCommand.class
    },
    version = "livegrad " + Main.VERSION,
    mixinStandardHelpOptions = true)
public final class Main {
  static final String VERSION = "0.1.0";

  /** Options that ask for a text and nothing else. */
  static final Set<String> ABOUT_ITSELF = Set.of("-h", "--help", "-V", "--version");

  /** What a shell gets for bad input. */
  private static final int BAD_INPUT = 2;

  /** What a shell gets when the program itself fails; BSD's EX_SOFTWARE. */
  private static final int FAILED = 70;

  /** Characters of a message; paths and lists of names may be long. */
  private static final int MAX_MESSAGE = 2_000;

  private Main() {}

  public static void main(String[] args) {
    String[] line = withCommand(TypedLine.read(args));
    endWithParent();
    OutOfMemory.endsThisProcess();
    Relaunch.ifBetter(line);
    // Livegrad looks up no names, and Vert.x's own resolver would be set up for nothing.
    System.setProperty("vertx.disableDnsResolver", "true");
    if (line[0].equals("serve")) {
      ServeCommand.warmUp();
    }
    System.exit(commandLine().execute(line));
  }

  static CommandLine commandLine() {
    CommandLine commandLine =
        new CommandLine(new Main())
            .setExpandAtFiles(false)
            .registerConverter(Path.class, PathText::read)
            .setParameterExceptionHandler(Main::badParameter)
            .setExecutionExceptionHandler(Main::failed);
    // An expression may begin with a minus: what is no option of the command is its expression.
    CommandLine expr = Objects.requireNonNull(commandLine.getSubcommands().get("expr"));
    expr.setUnmatchedOptionsArePositionalParams(true);
    return commandLine;
  }

  /** {@code serve} is the default, and its options may be given without naming it. */
  static String[] withCommand(String[] args) {
    boolean options = args.length == 0 || args[0].startsWith("-");
    boolean aboutItself = args.length > 0 && ABOUT_ITSELF.contains(args[0]);
    return options && !aboutItself
        ? Stream.concat(Stream.of("serve"), Stream.of(args)).toArray(String[]::new)
        : args;
  }

  /**
   * A build tool that is killed leaves its child behind; started by one, this process goes with it.
   * The property's value may be the parent's id, which is known before that can happen.
   */
  private static void endWithParent() {
    if (System.getProperty("livegrad.endWithParent") != null) {
      Long id = Long.getLong("livegrad.endWithParent");
      Optional<ProcessHandle> parent =
          id == null ? ProcessHandle.current().parent() : ProcessHandle.of(id);
      var _ =
          parent
              .map(ProcessHandle::onExit)
              .orElse(CompletableFuture.completedFuture(null))
              .thenRun(() -> System.exit(0));
    }
  }

  private static int badParameter(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    return refuse(
        command,
        "%s; see %s --help"
            .formatted(BadParameter.told(e), command.getCommandSpec().qualifiedName()));
  }

  private static int failed(Exception e, CommandLine commandLine, CommandLine.ParseResult parsed) {
    if (e instanceof UserError error) {
      return refuse(commandLine, error.getMessage());
    }
    // A mistake of ours: it is said with all that helps to find it.
    e.printStackTrace(commandLine.getErr());
    return FAILED;
  }

  private static int refuse(CommandLine commandLine, String message) {
    PrintWriter err = commandLine.getErr();
    err.println(Refusal.oneLine(message, MAX_MESSAGE));
    err.flush();
    return BAD_INPUT;
  }
}
