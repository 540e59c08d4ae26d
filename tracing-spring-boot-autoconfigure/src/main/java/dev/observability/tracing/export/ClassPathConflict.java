// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.CodeSource;

import org.jspecify.annotations.Nullable;

/**
 * Says that OTLP over gRPC cannot work in this application, because libraries on its
 * class path do not fit together, and what happens instead. Threads of a sender, and
 * whoever looks.
 *
 * @param artifact what is in the way, such as {@code Okio}
 * @param jar the file that it is in, {@code null} where it is not there or not known
 * @param user the file of what needs another, {@code null} where it is not known
 * @param error what shows it, such as
 * {@code NoSuchMethodError: okio.Socket okio.Okio.socket(java.net.Socket)}
 * @param standIn where the exports go by HTTP instead
 * @param standInFailure why they do not get there, {@code null} where the last one did
 */
record ClassPathConflict(String artifact, @Nullable String jar, @Nullable String user, String error, String standIn,
		@Nullable String standInFailure) {

	private static final int MAX_ERROR_LENGTH = 160;

	private static final int MAX_CAUSES = 16;

	/**
	 * Looks for the error of a class path in what was thrown. OkHttp hides those of its
	 * threads in an exception of I/O.
	 * @param failure anything
	 * @return the error, {@code null} where there is none
	 */
	static @Nullable LinkageError linkageError(Throwable failure) {
		Throwable cause = failure;
		for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
			if (cause instanceof LinkageError error) {
				return error;
			}
			for (Throwable suppressed : cause.getSuppressed()) {
				if (suppressed instanceof LinkageError error) {
					return error;
				}
			}
			cause = cause.getCause();
		}
		return null;
	}

	static ClassPathConflict of(LinkageError error) {
		String text = text(error);
		String lower = text.replace('/', '.');
		String user = jarOf("okhttp3.OkHttpClient");
		if (lower.contains("okio.")) {
			return new ClassPathConflict("Okio", jarOf("okio.Buffer"), user, text, "", null);
		}
		if (lower.contains("kotlin.")) {
			return new ClassPathConflict("Kotlin's library", jarOf("kotlin.Unit"), user, text, "", null);
		}
		return new ClassPathConflict("OkHttp", user, jarOf("io.opentelemetry.sdk.trace.SdkTracerProvider"), text, "",
				null);
	}

	private static String text(LinkageError error) {
		String message = (error.getMessage() != null) ? error.getMessage().replace("'", "") : "";
		String text = error.getClass().getSimpleName() + ": " + message.replaceAll("\\s+", " ");
		return (text.length() > MAX_ERROR_LENGTH) ? text.substring(0, MAX_ERROR_LENGTH) + "..." : text;
	}

	private static @Nullable String jarOf(String className) {
		try {
			Class<?> type = Class.forName(className, false, ClassPathConflict.class.getClassLoader());
			CodeSource source = type.getProtectionDomain().getCodeSource();
			return (source != null && source.getLocation() != null) ? fileName(source.getLocation().toString()) : null;
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return null;
		}
	}

	/**
	 * The file of a location, without the directories before it.
	 * @param location such as
	 * {@code jar:nested:/app.jar/!BOOT-INF/lib/okio-jvm-3.9.0.jar!/}
	 * @return such as {@code okio-jvm-3.9.0.jar}
	 */
	static String fileName(String location) {
		String path = location;
		while (path.endsWith("/") || path.endsWith("!")) {
			path = path.substring(0, path.length() - 1);
		}
		String name = path.substring(path.lastIndexOf('/') + 1);
		return name.contains("%") ? URLDecoder.decode(name, StandardCharsets.UTF_8) : name;
	}

	ClassPathConflict sentTo(String endpoint) {
		return new ClassPathConflict(this.artifact, this.jar, this.user, this.error, endpoint, this.standInFailure);
	}

	ClassPathConflict answered(@Nullable String failure) {
		return new ClassPathConflict(this.artifact, this.jar, this.user, this.error, this.standIn, failure);
	}

	/**
	 * What is wrong, what happens instead, and how to mend it.
	 * @return some sentences
	 */
	String text() {
		String found = (this.jar != null) ? this.artifact + " of " + this.jar : this.artifact + ", which is missing,";
		String wanted = (this.user != null) ? this.user : "the exporter";
		String instead = (this.standInFailure == null) ? "It goes to " + this.standIn + " instead."
				: "It is sent to " + this.standIn + " instead, which does not take it (" + this.standInFailure
						+ "): it is dropped and counted until that does.";
		return "Nothing can leave over gRPC: " + found + " on the class path does not fit " + wanted + " (" + this.error
				+ "). " + instead + " Bring " + this.artifact + " to the version that " + wanted
				+ " asks for, or set observability.tracing.protocol=http/protobuf and the endpoint of HTTP";
	}

}
