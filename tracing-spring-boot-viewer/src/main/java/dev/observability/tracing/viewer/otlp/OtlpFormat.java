// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.otlp;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The two forms that a body of OTLP/HTTP has. Asked on the thread of the request.
 *
 * @since 0.1.0
 */
public enum OtlpFormat {

	/** Protocol Buffers. */
	PROTOBUF("application/x-protobuf"),

	/** JSON, with ids in hexadecimal form. */
	JSON("application/json");

	private final String contentType;

	OtlpFormat(String contentType) {
		this.contentType = contentType;
	}

	/**
	 * Returns what a header says for it.
	 * @return the value of {@code Content-Type}, without parameters
	 */
	public String contentType() {
		return this.contentType;
	}

	/**
	 * Finds the form of a body.
	 * @param contentType value of the header {@code Content-Type}, with or without
	 * parameters
	 * @return {@code null} where it is neither
	 */
	public static @Nullable OtlpFormat of(@Nullable String contentType) {
		if (contentType == null) {
			return null;
		}
		int end = contentType.indexOf(';');
		String type = ((end >= 0) ? contentType.substring(0, end) : contentType).strip().toLowerCase(Locale.ROOT);
		for (OtlpFormat format : values()) {
			if (format.contentType.equals(type)) {
				return format;
			}
		}
		return null;
	}

}
