package dev.livegrad.server.http;

import io.vertx.core.http.HttpConnection;
import java.util.HashSet;
import java.util.Set;

/**
 * The connections that are open, bounded, since each takes memory whatever it is used for; those
 * that became WebSockets are counted elsewhere. Belongs to one event loop.
 */
public final class Connections {
  private final int max;
  private final Set<HttpConnection> open = new HashSet<>();

  /**
   * @param max the most that may be open
   */
  public Connections(int max) {
    this.max = max;
  }

  /** Takes in a connection, or closes it where there are too many. */
  public void opened(HttpConnection connection) {
    if (open.size() >= max) {
      connection.close();
      return;
    }
    open.add(connection);
    connection.closeHandler(_ -> open.remove(connection));
  }

  /** Counts a connection no longer that has become a WebSocket. */
  public void upgraded(HttpConnection connection) {
    open.remove(connection);
  }
}
