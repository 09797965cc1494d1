package dev.livegrad.browser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;

/** The entries that a page was sent, over all its connections, and what it asked for. */
final class StepsHeard {
  private static final JsonMapper JSON = new JsonMapper();

  /** An entry's first and last step. */
  record Range(long from, long step) {}

  private final List<Range> ranges = new ArrayList<>();
  private final List<JsonNode> sent = new ArrayList<>();
  private int connections;

  /** Begins to listen, before the page is opened. */
  StepsHeard(Page page) {
    page.onWebSocket(
        socket -> {
          connections++;
          socket.onFrameReceived(frame -> received(parse(frame.text())));
          socket.onFrameSent(frame -> sent.add(parse(frame.text())));
        });
  }

  int connections() {
    return connections;
  }

  List<Range> ranges() {
    return List.copyOf(ranges);
  }

  /** The messages of this type that the page sent. */
  List<JsonNode> sent(String type) {
    return sent.stream().filter(message -> message.get("type").textValue().equals(type)).toList();
  }

  private void received(JsonNode message) {
    if (message.get("type").textValue().equals("steps")) {
      for (int i = 0; i < message.get("step").size(); i++) {
        ranges.add(
            new Range(
                message.get("from").get(i).longValue(), message.get("step").get(i).longValue()));
      }
    }
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + text, e);
    }
  }
}
