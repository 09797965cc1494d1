/** What the server answers over HTTP: the API, the dashboard's files, and who may ask. */
@NullMarked
package dev.livegrad.server.http;

import org.jspecify.annotations.NullMarked;
