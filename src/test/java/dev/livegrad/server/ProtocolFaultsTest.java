package dev.livegrad.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livegrad.run.RunOptions;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.Specs;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a viewer gets that breaks the rules, over real sockets. */
@Timeout(60)
final class ProtocolFaultsTest {
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new TestServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aFrameOfMoreThan64KilobytesIsClosedWith1009() throws Exception {
    TestViewer viewer = server.viewer();
    viewer.next();
    viewer.sendPart(" ".repeat(70_000), true);
    assertEquals(1009, viewer.closeCode());
  }

  @Test
  void aMessageOfManyFramesThatAddUpToMoreThan64KilobytesIsClosedWith1009() throws Exception {
    TestViewer viewer = server.viewer();
    viewer.next();
    for (int i = 0; i < 7; i++) {
      viewer.sendPart(" ".repeat(10_000), false);
    }
    assertEquals(1009, viewer.closeCode());
  }

  @Test
  void aBinaryMessageIsClosedWith4400() throws Exception {
    TestViewer viewer = server.viewer();
    viewer.next();
    viewer.sendBinary();
    assertEquals(4400, viewer.closeCode());
  }

  @Test
  void aFloodIsClosedWith4429() throws Exception {
    TestViewer viewer = server.viewer();
    viewer.next();
    try {
      for (int i = 0; i < 2_000; i++) {
        viewer.send("{'type':'pause'}");
      }
    } catch (java.util.concurrent.ExecutionException e) {
      // The server has closed while we were sending.
      assertTrue(e.getCause() instanceof java.io.IOException);
    }
    assertEquals(4429, viewer.closeCode());
  }

  @Test
  void whatIsNoMessageIsRejectedAndTheConnectionStays() throws Exception {
    TestViewer viewer = server.viewer();
    for (String text :
        List.of(
            "hello",
            "[]",
            "{'type':'jump'}",
            "{'type':'start','type':'pause'}",
            "[".repeat(1_000),
            "{'type':'setLearningRate','value':1e999}")) {
      viewer.send(text);
      assertTrue(viewer.until("rejected").get("reason").textValue().length() > 5);
    }
    viewer.send("{'type':'pause','id':'still here'}");
    assertEquals("still here", viewer.until("accepted").get("id").textValue());
  }

  @Test
  void textThatIsNoUtf8IsClosedWith1007() throws Exception {
    assertClosed(1007, new byte[] {(byte) 0x81, (byte) 0x82, 0, 0, 0, 0, (byte) 0xc3, 0x28});
  }

  @Test
  void framesThatBreakTheWebSocketProtocolAreClosedWith1002() throws Exception {
    assertClosed(1002, new byte[] {(byte) 0x81, 0x01, 'a'}); // not masked
    assertClosed(1002, new byte[] {(byte) 0xc1, (byte) 0x81, 0, 0, 0, 0, 'a'}); // a reserved bit
    assertClosed(1002, new byte[] {(byte) 0x83, (byte) 0x81, 0, 0, 0, 0, 'a'}); // no such opcode
  }

  @Test
  void framesOfEveryKindCount() throws Exception {
    byte[] ping = {(byte) 0x89, (byte) 0x80, 0, 0, 0, 0};
    byte[] emptyFragment = {0x00, (byte) 0x80, 0, 0, 0, 0};
    assertClosed(4429, repeated(ping, 1_000));
    byte[] begin = {0x01, (byte) 0x80, 0, 0, 0, 0};
    byte[] fragments = repeated(emptyFragment, 1_000);
    System.arraycopy(begin, 0, fragments, 0, begin.length);
    assertClosed(4429, fragments);
  }

  @Test
  void aTextMayComeInFragmentsThatCutACharacter() throws Exception {
    try (Socket socket = server.connect()) {
      handshake(socket, "");
      byte[] text = "{\"type\":\"pause\",\"id\":\"\u00e9\"}".getBytes(StandardCharsets.UTF_8);
      int cut = text.length - 3;
      frame(socket, 0x01, Arrays.copyOf(text, cut));
      frame(socket, 0x00, new byte[0]);
      frame(socket, 0x80, Arrays.copyOfRange(text, cut, text.length));
      readUntil(socket, "\"accepted\",\"id\":\"");
    }
  }

