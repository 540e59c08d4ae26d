// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.viewer.otlp;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link BoundedBody}: never more than allowed, and nothing that is broken.
 */
class BoundedBodyTests {

	private static final int LIMIT = 100_000;

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " ", "identity", "Identity", "gzip", "GZIP", " x-gzip " })
	void aBodyOfTheLimitIsRead(@Nullable String encoding) throws IOException {
		boolean compressed = encoding != null && encoding.toLowerCase(Locale.ROOT).contains("gzip");
		for (int size : new int[] { 0, 1, 8191, 8192, LIMIT - 1, LIMIT }) {
			byte[] content = random(size);
			byte[] body = compressed ? gzip(content) : content;
			assertThat(BoundedBody.of(stream(body), encoding, LIMIT).readAllBytes()).isEqualTo(content);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "identity", "gzip" })
	void aBodyBeyondTheLimitIsRefused(String encoding) throws IOException {
		for (byte[] content : new byte[][] { random(LIMIT + 1), new byte[LIMIT + 1], random(5 * LIMIT) }) {
			byte[] body = encoding.equals("gzip") ? gzip(content) : content;
			try (InputStream input = BoundedBody.of(stream(body), encoding, LIMIT)) {
				assertThatExceptionOfType(OtlpTooLargeException.class).isThrownBy(input::readAllBytes)
					.withMessage("The body has more than 100000 bytes");
				assertThatExceptionOfType(OtlpTooLargeException.class).as("again").isThrownBy(input::read);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "deflate", "br", "gzip, gzip", "zstd", "gzip;q=1", "secret" })
	void otherEncodingsAreRefused(String encoding) {
		assertThatExceptionOfType(OtlpEncodingException.class)
			.isThrownBy(() -> BoundedBody.of(InputStream.nullInputStream(), encoding, LIMIT))
			.withMessage("The body is compressed in another way than gzip");
	}

	@Test
	void aBombStopsAtTheLimit() throws IOException {
		byte[] bomb = gzip(new byte[10_000_000]);
		assertThat(bomb).as("small enough to be sent").hasSizeLessThan(20_000);
		AtomicLong read = new AtomicLong();
		InputStream input = BoundedBody.of(counting(bomb, read), "gzip", LIMIT);
		assertThatExceptionOfType(OtlpTooLargeException.class).isThrownBy(input::readAllBytes);
		assertThat(read).as("the rest is not even looked at").hasValueLessThanOrEqualTo(8192);
		InputStream many = BoundedBody.of(stream(OtlpReaderTests.concat(gzip(new byte[60_000]), bomb)), "gzip", LIMIT);
		assertThatExceptionOfType(OtlpTooLargeException.class).isThrownBy(many::readAllBytes);
	}

	@Test
	void membersWithoutContentStopAsWell() throws IOException {
		byte[] empty = gzip(new byte[0]);
		InputStream endless = new InputStream() {

			private int position;

			@Override
			public int read() {
				return empty[this.position++ % empty.length] & 0xFF;
			}

		};
		InputStream input = BoundedBody.of(endless, "gzip", LIMIT);
		assertThatExceptionOfType(OtlpTooLargeException.class).isThrownBy(input::read);
	}

	@Test
	void membersOneAfterTheOtherAreOneBody() throws IOException {
		byte[] first = random(50_000);
		byte[] second = random(300);
		byte[] body = OtlpReaderTests.concat(gzip(first), gzip(new byte[0]), gzip(second));
		byte[] content = OtlpReaderTests.concat(first, second);
		assertThat(BoundedBody.of(stream(body), "gzip", LIMIT).readAllBytes()).isEqualTo(content);
		assertThat(BoundedBody.of(slow(body), "gzip", LIMIT).readAllBytes()).as("byte by byte").isEqualTo(content);
		ByteArrayOutputStream single = new ByteArrayOutputStream();
		InputStream input = BoundedBody.of(stream(body), "gzip", LIMIT);
		for (int next = input.read(); next >= 0; next = input.read()) {
			single.write(next);
		}
		assertThat(single.toByteArray()).isEqualTo(content);
		assertThat(input.read()).isEqualTo(-1);
	}

	@Test
	void everyPartOfAHeaderIsPassedOver() throws IOException {
		byte[] content = random(1000);
		byte[] plain = gzip(content);
		for (int flags = 0; flags < 32; flags++) {
			ByteArrayOutputStream body = new ByteArrayOutputStream();
			body.writeBytes(new byte[] { 0x1F, (byte) 0x8B, 8, (byte) flags, 1, 2, 3, 4, 2, 3 });
			body.writeBytes(((flags & 4) != 0) ? new byte[] { 3, 0, 'a', 0, 'c' } : new byte[0]);
			body.writeBytes(((flags & 8) != 0) ? new byte[] { 'n', 'a', 0 } : new byte[0]);
			body.writeBytes(((flags & 16) != 0) ? new byte[] { 'c', 0 } : new byte[0]);
			if ((flags & 2) != 0) {
				CRC32 checksum = new CRC32();
				checksum.update(body.toByteArray());
				body.write((int) checksum.getValue());
				body.write((int) checksum.getValue() >> 8);
			}
			body.write(plain, 10, plain.length - 10);
			assertThat(BoundedBody.of(slow(body.toByteArray()), "gzip", LIMIT).readAllBytes()).as("flags %d", flags)
				.isEqualTo(content);
		}
	}

	@Test
	void aBodyThatIsCutOffIsRefused() throws IOException {
		byte[] member = gzip(random(100));
		byte[] body = OtlpReaderTests.concat(member, member);
		for (int length = 0; length < body.length; length++) {
			InputStream input = BoundedBody.of(stream(Arrays.copyOf(body, length)), "gzip", LIMIT);
			if (length != member.length) {
				assertThatExceptionOfType(OtlpFormatException.class).as("length %d", length)
					.isThrownBy(input::readAllBytes)
					.withMessage("The body is cut off: its gzip has no end");
			}
		}
	}

	@Test
	void aBodyThatIsDamagedIsRefused() throws IOException {
		byte[] content = "{\"resourceSpans\":[]}".repeat(20).getBytes(StandardCharsets.UTF_8);
		byte[] body = gzip(content);
		int accepted = 0;
		for (int i = 0; i < 8 * body.length; i++) {
			byte[] damaged = body.clone();
			damaged[i / 8] ^= (byte) (1 << i % 8);
			InputStream input = BoundedBody.of(stream(damaged), "gzip", LIMIT);
			try {
				assertThat(input.readAllBytes()).as("bit %d", i).isEqualTo(content);
				accepted++;
			}
			catch (OtlpFormatException ex) {
				assertThat(ex).hasMessageStartingWith("The body is ");
			}
		}
		// Those of the time and the system, and what is left of the last byte
		assertThat(accepted).isBetween(6 * 8, 7 * 8 + 8);
	}

	@Test
	void whatFollowsTheLastMemberIsRefused() throws IOException {
		byte[] body = OtlpReaderTests.concat(gzip(random(100)), new byte[] { 0 });
		InputStream input = BoundedBody.of(stream(body), "gzip", LIMIT);
		assertThatExceptionOfType(OtlpFormatException.class).isThrownBy(input::readAllBytes);
		assertThatExceptionOfType(OtlpFormatException.class)
			.isThrownBy(
					() -> BoundedBody.of(stream("{}".getBytes(StandardCharsets.UTF_8)), "gzip", LIMIT).readAllBytes())
			.withMessage("The body is not the gzip that its header says");
	}

	@Test
	void anyLimitIsAllowed() throws IOException {
		InputStream input = BoundedBody.of(stream(new byte[10]), null, Long.MAX_VALUE);
		assertThat(input.read(new byte[0])).isZero();
		assertThat(input.read(new byte[100], 5, 95)).isEqualTo(10);
		assertThat(input.read()).isEqualTo(-1);
	}

	@Test
	void theBodyIsClosed() throws IOException {
		for (String encoding : new String[] { "identity", "gzip" }) {
			AtomicBoolean closed = new AtomicBoolean();
			BoundedBody.of(new FilterInputStream(InputStream.nullInputStream()) {
				@Override
				public void close() {
					closed.set(true);
				}
			}, encoding, LIMIT).close();
			assertThat(closed).isTrue();
		}
	}

	@Test
	void aRequestThatIsTooLargeIsToldFromOneThatIsBroken() throws IOException {
		InputStream json = BoundedBody.of(stream(gzip(new byte[LIMIT + 1])), "gzip", LIMIT);
		assertThatExceptionOfType(OtlpTooLargeException.class)
			.isThrownBy(() -> OtlpReader.traces(OtlpFormat.PROTOBUF, json, new CollectedSink()));
		byte[] spaces = new byte[LIMIT + 1];
		Arrays.fill(spaces, (byte) ' ');
		InputStream protobuf = BoundedBody.of(stream(gzip(spaces)), "gzip", LIMIT);
		assertThatExceptionOfType(OtlpTooLargeException.class)
			.isThrownBy(() -> OtlpReader.document(protobuf, new CollectedSink()));
	}

	static byte[] gzip(byte[] content) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
			out.write(content);
		}
		return bytes.toByteArray();
	}

	private static byte[] random(int size) {
		byte[] bytes = new byte[size];
		new Random(size).nextBytes(bytes);
		return bytes;
	}

	private static InputStream stream(byte[] body) {
		return new ByteArrayInputStream(body);
	}

	private static InputStream counting(byte[] body, AtomicLong total) {
		return new ByteArrayInputStream(body) {
			@Override
			public synchronized int read(byte[] target, int offset, int length) {
				int read = super.read(target, offset, length);
				total.addAndGet(read);
				return read;
			}
		};
	}

	// As a network may be: one byte at a time, and no more of them have arrived
	private static InputStream slow(byte[] body) {
		return new ByteArrayInputStream(body) {
			@Override
			public synchronized int read(byte[] target, int offset, int length) {
				return super.read(target, offset, Math.min(1, length));
			}

			@Override
			public synchronized int available() {
				return 0;
			}
		};
	}

}
