// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.otlp;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates gzip, one member after the other. The JDK's own stream takes the end of a
 * member for the end of the body where no more bytes have arrived yet, and passes over
 * what is broken behind it. The thread of the request.
 * <p>
 * Source: RFC 1952.
 */
final class GzipMembers extends InputStream {

	private static final int MAGIC_1 = 0x1F;

	private static final int MAGIC_2 = 0x8B;

	private static final int DEFLATE = 8;

	private static final int HEADER_CRC = 1 << 1;

	private static final int EXTRA = 1 << 2;

	private static final int NAME = 1 << 3;

	private static final int COMMENT = 1 << 4;

	private static final int RESERVED = 0xE0;

	private static final int TIME_AND_SYSTEM_BYTES = 6;

	private final InputStream input;

	private final Inflater inflater = new Inflater(true);

	private final CRC32 checksum = new CRC32();

	private final byte[] buffer = new byte[8192];

	private int position;

	private int end;

	private boolean inMember;

	private boolean started;

	GzipMembers(InputStream input) {
		this.input = input;
	}

	@Override
	public int read() throws IOException {
		byte[] single = new byte[1];
		return (read(single, 0, 1) < 0) ? -1 : single[0] & 0xFF;
	}

	@Override
	public int read(byte[] target, int offset, int length) throws IOException {
		if (length == 0) {
			return 0;
		}
		while (this.inMember || beginMember()) {
			int count = inflate(target, offset, length);
			if (count > 0) {
				this.checksum.update(target, offset, count);
				return count;
			}
			if (this.inflater.finished()) {
				endMember();
			}
		}
		return -1;
	}

	private int inflate(byte[] target, int offset, int length) throws IOException {
		if (this.inflater.needsInput() && !this.inflater.finished()) {
			if (!fill()) {
				throw cutOff();
			}
			this.inflater.setInput(this.buffer, 0, this.end);
		}
		try {
			int count = this.inflater.inflate(target, offset, length);
			if (this.inflater.needsDictionary()) {
				throw broken();
			}
			return count;
		}
		catch (DataFormatException ex) {
			throw broken();
		}
	}

	private boolean beginMember() throws IOException {
		if (this.position == this.end && !fill()) {
			if (!this.started) {
				throw cutOff();
			}
			return false;
		}
		this.started = true;
		readHeader();
		this.inflater.reset();
		this.inflater.setInput(this.buffer, this.position, this.end - this.position);
		this.checksum.reset();
		this.inMember = true;
		return true;
	}

	private void readHeader() throws IOException {
		if (next() != MAGIC_1 || next() != MAGIC_2 || next() != DEFLATE) {
			throw broken();
		}
		int flags = next();
		if ((flags & RESERVED) != 0) {
			throw broken();
		}
		skip(TIME_AND_SYSTEM_BYTES);
		if ((flags & EXTRA) != 0) {
			skip(next() | next() << 8);
		}
		if ((flags & NAME) != 0) {
			skipText();
		}
		if ((flags & COMMENT) != 0) {
			skipText();
		}
		if ((flags & HEADER_CRC) != 0) {
			skip(2);
		}
	}

	private void endMember() throws IOException {
		this.inMember = false;
		this.position = this.end - this.inflater.getRemaining();
		long length = this.inflater.getBytesWritten() & 0xFFFF_FFFFL;
		if (nextFour() != this.checksum.getValue() || nextFour() != length) {
			throw broken();
		}
	}

	private long nextFour() throws IOException {
		return next() | next() << 8 | next() << 16 | (long) next() << 24;
	}

	private void skip(int count) throws IOException {
		for (int i = 0; i < count; i++) {
			next();
		}
	}

	private void skipText() throws IOException {
		int next = next();
		while (next != 0) {
			next = next();
		}
	}

	private int next() throws IOException {
		if (this.position == this.end && !fill()) {
			throw cutOff();
		}
		return this.buffer[this.position++] & 0xFF;
	}

	private boolean fill() throws IOException {
		this.position = 0;
		this.end = Math.max(0, this.input.read(this.buffer, 0, this.buffer.length));
		return this.end > 0;
	}

	private static OtlpFormatException cutOff() {
		return new OtlpFormatException("The body is cut off: its gzip has no end");
	}

	private static OtlpFormatException broken() {
		return new OtlpFormatException("The body is not the gzip that its header says");
	}

	@Override
	public void close() throws IOException {
		this.inflater.end();
		this.input.close();
	}

}
