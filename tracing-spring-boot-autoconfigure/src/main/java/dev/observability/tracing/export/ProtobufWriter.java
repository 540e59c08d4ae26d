// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes fields of protobuf messages, one after the other, into a buffer that grows and
 * is used again. The length of a message, which stands before it, is filled in at its
 * end, so that nothing is looked at twice. One thread at a time.
 * <p>
 * Source: Protocol Buffers, "Encoding".
 */
final class ProtobufWriter {

	private static final int VARINT = 0;

	private static final int FIXED64 = 1;

	private static final int LENGTH_DELIMITED = 2;

	private static final int FIXED32 = 5;

	private static final int MAX_VARINT_BYTES = 10;

	/** Longer texts are rare and are counted before they are written. */
	private static final int MAX_UNCOUNTED_TEXT = 4096;

	private byte[] bytes = new byte[16 * 1024];

	private int size;

	int size() {
		return this.size;
	}

	// Forgets what was written behind
	void size(int size) {
		this.size = size;
	}

	int capacity() {
		return this.bytes.length;
	}

	void writeTo(OutputStream output) throws IOException {
		output.write(this.bytes, 0, this.size);
	}

	byte[] toByteArray() {
		return Arrays.copyOf(this.bytes, this.size);
	}

	// Fields that were written before, with their numbers
	void fields(byte[] encoded) {
		ensure(encoded.length);
		System.arraycopy(encoded, 0, this.bytes, this.size, encoded.length);
		this.size += encoded.length;
	}

	void varint(int field, long value) {
		ensure(2 * MAX_VARINT_BYTES);
		tag(field, VARINT);
		varint(value);
	}

	void fixed64(int field, long value) {
		ensure(MAX_VARINT_BYTES + Long.BYTES);
		tag(field, FIXED64);
		for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
			this.bytes[this.size++] = (byte) (value >>> shift);
		}
	}

	void fixed32(int field, int value) {
		ensure(MAX_VARINT_BYTES + Integer.BYTES);
		tag(field, FIXED32);
		for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
			this.bytes[this.size++] = (byte) (value >>> shift);
		}
	}

	void text(int field, String text) {
		int length = text.length();
		if (length > MAX_UNCOUNTED_TEXT) {
			utf8(field, text);
			return;
		}
		ensure(2 * MAX_VARINT_BYTES + length);
		int start = this.size;
		tag(field, LENGTH_DELIMITED);
		varint(length);
		// As if all were ASCII, which nearly all are
		byte[] target = this.bytes;
		int position = this.size;
		for (int i = 0; i < length; i++) {
			char next = text.charAt(i);
			if (next >= 0x80) {
				this.size = start;
				utf8(field, text);
				return;
			}
			target[position + i] = (byte) next;
		}
		this.size = position + length;
	}

	private void utf8(int field, String text) {
		bytes(field, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
	}

	void bytes(int field, ByteBuffer value) {
		int length = value.remaining();
		ensure(2 * MAX_VARINT_BYTES + length);
		tag(field, LENGTH_DELIMITED);
		varint(length);
		value.get(this.bytes, this.size, length);
		this.size += length;
	}

	/**
	 * Writes bytes from their hexadecimal form, as the ids of spans have it.
	 * @param field number of the field
	 * @param hex lower case, of even length
	 */
	void hex(int field, String hex) {
		int length = hex.length() / 2;
		ensure(2 * MAX_VARINT_BYTES + length);
		tag(field, LENGTH_DELIMITED);
		varint(length);
		for (int i = 0; i < length; i++) {
			this.bytes[this.size++] = (byte) (nibble(hex.charAt(2 * i)) << 4 | nibble(hex.charAt(2 * i + 1)));
		}
	}

	private static int nibble(char digit) {
		// '0' to '9' are 0x30 to 0x39, 'a' to 'f' 0x61 to 0x66
		return (digit & 0xF) + 9 * (digit >>> 6);
	}

	/**
	 * Begins a message within this one.
	 * @param field its number
	 * @param lengthBytes how many bytes its length will likely take; with any other
	 * number its content moves
	 * @return where its content starts, for {@link #close}
	 */
	int open(int field, int lengthBytes) {
		ensure(MAX_VARINT_BYTES + lengthBytes);
		tag(field, LENGTH_DELIMITED);
		this.size += lengthBytes;
		return this.size;
	}

	/**
	 * Ends a message.
	 * @param start what {@link #open} returned
	 * @param lengthBytes as it was given there
	 */
	void close(int start, int lengthBytes) {
		int length = this.size - start;
		int needed = varintBytes(length);
		if (needed != lengthBytes) {
			ensure(MAX_VARINT_BYTES);
			System.arraycopy(this.bytes, start, this.bytes, start - lengthBytes + needed, length);
		}
		this.size = start - lengthBytes;
		varint(length);
		this.size += length;
	}

	private static int varintBytes(int value) {
		return (Integer.SIZE + 6 - Integer.numberOfLeadingZeros(value | 1)) / 7;
	}

	private void tag(int field, int type) {
		varint((long) field << 3 | type);
	}

	private void varint(long value) {
		long rest = value;
		while ((rest & ~0x7FL) != 0) {
			this.bytes[this.size++] = (byte) (rest & 0x7F | 0x80);
			rest >>>= 7;
		}
		this.bytes[this.size++] = (byte) rest;
	}

	private void ensure(int more) {
		if (this.bytes.length - this.size < more) {
			this.bytes = Arrays.copyOf(this.bytes, Math.max(this.size + more, 2 * this.bytes.length));
		}
	}

}
