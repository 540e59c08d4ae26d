// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.otlp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

import dev.observability.tracing.viewer.trace.Fields;
import dev.observability.tracing.viewer.trace.TraceId;
import org.jspecify.annotations.Nullable;

/**
 * Steps through a message of protobuf. Each length is checked against what is left before
 * anything is made of it; what is nested is read only as far as somebody asks, so that
 * nothing can be nested too deeply. The thread of the request.
 * <p>
 * Source: Protocol Buffers, "Encoding".
 */
final class ProtobufSource extends OtlpSource {

	private static final int TRACE_ID_BYTES = 16;

	private static final int SPAN_ID_BYTES = 8;

	private final byte[] bytes;

	private final ByteBuffer numbers;

	/** Behind the value of the current field. */
	private int position;

	/** Of the current message. */
	private int end;

	private int number;

	private int wireType;

	/** Of the current field, which ends at the position. */
	private int start;

	private long varint;

	ProtobufSource(byte[] bytes) {
		this.bytes = bytes;
		this.numbers = ByteBuffer.wrap(bytes);
		this.end = bytes.length;
	}

	@Override
	int next(OtlpSchema schema) throws OtlpFormatException {
		while (this.position < this.end) {
			readField();
			OtlpSchema.Field field = schema.field(this.number);
			// A field that is known, with a type that is not, is a field that is not
			// known
			if (field != null && field.wireType() == this.wireType) {
				return this.number;
			}
		}
		return 0;
	}

	private void readField() throws OtlpFormatException {
		long tag = readVarint();
		this.number = (int) (tag >>> 3);
		this.wireType = (int) (tag & 7);
		if (tag >>> Integer.SIZE != 0 || this.number == 0) {
			throw malformed("a field has no valid number");
		}
		switch (this.wireType) {
			case OtlpSchema.VARINT -> {
				this.varint = readVarint();
			}
			case OtlpSchema.FIXED64 -> advance(Long.BYTES);
			case OtlpSchema.LENGTH_DELIMITED -> advance(readVarint());
			case OtlpSchema.FIXED32 -> advance(Integer.BYTES);
			// Among them groups, which OTLP never had
			default -> throw malformed("a field has no valid type");
		}
	}

	private void advance(long length) throws OtlpFormatException {
		if (length < 0 || length > this.end - this.position) {
			throw malformed("a field is longer than the message around it");
		}
		this.start = this.position;
		this.position += (int) length;
	}

	private long readVarint() throws OtlpFormatException {
		long result = 0;
		for (int shift = 0; shift < Long.SIZE; shift += 7) {
			if (this.position == this.end) {
				throw malformed("a number is cut off");
			}
			byte next = this.bytes[this.position++];
			result |= (long) (next & 0x7F) << shift;
			if (next >= 0) {
				return result;
			}
		}
		throw malformed("a number is too long");
	}

	private OtlpFormatException malformed(String what) {
		return new OtlpFormatException(
				"The body is not an OTLP message of protobuf: " + what + ", at byte " + this.position);
	}

	@Override
	int open() {
		int outer = this.end;
		this.end = this.position;
		this.position = this.start;
		return outer;
	}

	@Override
	void close(int outer) {
		this.position = this.end;
		this.end = outer;
	}

	@Override
	void skip() {
		// The position is already behind it
	}

	@Override
	String text() {
		// Else each empty one were an object of its own
		return (this.position == this.start) ? ""
				: new String(this.bytes, this.start, this.position - this.start, StandardCharsets.UTF_8);
	}

	@Override
	Fields.Bytes bytes() {
		return new Fields.Bytes(
				Base64.getEncoder().encodeToString(Arrays.copyOfRange(this.bytes, this.start, this.position)));
	}

	@Override
	@Nullable TraceId traceId() {
		if (this.position - this.start != TRACE_ID_BYTES) {
			return null;
		}
		return TraceId.of(bigEndian(this.start), bigEndian(this.start + Long.BYTES));
	}

	@Override
	long spanId() {
		return (this.position - this.start == SPAN_ID_BYTES) ? bigEndian(this.start) : 0;
	}

	private long bigEndian(int index) {
		return this.numbers.order(ByteOrder.BIG_ENDIAN).getLong(index);
	}

	@Override
	long integer() {
		return this.varint;
	}

	@Override
	long fixed64() {
		return this.numbers.order(ByteOrder.LITTLE_ENDIAN).getLong(this.start);
	}

	@Override
	int fixed32() {
		return this.numbers.order(ByteOrder.LITTLE_ENDIAN).getInt(this.start);
	}

	@Override
	double decimal() {
		return Double.longBitsToDouble(fixed64());
	}

	@Override
	boolean truth() {
		return this.varint != 0;
	}

	@Override
	int constant(List<String> names) {
		return (this.varint >= 0 && this.varint < names.size()) ? (int) this.varint : 0;
	}

}
