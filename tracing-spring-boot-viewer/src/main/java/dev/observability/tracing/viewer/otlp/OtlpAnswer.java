// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.otlp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes the bodies of answers to OTLP/HTTP, in the form in which the request came. The
 * thread of the request.
 * <p>
 * Source: OTLP specification, "OTLP/HTTP Response"; {@code google/rpc/status.proto}.
 *
 * @since 0.1.0
 */
public final class OtlpAnswer {

	private static final int VARINT = 0;

	private static final int LENGTH_DELIMITED = 2;

	private OtlpAnswer() {
	}

	/**
	 * Writes an {@code ExportTraceServiceResponse}, for status 200.
	 * @param format as of the request
	 * @param count what became of the spans
	 * @return the body
	 */
	public static byte[] traces(OtlpFormat format, OtlpCount count) {
		return success(format, count, "rejectedSpans");
	}

	/**
	 * Writes an {@code ExportLogsServiceResponse}, for status 200.
	 * @param format as of the request
	 * @param count what became of the log lines
	 * @return the body
	 */
	public static byte[] logs(OtlpFormat format, OtlpCount count) {
		return success(format, count, "rejectedLogRecords");
	}

	/**
	 * Writes a {@code google.rpc.Status}, for a status of 400 and above.
	 * @param format as of the request
	 * @param status status of the answer
	 * @param message what is wrong
	 * @return the body
	 */
	public static byte[] error(OtlpFormat format, int status, String message) {
		String text = WellFormed.text(message);
		int code = code(status);
		if (format == OtlpFormat.PROTOBUF) {
			return message(code, text);
		}
		return OtlpWriter.bytes((out) -> {
			out.writeNumberProperty("code", code);
			out.writeStringProperty("message", text);
		});
	}

	private static byte[] success(OtlpFormat format, OtlpCount count, String rejected) {
		String text = WellFormed.text(count.message());
		boolean partial = count.rejected() > 0 || !text.isEmpty();
		if (format == OtlpFormat.PROTOBUF) {
			ByteArrayOutputStream out = new ByteArrayOutputStream();
			if (partial) {
				field(out, 1, message(count.rejected(), text));
			}
			return out.toByteArray();
		}
		return OtlpWriter.bytes((out) -> {
			if (partial) {
				out.writeObjectPropertyStart("partialSuccess");
				out.writeStringProperty(rejected, Integer.toString(count.rejected()));
				out.writeStringProperty("errorMessage", text);
				out.writeEndObject();
			}
		});
	}

	// A number as field 1 and a text as field 2, as all of these messages have it
	private static byte[] message(int number, String text) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		if (number != 0) {
			varint(out, 1 << 3 | VARINT);
			varint(out, number);
		}
		if (!text.isEmpty()) {
			field(out, 2, text.getBytes(StandardCharsets.UTF_8));
		}
		return out.toByteArray();
	}

	private static void field(ByteArrayOutputStream out, int number, byte[] value) {
		varint(out, number << 3 | LENGTH_DELIMITED);
		varint(out, value.length);
		out.writeBytes(value);
	}

	private static void varint(ByteArrayOutputStream out, int value) {
		int rest = value;
		while ((rest & ~0x7F) != 0) {
			out.write(rest & 0x7F | 0x80);
			rest >>>= 7;
		}
		out.write(rest);
	}

	// As the mapping of google.rpc.Code says
	private static int code(int status) {
		return switch (status) {
			case 400, 415 -> 3;
			case 401 -> 16;
			case 403 -> 7;
			case 404 -> 5;
			case 413, 429 -> 8;
			case 503 -> 14;
			default -> (status >= 500) ? 13 : 2;
		};
	}

}
