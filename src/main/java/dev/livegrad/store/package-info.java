/**
 * Keeps runs in SQL: in a file or in memory by SQLite, or on a server by PostgreSQL. Knows no
 * Vert.x and no HTTP.
 *
 * <pre>
 *   keep --> Writer: a queue and a thread; all that waits is one transaction
 *              |
 *          UpdateWriter: rows for each update      RunReader &lt;-- list, read
 *              |                                       |
 *             Sql: a connection ----- Database ------ Sql
 * </pre>
 */
@NullMarked
package dev.livegrad.store;

import org.jspecify.annotations.NullMarked;
