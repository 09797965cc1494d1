package dev.livegrad.store;

import dev.livegrad.run.StoreException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL server's database, or that schema of it which its URL names. */
final class Postgres implements Database {
  private static final String FORM = "postgresql://host:5432/database";

  /** How long the lock is waited for, in milliseconds. */
  private static final int LOCK_TIMEOUT = 2_000;

  /** What the driver would print is said in our words. */
  private static final Logger DRIVER = Logger.getLogger("org.postgresql");

  static {
    DRIVER.setLevel(Level.OFF);
  }

  private static final String SOCKET_TIMEOUT = "socketTimeout";

  private final String name;
  private final String url;
  private final Properties properties;

  private Postgres(String name, String url, Properties properties) {
    this.name = name;
    this.url = url;
    this.properties = properties;
  }

  /**
   * @param url as {@code postgresql://user:password@host:5432/database?sslmode=require}, with or
   *     without {@code jdbc:} in front; what stands behind the question mark is for the driver
   * @param user in place of the one in the URL; null for that one
   * @param password likewise
   * @throws StoreException if it is no such URL
   */
  static Postgres at(String url, @Nullable String user, @Nullable String password) {
    URI uri = uri(url);
    String[] own = Objects.requireNonNullElse(uri.getRawUserInfo(), "").split(":", 2);
    String place =
        uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()) + uri.getRawPath();
    Properties properties = new Properties();
    properties.setProperty("ApplicationName", "Livegrad");
    properties.setProperty("tcpKeepAlive", "true");
    // Seconds. Without, a server that is cut off is waited for without an end.
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("loginTimeout", "10");
    properties.setProperty(SOCKET_TIMEOUT, "30");
    put(properties, "user", user == null ? decoded(own[0]) : user);
    put(properties, "password", password == null && own.length > 1 ? decoded(own[1]) : password);
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return new Postgres("postgresql://" + place, "jdbc:postgresql://" + place + query, properties);
  }

  /** Of a URL that is none nothing is said, since it may hold a password. */
  private static URI uri(String url) {
    try {
      URI uri = new URI(url.startsWith("jdbc:") ? url.substring("jdbc:".length()) : url);
      String scheme = Objects.requireNonNullElse(uri.getScheme(), "");
      boolean hasDatabase = uri.getRawPath() != null && uri.getRawPath().length() > 1;
      if (scheme.matches("postgres(ql)?") && uri.getHost() != null && hasDatabase) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // It is said below.
    }
    throw new StoreException("store.url: is no URL of a database; allowed is one as " + FORM);
  }

  private static void put(Properties properties, String key, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      properties.setProperty(key, value);
    }
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  @Override
  public String name() {
    return name;
  }

  /**
   * Its lock is the server's, and ends with the connection: soon after this process, too, which is
   * why it is waited for.
   */
  @Override
  public Sql writing() throws SQLException {
    Sql sql = connect(properties, "set synchronous_commit = on");
    try {
      sql.execute("set lock_timeout = " + LOCK_TIMEOUT);
      sql.execute("select pg_advisory_lock(hashtext('livegrad'), hashtext(current_schema()))");
      return sql.begin();
    } catch (SQLException e) {
      sql.close();
      throw e;
    }
  }

  /** Whoever reads is asked by somebody who waits, and tries again. */
  @Override
  public Sql reading() throws SQLException {
    Properties impatient = (Properties) properties.clone();
    impatient.setProperty(SOCKET_TIMEOUT, "10");
    return connect(
            impatient,
            "set session characteristics as transaction isolation level repeatable read, read only")
        .begin();
  }

  private Sql connect(Properties properties, String first) throws SQLException {
    Sql sql = new Sql(DriverManager.getConnection(url, properties), false);
    try {
      sql.execute(first);
      return sql;
    } catch (SQLException e) {
      sql.close();
      throw e;
    }
  }

  @Override
  public List<String> tables(Sql sql) throws SQLException {
    return sql.list(
        "select tablename from pg_tables where schemaname = current_schema()",
        it -> it.getString(1));
  }

  /** By the states that PostgreSQL's documentation lists in its appendix A. */
  @Override
  public String sentence(SQLException e) {
    String state = Objects.requireNonNullElse(e.getSQLState(), "");
    String what =
        switch (state) {
          case "08001", "08003", "08004", "08006", "57P01", "57P02", "57P05" ->
              hasCause(e, UnknownHostException.class)
                  ? "there is no host of this name"
                  : "the server doesn't answer";
          case "57P03" -> "the server is not ready yet";
          case "28P01", "28000" -> "the server refuses this user or password";
          case "3D000" -> "there is no database of this name";
          case "55P03" -> "another Livegrad uses it";
          case "3F000" -> "there is no schema of this name";
          case "42501" -> "this user may not read and write there";
          case "25006" -> "it may only be read";
          case "53100" -> "the server has no room left to write to";
          case "53300" -> "the server has no connection left";
          case "42P01", "42703" -> "it doesn't have the tables any more that it had";
          case "XX001", "XX002" -> "it is damaged";
          case Sql.NO_ROW -> "it is damaged: its table livegrad is empty";
          default -> "it can't be read or written (PostgreSQL's state %s)".formatted(state);
        };
    return name + ": " + what;
  }

  private static boolean hasCause(@Nullable Throwable e, Class<? extends Throwable> type) {
    return e != null && (type.isInstance(e) || hasCause(e.getCause(), type));
  }

  /** Data that are no such data, and rows against the rules. */
  @Override
  public boolean isRefusal(SQLException e) {
    String state = Objects.requireNonNullElse(e.getSQLState(), "");
    return state.startsWith("22") || state.startsWith("23");
  }

  /** Its data or an index are corrupted. */
  @Override
  public boolean isDamage(SQLException e) {
    return "XX001".equals(e.getSQLState()) || "XX002".equals(e.getSQLState());
  }

  @Override
  public void close() {}
}
