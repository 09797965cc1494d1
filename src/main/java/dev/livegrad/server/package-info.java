/** The training verticle, the HTTP routes, and one object per WebSocket connection. */
@NullMarked
package dev.livegrad.server;

import org.jspecify.annotations.NullMarked;