  @Test
  void asManyTopicsAsAViewerMayWatchAreAllowedInOneMessage() throws Exception {
    TestViewer viewer = server.viewer();
    viewer.send("{'type':'subscribe','id':1,'topics':[" + graphs(24) + "]}");
    assertEquals(1, viewer.until("accepted").get("id").intValue());
    viewer.send("{'type':'unsubscribe','id':2,'topics':[" + graphs(24) + "]}");
    assertEquals(2, viewer.until("accepted").get("id").intValue());
    viewer.send("{'type':'subscribe','id':3,'topics':[" + graphs(25) + "]}");
    assertEquals(3, viewer.until("rejected").get("id").intValue());
  }

  @Test
  void aTopicOfThousandsOfNumbersIsRejected() throws Exception {
    TestViewer viewer = server.viewer();
    String numbers = "1,".repeat(20_000) + "1";
    viewer.send("{'type':'subscribe','id':1,'topics':['surface:" + numbers + "']}");
    assertEquals(1, viewer.until("rejected").get("id").intValue());
  }

  @Test
  void aReasonIsOneLineWhateverWasSent() throws Exception {
    TestViewer viewer = server.viewer();
    for (String text : List.of("a\u2028b", "{'type':'a\u2028b'}", "{'type':'start','a\u2029':1}")) {
      viewer.send(text);
      String reason = viewer.until("rejected").get("reason").textValue();
      assertFalse(reason.chars().anyMatch(it -> it == 0x2028 || it == 0x2029), reason);
    }
  }

  private static String graphs(int count) {
    return IntStream.range(0, count)
        .mapToObj("'graph:%d'"::formatted)
        .collect(Collectors.joining(","));
  }

  private static byte[] repeated(byte[] frame, int times) {
    byte[] all = new byte[frame.length * times];
    for (int i = 0; i < times; i++) {
      System.arraycopy(frame, 0, all, i * frame.length, frame.length);
    }
    return all;
  }

  /** Sends these bytes; the close frame has the code in two bytes behind its head. */
  private static void assertClosed(int code, byte[] sent) throws Exception {
    try (Socket socket = server.connect()) {
      handshake(socket, "");
      readUntil(socket, "\"welcome\"");
      socket.getOutputStream().write(sent);
      socket.getOutputStream().flush();
      StringBuilder read = new StringBuilder();
      String wanted = (char) (code >> 8) + "" + (char) (code & 0xff);
      for (int next = socket.getInputStream().read();
          next >= 0 && !closeCode(read).equals(wanted);
          next = socket.getInputStream().read()) {
        read.append((char) next);
      }
      assertEquals(wanted, closeCode(read), "code " + code);
    }
  }

  private static String closeCode(StringBuilder read) {
    int close = read.lastIndexOf("\u0088");
    return close >= 0 && read.length() >= close + 4 ? read.substring(close + 2, close + 4) : "";
  }

  @Test
  void aHandshakeWithoutTheSubprotocolIsRefused() throws Exception {
    assertStatus(400, upgrade(host(), ""));
    assertStatus(400, upgrade(host(), "Sec-WebSocket-Protocol: livegrad.v2\n"));
    assertStatus(400, server.request("GET /ws", ""));
  }

  @Test
  void aForeignHostOrOriginIsRefusedBeforeTheUpgrade() throws Exception {
    String protocol = "Sec-WebSocket-Protocol: livegrad.v1\n";
    assertStatus(403, upgrade("evil.example", protocol));
    assertStatus(403, upgrade("localhost.evil.example:" + server.port(), protocol));
    for (String origin :
        List.of(
            "http://evil.example",
            "null",
            "https://" + host(),
            "http://127.0.0.1",
            "http://" + host() + ".evil.example",
            "http://" + host() + ",http://x")) {
      assertStatus(403, upgrade(host(), protocol + "Origin: " + origin + "\n"));
    }
  }

  @Test
  void theServersOwnNamesAreLetIn() throws Exception {
    for (String name : List.of("127.0.0.1", "localhost", "LOCALHOST", "[::1]")) {
      try (Socket socket = server.connect()) {
        String host = name + ":" + server.port();
        String origin = "Origin: http://" + host.toLowerCase(java.util.Locale.ROOT) + "\n";
        assertTrue(handshake(socket, host, origin).startsWith("HTTP/1.1 101"), "as " + name);
      }
    }
  }

