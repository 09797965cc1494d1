/** The server and its two verticles: one that trains, one for HTTP and WebSockets. */
@NullMarked
package dev.livegrad.server;

import org.jspecify.annotations.NullMarked;
