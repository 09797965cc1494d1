package dev.livegrad.server.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Writer;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Writes a response in UTF-8, no faster than it is read; one that is small is sent as a whole. Ends
 * only by {@link #finish}, so that what breaks off is not taken for the whole. Belongs to a thread
 * that may wait.
 */
final class ResponseWriter extends Writer {
  private static final int CHUNK = 32 << 10;

  /** Whoever reads nothing for so long keeps a thread from others. */
  private static final long PATIENCE_SECONDS = 30;

  private final HttpServerResponse response;
  private final StringBuilder chunk = new StringBuilder();
  private boolean begun;
  private Future<Void> written = Future.succeededFuture();

  ResponseWriter(HttpServerResponse response) {
    this.response = response;
  }

  @Override
  public void write(char[] chars, int offset, int length) throws IOException {
    chunk.append(chars, offset, length);
    if (chunk.length() >= CHUNK) {
      flush();
    }
  }

  @Override
  public void flush() throws IOException {
    await();
    if (!begun) {
      begun = true;
      response.setChunked(true);
    }
    written = response.write(Buffer.buffer(chunk.toString()));
    chunk.setLength(0);
  }

  /** Sends the rest, and ends the response. */
  void finish() throws IOException {
    await();
    written = response.end(Buffer.buffer(chunk.toString()));
    await();
  }

  @Override
  public void close() {
    // What was not finished stays so.
  }

  private void await() throws IOException {
    try {
      written.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException("the connection has ended", e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("nothing was read for long", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }
}
