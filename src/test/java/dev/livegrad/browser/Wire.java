package dev.livegrad.browser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;

/** What a page and its server said to each other, over all its connections. */
final class Wire {
  private static final JsonMapper JSON = new JsonMapper();

  /** An entry's first and last step. */
  record Range(long from, long step) {}

  private final List<JsonNode> received = new ArrayList<>();
  private final List<JsonNode> sent = new ArrayList<>();
  private int connections;

  /** Begins to listen, before the page is opened. */
  Wire(Page page) {
    page.onWebSocket(socket -> {
      connections++;
      socket.onFrameReceived(frame -> received.add(parse(frame.text())));
      socket.onFrameSent(frame -> sent.add(parse(frame.text())));
    });
  }

  int connections() {
    return connections;
  }

  /** The entries of all {@code steps} messages, in order. */
  List<Range> ranges() {
    List<Range> ranges = new ArrayList<>();
    for (JsonNode message : received("steps")) {
      for (int i = 0; i < message.get("step").size(); i++) {
        ranges.add(
            new Range(
                message.get("from").get(i).longValue(), message.get("step").get(i).longValue()));
      }
    }
    return ranges;
  }

  /** The messages of this type that the page received. */
  List<JsonNode> received(String type) {
    return ofType(received, type);
  }

  /** The messages of this type that the page sent. */
  List<JsonNode> sent(String type) {
    return ofType(sent, type);
  }

  /** The topics that each message of this type names, but for what tells the first loss. */
  List<String> topics(String type) {
    return sent(type).stream()
        .map(message -> message.get("topics").toString())
        .filter(topics -> !topics.equals("[\"health\"]"))
        .toList();
  }

  private static List<JsonNode> ofType(List<JsonNode> messages, String type) {
    return messages.stream()
        .filter(message -> message.get("type").textValue().equals(type))
        .toList();
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + text, e);
    }
  }
}
