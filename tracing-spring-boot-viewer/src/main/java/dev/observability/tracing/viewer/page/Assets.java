// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

import org.jspecify.annotations.Nullable;

/**
 * The files of the page. Step 11 of a request. They are not where Spring Boot looks for
 * static files, so that nobody but the page serves them.
 */
final class Assets {

	static final String FOLDER = "/META-INF/tracing-viewer/";

	private static final Pattern NAME = Pattern.compile("assets/[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)+");

	private static final String INDEX = "index.html";

	private static final Map<String, String> TYPES = Map.of("html", "text/html;charset=UTF-8", "js",
			"text/javascript;charset=UTF-8", "css", "text/css;charset=UTF-8", "svg", "image/svg+xml", "png",
			"image/png", "woff2", "font/woff2");

	/** Those that exist, packed; there are few. */
	private final Map<String, byte[]> packed = new ConcurrentHashMap<>();

	/**
	 * Finds a file.
	 * @param path behind the base path, with a slash at the beginning
	 * @param gzip whether the browser can unpack
	 * @return the file, {@code null} where there is none
	 */
	@Nullable PageResponse find(String path, boolean gzip) {
		String name = path.equals("/") ? INDEX : path.substring(1);
		String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
		if (type == null || !(name.equals(INDEX) || NAME.matcher(name).matches())) {
			return null;
		}
		byte[] body = gzip ? packed(name) : read(name);
		if (body == null) {
			return null;
		}
		// The name of all others changes with what is in them
		PageResponse response = PageResponse.of(PageResponse.OK, type, body)
			.with("Vary", "Accept-Encoding")
			.with("Cache-Control", name.equals(INDEX) ? "no-cache" : "public, max-age=31536000, immutable");
		return gzip ? response.with("Content-Encoding", "gzip") : response;
	}

	private byte @Nullable [] packed(String name) {
		byte[] known = this.packed.get(name);
		if (known != null) {
			return known;
		}
		byte[] bytes = read(name);
		if (bytes == null) {
			return null;
		}
		ByteArrayOutputStream packed = new ByteArrayOutputStream(bytes.length / 2);
		try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
			gzip.write(bytes);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.packed.put(name, packed.toByteArray());
		return packed.toByteArray();
	}

	private static byte @Nullable [] read(String name) {
		try (InputStream file = Assets.class.getResourceAsStream(FOLDER + name)) {
			return (file != null) ? file.readAllBytes() : null;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
