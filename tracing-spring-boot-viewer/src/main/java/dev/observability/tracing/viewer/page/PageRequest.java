// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.page;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A request for the page, whichever server received it. Step 11 of a request, on the
 * thread that answers.
 *
 * @since 0.1.0
 */
public interface PageRequest {

	/**
	 * Returns the method.
	 * @return such as {@code GET}
	 */
	String method();

	/**
	 * Returns what stands behind the base path.
	 * @return empty, or with a slash at the beginning; decoded by a servlet container, as
	 * it was sent by a reactive server, which is the same for every name that is here
	 */
	String path();

	/**
	 * Returns where the page is, as the browser asked for it.
	 * @return context path and base path, such as {@code /app/tracing}
	 */
	String basePath();

	/**
	 * Returns the query as it was sent.
	 * @return without question mark, {@code null} without one
	 */
	@Nullable String query();

	/**
	 * Returns the lines of a header. That of the host is there however the protocol tells
	 * it, and has two values where somebody before the page changed it.
	 * @param name its name, in any case
	 * @return its values, empty where there is none
	 */
	List<String> headers(String name);

	/**
	 * Returns the names of all headers.
	 * @return in any case
	 */
	Iterable<String> headerNames();

	/**
	 * Returns who opened the connection.
	 * @return its address, {@code null} where the server does not tell, or somebody
	 * before the page tells another
	 */
	@Nullable InetAddress peer();

	/**
	 * Returns whether the connection is encrypted.
	 * @return whether it is
	 */
	boolean isSecure();

	/**
	 * Returns whether it came by HTTP/1.0, which no browser speaks any more, but some
	 * proxies do.
	 * @return whether it did, as far as the server tells
	 */
	boolean isHttp10();

	/**
	 * Returns the body.
	 * @return read once, on this thread
	 * @throws IOException if it cannot be read
	 */
	InputStream body() throws IOException;

	/**
	 * Returns the first line of a header.
	 * @param name its name, in any case
	 * @return its value, {@code null} where there is none
	 */
	default @Nullable String header(String name) {
		List<String> values = headers(name);
		return values.isEmpty() ? null : values.get(0);
	}

	/**
	 * Returns whether it only reads.
	 * @return whether the method is GET or HEAD
	 */
	default boolean isRead() {
		return method().equals("GET") || method().equals("HEAD");
	}

}
