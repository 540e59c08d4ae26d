// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.otlp;

import java.io.IOException;
import java.util.List;

import dev.observability.tracing.viewer.trace.Fields;
import dev.observability.tracing.viewer.trace.FieldsBuilder;
import dev.observability.tracing.viewer.trace.TraceId;
import org.jspecify.annotations.Nullable;

/**
 * Steps through messages of OTLP field by field, in whichever form they came, so that
 * both forms are understood in the same way. A field is asked for its value once, or is
 * skipped. The thread of the request.
 * <p>
 * Every method throws {@link OtlpFormatException} where the body is not what it must be,
 * and {@link IOException} where it cannot be read.
 */
abstract class OtlpSource {

	/**
	 * Moves to the next field that is known; an element of a list is a field of its own.
	 * @param schema the fields of this message
	 * @return the number of the field, 0 at the end of the message
	 * @throws IOException see above
	 */
	abstract int next(OtlpSchema schema) throws IOException;

	/**
	 * Begins with the message that is the value of this field.
	 * @return what {@link #close} needs
	 * @throws IOException see above
	 */
	abstract int open() throws IOException;

	/**
	 * Returns to the message around, once {@link #next} has returned 0.
	 * @param outer what {@link #open} returned
	 */
	abstract void close(int outer);

	// Leaves the value of this field out
	abstract void skip() throws IOException;

	abstract String text() throws IOException;

	abstract Fields.Bytes bytes() throws IOException;

	// Null where it is no valid id
	abstract @Nullable TraceId traceId() throws IOException;

	// 0 where it is no valid id
	abstract long spanId() throws IOException;

	abstract long integer() throws IOException;

	abstract long fixed64() throws IOException;

	abstract int fixed32() throws IOException;

	abstract double decimal() throws IOException;

	abstract boolean truth() throws IOException;

	/**
	 * Reads a constant of an enumeration.
	 * @param names of its constants, at the index of their numbers
	 * @return the number, 0 where it is unknown here
	 * @throws IOException see above
	 */
	abstract int constant(List<String> names) throws IOException;

	final String text(int length) throws IOException {
		return FieldsBuilder.cut(text(), length);
	}

	// A number that is not negative; larger ones are all the same
	final int count() throws IOException {
		long value = integer();
		return (value < 0 || value > Integer.MAX_VALUE) ? Integer.MAX_VALUE : (int) value;
	}

	static int sum(int one, int other) {
		return (int) Math.min((long) one + other, Integer.MAX_VALUE);
	}

}
