// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.nio.charset.StandardCharsets;

/**
 * Steps through the fields of a protobuf message that somebody else wrote. Any thread,
 * one at a time; never throws and never reads beyond the message, however broken it is.
 * <p>
 * Source: Protocol Buffers, "Encoding"; groups, which no message of OTLP has, count as
 * broken.
 */
final class ProtobufReader {

	private static final int VARINT = 0;

	private static final int FIXED64 = 1;

	private static final int LENGTH_DELIMITED = 2;

	private static final int FIXED32 = 5;

	private final byte[] bytes;

	private final int end;

	private int position;

	private int field;

	private int wireType;

	private int valueStart;

	private long value;

	private boolean broken;

	ProtobufReader(byte[] bytes) {
		this(bytes, 0, bytes.length);
	}

	private ProtobufReader(byte[] bytes, int start, int end) {
		this.bytes = bytes;
		this.position = start;
		this.end = end;
	}

	/**
	 * Moves behind the next field.
	 * @return {@code false} at the end and where the message is broken
	 */
	boolean next() {
		if (this.broken || this.position >= this.end) {
			return false;
		}
		long tag = varint();
		this.field = (int) (tag >>> 3);
		this.wireType = (int) (tag & 7);
		if (this.field == 0) {
			this.broken = true;
		}
		skipValue();
		return !this.broken;
	}

	boolean isNumber(int field) {
		return this.field == field && this.wireType == VARINT;
	}

	long number() {
		return this.value;
	}

	boolean isMessage(int field) {
		return this.field == field && this.wireType == LENGTH_DELIMITED;
	}

	ProtobufReader message() {
		return new ProtobufReader(this.bytes, this.valueStart, this.position);
	}

	String text() {
		return new String(this.bytes, this.valueStart, this.position - this.valueStart, StandardCharsets.UTF_8);
	}

	boolean isBroken() {
		return this.broken;
	}

	private void skipValue() {
		switch (this.wireType) {
			case VARINT -> {
				this.value = varint();
			}
			case FIXED64 -> skip(Long.BYTES);
			case LENGTH_DELIMITED -> {
				long length = varint();
				this.valueStart = this.position;
				skip(length);
			}
			case FIXED32 -> skip(Integer.BYTES);
			default -> {
				this.broken = true;
			}
		}
	}

	private void skip(long length) {
		if (length < 0 || length > this.end - this.position) {
			this.broken = true;
			return;
		}
		this.position += (int) length;
	}

	private long varint() {
		long result = 0;
		for (int shift = 0; shift < 64 && this.position < this.end; shift += 7) {
			byte next = this.bytes[this.position++];
			result |= (long) (next & 0x7F) << shift;
			if (next >= 0) {
				return result;
			}
		}
		this.broken = true;
		return 0;
	}

}
