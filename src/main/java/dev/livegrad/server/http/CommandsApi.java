package dev.livegrad.server.http;

import dev.livegrad.protocol.ClientMessage;
import dev.livegrad.protocol.Decoder;
import dev.livegrad.protocol.ProtocolException;
import dev.livegrad.run.Command;
import dev.livegrad.run.CommandResult;
import dev.livegrad.training.spec.SpecException;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;

/** A viewer's commands over HTTP, for scripts and for those who steer many runs at once. */
public final class CommandsApi {
  private final RequestedRun requested;
  private final Bodies bodies;
  private final Decoder decoder;
  private final WorkerExecutor worker;

  /**
   * @param specs its threads read commands, since one may bring a whole spec
   */
  public CommandsApi(SpecBodies specs, RequestedRun requested, Bodies bodies, Decoder decoder) {
    this.requested = requested;
    this.bodies = bodies;
    this.decoder = decoder;
    this.worker = specs.worker();
  }

  public void mount(Router router) {
    bodies.read(router.post("/api/runs/:id/commands"), MediaType.JSON).handler(this::command);
  }

  private void command(RoutingContext context) {
    String body = Objects.requireNonNullElse(context.body().asString(), "");
    worker
        .executeBlocking(() -> read(body), false)
        .compose(
            command -> requested.ask(context, run -> run.apply(command, Requester.nameOf(context))))
        .onSuccess(result -> {
          switch (result) {
            case CommandResult.Accepted accepted -> Json.send(context, 200, accepted);
            case CommandResult.Rejected(String reason) -> Json.refuse(context, 409, reason);
          }
        })
        .onFailure(failure -> Json.fail(context, failure));
  }

  private Command read(String body) {
    try {
      if (decoder.decode(body) instanceof ClientMessage.Steer(_, Command command)) {
        return command;
      }
    } catch (ProtocolException e) {
      throw new SpecException(e.getMessage());
    }
    throw new SpecException(
        "type: is none of a command; %s are allowed"
            .formatted(String.join(", ", Command.Reader.ALL.keySet())));
  }
}
