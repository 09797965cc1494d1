package dev.livegrad.app;

import dev.livegrad.data.Refusal;
import dev.livegrad.run.LimitException;
import dev.livegrad.run.RunStore;
import dev.livegrad.server.LivegradServer;
import dev.livegrad.server.ServerOptions;
import dev.livegrad.store.SqlRunStore;
import dev.livegrad.training.RunSetup;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code livegrad serve}. */
@Command(
    name = "serve",
    description = "Serves the dashboard until it is interrupted. The default command.",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
  /** Those who watch are told within moments, or not at all. */
  private static final int CLOSING_SECONDS = 4;

  @Spec CommandSpec command;

  @Option(
      names = "--host",
      paramLabel = "H",
      description = "The address to listen on; 0.0.0.0 lets others on the network watch.")
  @Nullable String host;

  @Option(names = "--port", paramLabel = "P", description = "The port; 0 takes a free one.")
  @Nullable Integer port;

  @Option(
      names = "--spec",
      paramLabel = "FILE",
      description = "A run spec to begin with, in place of the first lesson.")
  @Nullable Path spec;

  @Option(
      names = "--public-url",
      paramLabel = "URL",
      description = "An address under which others open the page, as through a proxy; repeatable.")
  List<String> publicUrls = new ArrayList<>();

  @Mixin StorePlace place;

  /** Begins what takes longest, so that it goes on while the command line is read. */
  static void warmUp() {
    Thread.ofPlatform().daemon().start(SqlRunStore::warmUp);
    var _ = Warm.VERTX;
  }

  private static final class Warm {
    static final CompletableFuture<Vertx> VERTX = CompletableFuture.supplyAsync(Vertx::vertx);
  }

  @Override
  public Integer call() throws InterruptedException {
    RunSetup own = spec == null ? null : SpecFile.read(spec);
    Vertx vertx = Warm.VERTX.join();
    OutOfMemory.endsThisProcess(vertx);
    Settings used = place.settings(command.commandLine().getErr());
    ServerOptions options = at(used.options());
    List<RunSetup> lessons = new ArrayList<>(used.lessons());
    if (own != null) {
      lessons.addFirst(own);
      options = options.withNewRun();
    }
    RunStore store = place.open(used);
    LivegradServer server = start(vertx, options, lessons, store);
    PrintWriter out = command.commandLine().getOut();
    server.addresses().forEach(address -> out.println("Livegrad is running at " + address));
    out.flush();
    waitForTheEnd(server, vertx);
    return 0;
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof UserError mistake ? mistake : e;
    }
  }

  private ServerOptions at(ServerOptions options) {
    try {
      ServerOptions there =
          options.at(host == null ? options.host() : host, port == null ? options.port() : port);
      return publicUrls.isEmpty() ? there : there.withPublicUrls(publicUrls);
    } catch (IllegalArgumentException e) {
      throw new UserError(
          "--" + String.valueOf(e.getMessage()).replaceFirst("publicUrls", "public-url"));
    }
  }

  private static LivegradServer start(
      Vertx vertx, ServerOptions options, List<RunSetup> lessons, RunStore store) {
    try {
      return await(LivegradServer.start(vertx, options, lessons, Main.VERSION, store));
    } catch (CompletionException e) {
      store.close();
      Throwable cause = e.getCause();
      if (cause instanceof CompletionException && cause.getCause() instanceof LimitException full) {
        cause = full;
      }
      if (cause instanceof LimitException) {
        throw new UserError(
            "--data: %s, as \"livegrad runs delete\" does".formatted(cause.getMessage()));
      }
      if (cause instanceof SocketException && isOfThisMachine(options.host())) {
        throw new UserError(
            "--port: %d on %s can't be had, it may be taken; another one, or 0 for a free one, can"
                .formatted(options.port(), options.host()));
      }
      if (cause instanceof SocketException
          || cause instanceof UnknownHostException
          || cause instanceof UnresolvedAddressException) {
        throw new UserError(
            Refusal.notAllowed("--host", options.host(), "an address of this machine"));
      }
      throw e;
    }
  }

  /** What refuses a port that is taken refuses as well a host that is another's. */
  private static boolean isOfThisMachine(String host) {
    try (ServerSocket anyPort = new ServerSocket()) {
      anyPort.bind(new InetSocketAddress(host, 0));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns when the process is told to end and the viewers have been told so. */
  private static void waitForTheEnd(LivegradServer server, Vertx vertx)
      throws InterruptedException {
    CountDownLatch end = new CountDownLatch(1);
    Thread closing =
        new Thread(
            () -> {
              try {
                // One after the other: what is composed would complete on a thread that is then
                // gone.
                inTime(server.close());
                inTime(vertx.close());
              } catch (TimeoutException | ExecutionException | InterruptedException e) {
                // It was told to end, and ends.
                Runtime.getRuntime().halt(1);
              }
              end.countDown();
            },
            "livegrad-closing");
    Runtime.getRuntime().addShutdownHook(closing);
    end.await();
  }

  private static void inTime(Future<?> closing)
      throws TimeoutException, ExecutionException, InterruptedException {
    closing.toCompletionStage().toCompletableFuture().get(CLOSING_SECONDS, TimeUnit.SECONDS);
  }
}