  @Test
  void whoeverIsMappedToThePortIsLetInByAddressOrLocalName() throws Exception {
    for (String host : List.of("localhost:9000", "127.0.0.1", "192.168.1.5:80", "[fe80::1]:81")) {
      try (Socket socket = server.connect()) {
        String answer = handshake(socket, host, "Origin: http://" + host + "\n");
        assertTrue(answer.startsWith("HTTP/1.1 101"), host + ": " + answer);
      }
      // A page of the same machine that is another's.
      assertStatus(
          403,
          upgrade(host, "Sec-WebSocket-Protocol: livegrad.v1\nOrigin: http://localhost:3000\n"));
    }
  }

  @Test
  void aPublicAddressIsLetInAndNoOther() throws Exception {
    ServerOptions options =
        ServerOptions.defaults().withPublicUrls(List.of("https://school.example/livegrad"));
    try (TestServer own = new TestServer(options)) {
      String subprotocol = "Sec-WebSocket-Protocol: livegrad.v1\nConnection: close\n";
      String here = "127.0.0.1:" + own.port();
      for (String host : List.of("school.example", "School.example:443", here)) {
        try (Socket socket = own.connect()) {
          String answer = handshake(socket, host, "Origin: https://school.example\n");
          assertTrue(answer.startsWith("HTTP/1.1 101"), host + ": " + answer);
        }
      }
      assertStatus(403, own.raw(upgradeHead("school.example:8080", subprotocol), ""));
      assertStatus(
          403,
          own.raw(
              upgradeHead("school.example", subprotocol + "Origin: http://evil.example\n"), ""));
      String refused = own.raw(upgradeHead("evil.example", subprotocol), "");
      assertTrue(refused.contains("--public-url http://evil.example"), refused);
    }
  }

  @Test
  void messagesAreNeverCompressed() throws Exception {
    for (String extension :
        List.of("permessage-deflate", "deflate-frame", "x-webkit-deflate-frame")) {
      try (Socket socket = server.connect()) {
        String answer = handshake(socket, "Sec-WebSocket-Extensions: " + extension + "\n");
        assertTrue(answer.startsWith("HTTP/1.1 101"));
        assertFalse(answer.toLowerCase(java.util.Locale.ROOT).contains("sec-websocket-extensions"));
      }
    }
  }

  @Test
  void whatAViewerSaysAfterItWasClosedIsNotHeard() throws Exception {
    try (TestServer own = new TestServer();
        Socket closed = own.connect()) {
      handshake(closed, "127.0.0.1:" + own.port(), "");
      frame(closed, 0x82, new byte[] {1});
      readUntil(closed, "only text messages are understood");
      frame(closed, 0x81, "{\"type\":\"step\",\"count\":3}".getBytes(StandardCharsets.UTF_8));
      TestViewer awake = own.viewer();
      awake.next();
      awake.send("{'type':'pause','id':1}");
      assertEquals("not started yet", awake.until("accepted").get("note").textValue());
    }
  }

  @Test
  void aViewerThatAnswersNoPingForAMinuteIsClosedWith4408() throws Exception {
    try (TestServer own = new TestServer();
        Socket silent = own.connect()) {
      // It reads, but has never heard of pings.
      handshake(silent, "127.0.0.1:" + own.port(), "");
      readUntil(silent, "\"welcome\"");
      TestViewer awake = own.viewer();
      awake.next();
      for (int second = 0; second < 60; second += 15) {
        own.later(15);
        awake.send("{'type':'pause'}").until("accepted");
      }
      own.later(1);
      // The code in two bytes, then the reason.
      readUntil(silent, (char) (4408 >> 8) + "" + (char) (4408 & 0xff) + "nothing was read");
      awake.send("{'type':'pause'}").until("accepted");
    }
  }

  @Test
  void aViewerForWhomFourMegabytesWaitIsCutOffAndTheOthersGoOn() throws Exception {
    try (TestServer own = new TestServer(ServerOptions.defaults(), List.of(numbers(20)))) {
      TestViewer deaf = own.viewer();
      deaf.next();
      deaf.stopReading();
      TestViewer awake = own.viewer();
      awake.until(m -> TestViewer.is(m, "status") && m.get("viewers").intValue() == 2);
      // Frames come faster where somebody watches.
      awake.send("{'type':'subscribe','topics':['steps']}").until("accepted");
      // Each reset has a welcome with all samples.
      int viewers = 2;
      while (viewers == 2) {
        awake.send("{'type':'reset'}");
        JsonNode told = awake.next();
        while (!TestViewer.is(told, "accepted")) {
          viewers = TestViewer.is(told, "status") ? told.get("viewers").intValue() : viewers;
          told = awake.next();
        }
      }
      assertEquals(1, viewers);
    }
  }

