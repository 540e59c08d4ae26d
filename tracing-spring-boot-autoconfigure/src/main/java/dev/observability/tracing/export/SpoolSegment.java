// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.zip.CRC32C;

import org.jspecify.annotations.Nullable;

/**
 * A file of the spool: encoded exports, one behind the other, each with the number of its
 * spans, the time when it came and a check sum. A record that was delivered is marked
 * where it is, so that a restart does not send it again. Guarded by {@link ExportSpool}.
 * <p>
 * A process that is killed leaves what it wrote before: the operating system has it. The
 * last record may be torn, and is left out then. Nothing is forced to the disk, so that
 * the loss of power may cost the last seconds.
 */
final class SpoolSegment implements AutoCloseable {

	/** No export is larger: the Collector would refuse it. */
	static final int MAX_PAYLOAD = 64 * 1024 * 1024;

	private static final int MAGIC = 0x54535031;

	/** Mark, state, length, spans, time, check sum. */
	private static final int HEADER = 4 + 4 + 4 + 4 + 8 + 8;

	private static final int STATE = 4;

	private static final int WAITS = 0;

	private static final int DONE = 1;

	private final Path file;

	private final long number;

	private final FileChannel channel;

	/** The end of the last whole record. */
	private long end;

	/** Where the first record is that waits. */
	private long next;

	private long waitingSpans;

	private long newestMillis;

	private SpoolSegment(Path file, long number, FileChannel channel) {
		this.file = file;
		this.number = number;
		this.channel = channel;
	}

	static SpoolSegment create(Path file, long number) throws IOException {
		FileChannel channel = FileChannel.open(file,
				Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
				SpoolDirectory.ownerOnly(file, "rw-------"));
		return new SpoolSegment(file, number, channel);
	}

	/**
	 * Opens a file that another process left, and cuts off what is not whole.
	 * @param file the file
	 * @param number its number
	 * @return the segment, with no record where the file is none of ours
	 * @throws IOException if it cannot be read
	 */
	static SpoolSegment open(Path file, long number) throws IOException {
		FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
		SpoolSegment segment = new SpoolSegment(file, number, channel);
		try {
			segment.scan();
		}
		catch (IOException | RuntimeException ex) {
			channel.close();
			throw ex;
		}
		return segment;
	}

	private void scan() throws IOException {
		long size = this.channel.size();
		boolean waits = false;
		Header header = header(this.end);
		while (header != null && this.end + HEADER + header.length() <= size && isWhole(header)) {
			if (header.state() == WAITS) {
				this.waitingSpans += header.spans();
				waits = true;
			}
			else if (!waits) {
				this.next = this.end + HEADER + header.length();
			}
			this.newestMillis = Math.max(this.newestMillis, header.millis());
			this.end += HEADER + header.length();
			header = header(this.end);
		}
		this.channel.truncate(this.end);
	}

	private boolean isWhole(Header header) throws IOException {
		byte[] payload = payload(this.end, header.length());
		return payload != null && header.check() == check(header.spans(), header.millis(), payload);
	}

	/**
	 * Adds an export at the end.
	 * @param payload encoded
	 * @param spans how many it has
	 * @param millis when it came
	 * @throws IOException if it could not be written whole; nothing of it remains
	 */
	void append(byte[] payload, int spans, long millis) throws IOException {
		ByteBuffer header = ByteBuffer.allocate(HEADER)
			.putInt(MAGIC)
			.putInt(WAITS)
			.putInt(payload.length)
			.putInt(spans)
			.putLong(millis)
			.putLong(check(spans, millis, payload))
			.flip();
		try {
			long position = write(header, this.end);
			write(ByteBuffer.wrap(payload), position);
		}
		catch (IOException ex) {
			this.channel.truncate(this.end);
			throw ex;
		}
		this.end += HEADER + payload.length;
		this.waitingSpans += spans;
		this.newestMillis = Math.max(this.newestMillis, millis);
	}

	private long write(ByteBuffer bytes, long position) throws IOException {
		long next = position;
		while (bytes.hasRemaining()) {
			next += this.channel.write(bytes, next);
		}
		return next;
	}

	/**
	 * Reads the oldest record that waits.
	 * @return {@code null} where none does, or none can be read any more
	 * @throws IOException if the file cannot be read
	 */
	@Nullable SpoolRecord peek() throws IOException {
		while (this.next < this.end) {
			Header header = header(this.next);
			byte[] payload = (header != null) ? payload(this.next, header.length()) : null;
			if (header == null || payload == null) {
				// Somebody else wrote to it
				this.next = this.end;
				return null;
			}
			if (header.state() == WAITS) {
				return new SpoolRecord(this.number, this.next, header.spans(), payload);
			}
			this.next += HEADER + header.length();
		}
		return null;
	}

	/**
	 * Marks a record, which is not read again.
	 * @param record the oldest that waits
	 * @throws IOException if the mark cannot be written: it will be sent again after a
	 * restart
	 */
	void done(SpoolRecord record) throws IOException {
		this.next = record.position() + HEADER + record.payload().length;
		this.waitingSpans -= record.spans();
		write(ByteBuffer.allocate(4).putInt(DONE).flip(), record.position() + STATE);
	}

	private @Nullable Header header(long position) throws IOException {
		ByteBuffer bytes = read(position, HEADER);
		if (bytes == null || bytes.getInt() != MAGIC) {
			return null;
		}
		Header header = new Header(bytes.getInt(), bytes.getInt(), bytes.getInt(), bytes.getLong(), bytes.getLong());
		return (header.length() < 0 || header.length() > MAX_PAYLOAD || header.spans() < 0) ? null : header;
	}

	private byte @Nullable [] payload(long position, int length) throws IOException {
		ByteBuffer bytes = read(position + HEADER, length);
		return (bytes != null) ? bytes.array() : null;
	}

	private @Nullable ByteBuffer read(long position, int length) throws IOException {
		if (position + length > this.channel.size()) {
			return null;
		}
		ByteBuffer bytes = ByteBuffer.allocate(length);
		while (bytes.hasRemaining()) {
			if (this.channel.read(bytes, position + bytes.position()) < 0) {
				return null;
			}
		}
		return bytes.flip();
	}

	private static long check(int spans, long millis, byte[] payload) {
		CRC32C sum = new CRC32C();
		sum.update(ByteBuffer.allocate(12).putInt(spans).putLong(millis).flip());
		sum.update(payload);
		return sum.getValue();
	}

	long number() {
		return this.number;
	}

	long size() {
		return this.end;
	}

	long waitingSpans() {
		return this.waitingSpans;
	}

	long newestMillis() {
		return this.newestMillis;
	}

	boolean isDone() {
		return this.next >= this.end;
	}

	/**
	 * Removes the file.
	 * @throws IOException if it remains
	 */
	void delete() throws IOException {
		close();
		Files.deleteIfExists(this.file);
	}

	@Override
	public void close() throws IOException {
		this.channel.close();
	}

	/**
	 * What stands before an export.
	 *
	 * @param state whether it waits
	 * @param length bytes of the export
	 * @param spans how many
	 * @param millis when it came
	 * @param check sum of all but the state
	 */
	private record Header(int state, int length, int spans, long millis, long check) {

	}

}
