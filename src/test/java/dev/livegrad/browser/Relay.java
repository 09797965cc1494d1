package dev.livegrad.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A line between browser and server that can be cut while both live on. */
final class Relay implements AutoCloseable {
  private final ServerSocket entrance;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile int target;
  private volatile boolean cut;

  Relay() {
    try {
      entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Begins to relay to a port of this machine. */
  void to(int port) {
    target = port;
    Thread.startVirtualThread(this::accept);
  }

  /** Where the browser goes. */
  int port() {
    return entrance.getLocalPort();
  }

  /** Ends every connection, and takes no other one. */
  void cut() {
    cut = true;
    open.forEach(Relay::close);
  }

  void mend() {
    cut = false;
  }

  private void accept() {
    while (!entrance.isClosed()) {
      try {
        Socket browser = entrance.accept();
        if (cut) {
          close(browser);
        } else {
          Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
          open.add(browser);
          open.add(server);
          Thread.startVirtualThread(() -> copy(browser, server));
          Thread.startVirtualThread(() -> copy(server, browser));
        }
      } catch (IOException e) {
        // Closed: by the test, or by a browser that didn't wait.
      }
    }
  }

  private void copy(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // One side is gone; the other one goes with it.
    }
    open.remove(from);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    cut();
    try {
      entrance.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
