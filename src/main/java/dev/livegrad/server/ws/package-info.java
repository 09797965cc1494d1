/** WebSockets: one object a connection, one hub a run. */
@NullMarked
package dev.livegrad.server.ws;

import org.jspecify.annotations.NullMarked;
