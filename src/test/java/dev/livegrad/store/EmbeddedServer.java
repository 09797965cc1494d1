package dev.livegrad.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** A PostgreSQL server for all tests of a process, and a database in it for each. */
final class EmbeddedServer {
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private EmbeddedServer() {}

  private static final class Holder {
    static final EmbeddedPostgres SERVER = start();
  }

  private static EmbeddedPostgres start() {
    try {
      return EmbeddedPostgres.builder().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static int port() {
    return Holder.SERVER.getPort();
  }

  /** The URL of a new, empty database. */
  static String newDatabase() {
    String name = "d" + DATABASES.incrementAndGet();
    execute("create database " + name);
    return "postgresql://postgres@localhost:%d/%s".formatted(port(), name);
  }

  static void execute(String statement) {
    try (Connection connection = Holder.SERVER.getPostgresDatabase().getConnection();
        Statement once = connection.createStatement()) {
      once.execute(statement);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
