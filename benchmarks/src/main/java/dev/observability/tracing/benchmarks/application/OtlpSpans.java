// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.benchmarks.application;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Finds the spans in an export request of OTLP, as cheaply as can be. Source:
 * opentelemetry-proto, {@code ExportTraceServiceRequest} 1 {@code ResourceSpans} 2
 * {@code ScopeSpans} 2 {@code Span} 5 {@code name}.
 */
final class OtlpSpans {

	private static final int[] PATH = { 1, 2, 2 };

	private static final int NAME = 5;

	private static final int LENGTH_DELIMITED = 2;

	private final byte[] bytes;

	private final Consumer<String> names;

	private int position;

	private int spans;

	private OtlpSpans(byte[] bytes, Consumer<String> names) {
		this.bytes = bytes;
		this.names = names;
	}

	/**
	 * Reads a request.
	 * @param bytes the message
	 * @param names takes the name of each span
	 * @return the number of spans
	 */
	static int read(byte[] bytes, Consumer<String> names) {
		OtlpSpans reader = new OtlpSpans(bytes, names);
		reader.message(bytes.length, 0);
		return reader.spans;
	}

	private void message(int end, int depth) {
		while (this.position < end) {
			long tag = varint();
			int field = (int) (tag >>> 3);
			if ((tag & 7) != LENGTH_DELIMITED) {
				skip((int) (tag & 7));
				continue;
			}
			int fieldEnd = (int) varint() + this.position;
			if (depth < PATH.length && field == PATH[depth]) {
				this.spans += (depth == PATH.length - 1) ? 1 : 0;
				message(fieldEnd, depth + 1);
			}
			else if (depth == PATH.length && field == NAME) {
				this.names
					.accept(new String(this.bytes, this.position, fieldEnd - this.position, StandardCharsets.UTF_8));
			}
			this.position = fieldEnd;
		}
	}

	private void skip(int type) {
		switch (type) {
			case 0:
				varint();
				break;
			case 1:
				this.position += Long.BYTES;
				break;
			case 5:
				this.position += Integer.BYTES;
				break;
			default:
				throw new IllegalArgumentException("wire type must be 0, 1, 2 or 5 but was " + type);
		}
	}

	private long varint() {
		long result = 0;
		for (int shift = 0;; shift += 7) {
			byte next = this.bytes[this.position++];
			result |= (long) (next & 0x7F) << shift;
			if (next >= 0) {
				return result;
			}
		}
	}

}