  @Test
  void aWelcomeThatIsLargerThanWhatMayWaitCutsNobodyOff() throws Exception {
    try (TestServer own = new TestServer(ServerOptions.defaults(), List.of(numbers(300)))) {
      TestViewer viewer = own.viewer();
      assertEquals(1_000, viewer.next().get("inputs").size());
      viewer.send("{'type':'pause'}").until("accepted");
    }
  }

  /** A run whose welcome has so many numbers of each of a thousand samples. */
  private static RunSetup numbers(int count) {
    List<Double> row = new Random(1).doubles(count).boxed().toList();
    return Specs.of(
        Map.of(
            "name", "many-numbers",
            "data",
                Map.of(
                    "inline",
                    Map.of(
                        "inputs",
                        Collections.nCopies(1_000, row),
                        "targets",
                        Collections.nCopies(1_000, 1))),
            "model", Map.of("layers", List.of(1)),
            "optimizer", Map.of("learningRate", 0.01)));
  }

  @Test
  void whoCouldNotBeHeardBecauseTheServerWasBusyIsNotClosed() throws Exception {
    try (TestServer own = new TestServer()) {
      TestViewer viewer = own.viewer();
      viewer.next();
      own.later(600);
      own.later(1);
      viewer.send("{'type':'pause'}").until("accepted");
    }
  }

  @Test
  void asManyViewersAsAreAllowedAndNoMore() throws Exception {
    ServerOptions few =
        new ServerOptions("127.0.0.1", 0, List.of(), 2, 10_000, 1_000, false, RunOptions.DEFAULTS);
    try (TestServer small = new TestServer(few)) {
      TestViewer first = small.viewer();
      first.next();
      small.viewer().next();
      String refused =
          small.raw(
              upgradeHead(
                  "127.0.0.1:" + small.port(),
                  "Sec-WebSocket-Protocol: livegrad.v1\nConnection: close\n"),
              "");
      assertStatus(503, refused);
      first.drop();
      TestViewer watching = small.viewerOnceThereIsRoom();
      assertEquals("welcome", watching.next().get("type").textValue());
    }
  }

  private static String upgrade(String host, String more) throws Exception {
    return server.raw(upgradeHead(host, more + "Connection: close\n"), "");
  }

  private static String upgradeHead(String host, String more) {
    return "GET /ws HTTP/1.1\nHost: %s\nUpgrade: websocket\nConnection: Upgrade\n%sSec-WebSocket-Version: 13\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
        .formatted(host, more);
  }

  private static String handshake(Socket socket, String more) throws Exception {
    return handshake(socket, host(), more);
  }

  private static String handshake(Socket socket, String host, String more) throws Exception {
    String head = upgradeHead(host, "Sec-WebSocket-Protocol: livegrad.v1\n" + more);
    OutputStream out = socket.getOutputStream();
    out.write((head.replace("\n", "\r\n") + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
    StringBuilder answer = new StringBuilder();
    InputStream in = socket.getInputStream();
    while (answer.indexOf("\r\n\r\n") < 0) {
      answer.append((char) in.read());
    }
    return answer.toString();
  }

  /** A small masked frame; the mask is zero. */
  private static void frame(Socket socket, int firstByte, byte[] data) throws Exception {
    OutputStream out = socket.getOutputStream();
    out.write(new byte[] {(byte) firstByte, (byte) (0x80 | data.length), 0, 0, 0, 0});
    out.write(data);
    out.flush();
  }

  private static void readUntil(Socket socket, String text) throws Exception {
    StringBuilder read = new StringBuilder();
    while (read.indexOf(text) < 0) {
      int next = socket.getInputStream().read();
      assertTrue(next >= 0, "closed after " + read);
      read.append((char) next);
    }
  }

  private static String host() {
    return "127.0.0.1:" + server.port();
  }

  private static void assertStatus(int status, String answer) {
    assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
    assertTrue(answer.contains("{\"error\":"), answer);
  }
}
