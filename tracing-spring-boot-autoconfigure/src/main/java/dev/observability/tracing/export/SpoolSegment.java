// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

import org.jspecify.annotations.Nullable;

/**
 * A file of the spool: encoded exports, one behind the other, each with the number of its
 * spans, the time when it came and a check sum. A record that was delivered is marked
 * where it is, so that a restart does not send it again. Guarded by {@link ExportSpool}.
 * <p>
 * A process that is killed leaves what it wrote before: the operating system has it. The
 * last record may be torn, and is left out then; one that is damaged is left out and
 * counted. Nothing is forced to the disk, so that the loss of power may cost the last
 * seconds. No channel, which an interrupt of the thread would close for all.
 */
final class SpoolSegment implements AutoCloseable {

	/** No export is larger: the Collector would refuse it. */
	static final int MAX_PAYLOAD = 64 * 1024 * 1024;

	private static final int MAGIC = 0x54535031;

	/** Mark, state, length, spans, time, check sum. */
	static final int HEADER = 4 + 4 + 4 + 4 + 8 + 8;

	private static final int STATE = 4;

	private static final int WAITS = 0;

	/** Not by one wrong bit. */
	private static final int DONE = 0x444f4e45;

	private final Path path;

	private final long number;

	private final RandomAccessFile file;

	/** The end of the last whole record. */
	private long end;

	/** Where the first record is that waits. */
	private long next;

	private long waitingSpans;

	private long newestMillis;

	private long damagedSpans;

	private long damagedBytes;

	private SpoolSegment(Path path, long number) throws IOException {
		this.path = path;
		this.number = number;
		this.file = new RandomAccessFile(path.toFile(), "rw");
	}

	static SpoolSegment create(Path path, long number) throws IOException {
		Files.createFile(path, SpoolDirectory.ownerOnly(path, "rw-------"));
		return new SpoolSegment(path, number);
	}

	/**
	 * Opens a file that another process left, and cuts off what is not whole.
	 * @param path the file
	 * @param number its number
	 * @return the segment, with no record where the file is none of ours
	 * @throws IOException if it cannot be read
	 */
	static SpoolSegment open(Path path, long number) throws IOException {
		SpoolSegment segment = new SpoolSegment(path, number);
		try {
			segment.scan();
		}
		catch (IOException | RuntimeException ex) {
			segment.close();
			throw ex;
		}
		return segment;
	}

	private void scan() throws IOException {
		long size = this.file.length();
		boolean waits = false;
		Header header = header(0);
		while (header != null && this.end + HEADER + header.length() <= size) {
			if (header.state() != DONE && isWhole(this.end, header)) {
				this.waitingSpans += header.spans();
				this.newestMillis = Math.max(this.newestMillis, header.millis());
				waits = true;
			}
			else if (header.state() != DONE) {
				// What it says of itself may be what is wrong
				damaged(this.end, Math.min(header.spans(), header.length()));
			}
			this.end += HEADER + header.length();
			this.next = waits ? this.next : this.end;
			header = header(this.end);
		}
		this.damagedBytes = (header == null && size - this.end >= HEADER) ? size - this.end : 0;
		this.file.setLength(this.end);
	}

	private boolean isWhole(long position, Header header) throws IOException {
		byte[] payload = read(position + HEADER, header.length());
		return payload != null && header.check() == check(header.spans(), header.millis(), payload);
	}

	// Not looked at again, so that it is counted once
	private void damaged(long position, long spans) throws IOException {
		this.damagedSpans += spans;
		mark(position);
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
			this.file.seek(this.end);
			this.file.write(header.array());
			this.file.write(payload);
		}
		catch (IOException ex) {
			this.file.setLength(this.end);
			throw ex;
		}
		this.end += HEADER + payload.length;
		this.waitingSpans += spans;
		this.newestMillis = Math.max(this.newestMillis, millis);
	}

	/**
	 * Reads the oldest record that waits.
	 * @return {@code null} where none does, or none can be read any more
	 * @throws IOException if the file cannot be read
	 */
	@Nullable SpoolRecord peek() throws IOException {
		while (this.next < this.end) {
			Header header = header(this.next);
			byte[] payload = (header != null) ? read(this.next + HEADER, header.length()) : null;
			if (header == null || payload == null) {
				// Somebody else wrote to it
				this.next = this.end;
				return null;
			}
			if (header.state() != DONE) {
				if (header.check() == check(header.spans(), header.millis(), payload)) {
					return new SpoolRecord(this.number, this.next, header.millis(), header.spans(), payload);
				}
				long spans = Math.min(header.spans(), this.waitingSpans);
				this.waitingSpans -= spans;
				damaged(this.next, spans);
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
		mark(record.position());
	}

	private void mark(long position) throws IOException {
		this.file.seek(position + STATE);
		this.file.writeInt(DONE);
	}

	private @Nullable Header header(long position) throws IOException {
		byte[] read = read(position, HEADER);
		ByteBuffer bytes = (read != null) ? ByteBuffer.wrap(read) : null;
		if (bytes == null || bytes.getInt() != MAGIC) {
			return null;
		}
		Header header = new Header(bytes.getInt(), bytes.getInt(), bytes.getInt(), bytes.getLong(), bytes.getLong());
		return (header.length() < 0 || header.length() > MAX_PAYLOAD || header.spans() < 0) ? null : header;
	}

	private byte @Nullable [] read(long position, int length) throws IOException {
		if (position + length > this.file.length()) {
			return null;
		}
		byte[] bytes = new byte[length];
		this.file.seek(position);
		try {
			this.file.readFully(bytes);
		}
		catch (EOFException ex) {
			return null;
		}
		return bytes;
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

	/**
	 * How many spans could not be read since this was asked for last.
	 * @return the number, none of which waits any more
	 */
	long takeDamagedSpans() {
		long spans = this.damagedSpans;
		this.damagedSpans = 0;
		return spans;
	}

	/**
	 * How much was cut off of which nobody knows what it was.
	 * @return bytes, none for a record that was being written when the process died
	 */
	long damagedBytes() {
		return this.damagedBytes;
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
		Files.deleteIfExists(this.path);
	}

	@Override
	public void close() throws IOException {
		this.file.close();
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
