// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import java.nio.charset.Charset;

/**
 * The buffers of one line, kept for the next one. For one thread at a time.
 */
final class LogLine {

	private final JsonLine json = new JsonLine();

	private final LogFields fields;

	LogLine(JsonValues values, ReservedNames reserved, int maxFields) {
		this.fields = new LogFields(this.json, values, reserved, maxFields);
	}

	JsonLine json() {
		return this.json;
	}

	LogFields fields() {
		return this.fields;
	}

	void start(Charset charset) {
		this.json.start(charset);
		this.fields.start();
	}

	// The names and values of the application must not live as long as the buffers
	void release() {
		this.json.release();
		this.fields.start();
	}

}
