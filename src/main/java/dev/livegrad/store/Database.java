package dev.livegrad.store;

import java.sql.SQLException;
import java.util.List;

/** Where the rows are. */
interface Database extends AutoCloseable {
  /** What people call it, as a file; holds no password. */
  String name();

  /**
   * Connects, to change rows.
   *
   * @throws dev.livegrad.run.StoreException if there are another program's tables
   */
  Sql writing() throws SQLException;

  /** Connects, to read rows; may be the one that changes them. */
  Sql reading() throws SQLException;

  /** The names of its tables, be they ours or not. */
  List<String> tables(Sql sql) throws SQLException;

  /** What went wrong, as a sentence for people that names the database. */
  String sentence(SQLException e);

  /** Whether it refused what it was given, and will again. */
  boolean isRefusal(SQLException e);

  /** Whether it is damaged, so that to go on writing could only make it worse. */
  boolean isDamage(SQLException e);

  /** Lets others have it; the connections were closed before. */
  @Override
  void close();
}
