package dev.livegrad.server.ws;

/** Where a viewer's messages go; a socket, most of the time. */
interface Transport {
  /** Whether so much is waiting that more should wait elsewhere. */
  boolean isFull();

  /** Sends one message's text. */
  void send(String text);
}
