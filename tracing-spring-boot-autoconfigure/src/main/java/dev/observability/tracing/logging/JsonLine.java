// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.logging;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A line of JSON in the making, step 7 of a request: bytes of UTF-8 that grow. For one
 * thread at a time.
 * <p>
 * A text may hold anything: control characters are escaped, half of a surrogate pair
 * becomes the replacement character. The bytes stay for the next line unless they have
 * grown large.
 */
final class JsonLine {

	private static final int INITIAL_BYTES = 1024;

	private static final int KEPT_BYTES = 64 * 1024;

	private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

	/** Whether an ASCII character stands in a text as it is. */
	private static final boolean[] PLAIN = new boolean[128];

	static {
		Arrays.fill(PLAIN, ' ', PLAIN.length, true);
		PLAIN['"'] = false;
		PLAIN['\\'] = false;
	}

	private byte[] bytes = new byte[INITIAL_BYTES];

	private int length;

	/** Whether all but ASCII is escaped, for consoles that know less than UTF-8. */
	private boolean ascii;

	void start(Charset charset) {
		this.ascii = !StandardCharsets.UTF_8.equals(charset);
		this.length = 0;
	}

	int length() {
		return this.length;
	}

	// Takes back what was written after the position.
	void reset(int position) {
		this.length = position;
	}

	byte[] toBytes(Charset charset) {
		if (this.ascii) {
			return new String(this.bytes, 0, this.length, StandardCharsets.US_ASCII).getBytes(charset);
		}
		return Arrays.copyOf(this.bytes, this.length);
	}

	void release() {
		this.length = 0;
		if (this.bytes.length > KEPT_BYTES) {
			this.bytes = new byte[INITIAL_BYTES];
		}
	}

	void raw(byte[] json) {
		ensure(json.length);
		System.arraycopy(json, 0, this.bytes, this.length, json.length);
		this.length += json.length;
	}

	void raw(char ascii) {
		ensure(1);
		this.bytes[this.length++] = (byte) ascii;
	}

	// As many digits as asked for, zeros in front.
	void digits(int number, int digits) {
		ensure(digits);
		int rest = number;
		for (int i = this.length + digits - 1; i >= this.length; i--) {
			this.bytes[i] = (byte) ('0' + rest % 10);
			rest /= 10;
		}
		this.length += digits;
	}

	// A text that is known to be of plain ASCII, without quotes.
	@SuppressWarnings("deprecation")
	void ascii(String text) {
		ensure(text.length());
		text.getBytes(0, text.length(), this.bytes, this.length);
		this.length += text.length();
	}

	void name(String name) {
		string(name);
		raw(':');
	}

	void string(String text) {
		ensure(text.length() + 2);
		this.bytes[this.length++] = '"';
		int plain = plain(text);
		if (plain < text.length()) {
			escaped(text, plain);
		}
		raw('"');
	}

	// Writes the text up to its first character that needs more than a byte.
	private int plain(String text) {
		byte[] target = this.bytes;
		int offset = this.length;
		int end = text.length();
		int i = 0;
		while (i < end) {
			char next = text.charAt(i);
			if (next >= PLAIN.length || !PLAIN[next]) {
				break;
			}
			target[offset + i] = (byte) next;
			i++;
		}
		this.length = offset + i;
		return i;
	}

	private void escaped(String text, int start) {
		int end = text.length();
		for (int i = start; i < end; i++) {
			char next = text.charAt(i);
			// Six for this character, one for each that follows
			ensure(end - i + 12);
			if (next < PLAIN.length) {
				asciiCharacter(next);
			}
			else if (Character.isHighSurrogate(next) && i + 1 < end && Character.isLowSurrogate(text.charAt(i + 1))) {
				i++;
				pair(next, text.charAt(i));
			}
			else {
				character(Character.isSurrogate(next) ? '\ufffd' : next);
			}
		}
	}

	private void asciiCharacter(char next) {
		if (PLAIN[next]) {
			this.bytes[this.length++] = (byte) next;
			return;
		}
		char shorthand = switch (next) {
			case '"', '\\' -> next;
			case '\n' -> 'n';
			case '\r' -> 'r';
			case '\t' -> 't';
			case '\b' -> 'b';
			case '\f' -> 'f';
			default -> 0;
		};
		if (shorthand == 0) {
			unicode(next);
			return;
		}
		this.bytes[this.length++] = '\\';
		this.bytes[this.length++] = (byte) shorthand;
	}

	private void character(char next) {
		if (this.ascii) {
			unicode(next);
		}
		else if (next < 0x800) {
			this.bytes[this.length++] = (byte) (0xc0 | next >> 6);
			this.bytes[this.length++] = (byte) (0x80 | next & 0x3f);
		}
		else {
			this.bytes[this.length++] = (byte) (0xe0 | next >> 12);
			this.bytes[this.length++] = (byte) (0x80 | next >> 6 & 0x3f);
			this.bytes[this.length++] = (byte) (0x80 | next & 0x3f);
		}
	}

	private void pair(char high, char low) {
		if (this.ascii) {
			unicode(high);
			unicode(low);
			return;
		}
		int point = Character.toCodePoint(high, low);
		this.bytes[this.length++] = (byte) (0xf0 | point >> 18);
		this.bytes[this.length++] = (byte) (0x80 | point >> 12 & 0x3f);
		this.bytes[this.length++] = (byte) (0x80 | point >> 6 & 0x3f);
		this.bytes[this.length++] = (byte) (0x80 | point & 0x3f);
	}

	private void unicode(char next) {
		this.bytes[this.length++] = '\\';
		this.bytes[this.length++] = 'u';
		for (int shift = 12; shift >= 0; shift -= 4) {
			this.bytes[this.length++] = HEX[next >> shift & 0xf];
		}
	}

	private void ensure(int more) {
		if (this.bytes.length - this.length < more) {
			this.bytes = Arrays.copyOf(this.bytes, Math.max(this.bytes.length * 2, this.length + more));
		}
	}

}
