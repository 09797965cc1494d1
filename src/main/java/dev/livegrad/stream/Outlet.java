package dev.livegrad.stream;

/** Where a viewer's messages go; a socket, most of the time. */
public interface Outlet {
  /** Whether so much is waiting that more should wait elsewhere. */
  boolean isFull();

  /** Sends one message's text. */
  void send(String text);
}
