// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Keeps on disk, masked and encoded, what a collector does not take now: oldest first,
 * within bounds of size and age, also when the process is killed. Step 10 of a request,
 * exporter threads and those of senders; disk errors are counted and said once, never
 * thrown.
 */
final class ExportSpool implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(ExportSpool.class);

	private static final String SUFFIX = ".spans";

	private static final int SEGMENTS = 16;

	private static final long MIN_SEGMENT = 64 * 1024;

	private final SpoolDirectory directory;

	private final Bounds bounds;

	private final ExportLedger ledger;

	private final LongSupplier millis;

	/** The oldest first; the last is written to. */
	private final Deque<SpoolSegment> segments = new ArrayDeque<>();

	private long nextNumber;

	private boolean failed;

	private boolean closed;

	/**
	 * Opens the spool and finds what another process left.
	 * @param directory of this spool alone, which is closed with it
	 * @param bounds how much and how long
	 * @param ledger told what is kept and what is lost of it
	 * @param millis the clock
	 * @throws IOException if the folder cannot be read
	 */
	ExportSpool(SpoolDirectory directory, Bounds bounds, ExportLedger ledger, LongSupplier millis) throws IOException {
		this.directory = directory;
		this.bounds = bounds;
		this.ledger = ledger;
		this.millis = millis;
		for (Path file : files(directory.path())) {
			restore(file);
		}
		dropOld();
	}

	private static List<Path> files(Path directory) throws IOException {
		try (Stream<Path> files = Files.list(directory)) {
			return files.filter((file) -> file.getFileName().toString().matches("\\d{19}\\.spans")).sorted().toList();
		}
	}

	private void restore(Path file) throws IOException {
		String name = file.getFileName().toString();
		long number = Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
		SpoolSegment segment = SpoolSegment.open(file, number);
		this.nextNumber = number + 1;
		this.segments.add(segment);
		long damaged = segment.takeDamagedSpans();
		this.ledger.restored(segment.waitingSpans() + damaged);
		lost(LossReason.SPOOL_DAMAGED, damaged);
		if (segment.damagedBytes() > 0) {
			logger.warn("The last " + segment.damagedBytes() + " bytes of " + file
					+ " are damaged and left out; nobody knows how many spans they were");
		}
	}

	private void lost(LossReason reason, long spans) {
		this.ledger.unspooled(spans);
		this.ledger.lost(reason, spans);
	}

	/**
	 * Keeps an export.
	 * @param payload masked and encoded
	 * @param spans how many it has
	 * @return false if it could not be written
	 */
	synchronized boolean append(byte[] payload, int spans) {
		long bytes = payload.length + SpoolSegment.HEADER;
		if (this.closed || payload.length > SpoolSegment.MAX_PAYLOAD || bytes > this.bounds.bytes()) {
			return false;
		}
		try {
			makeRoom(bytes);
			writable().append(payload, spans, this.millis.getAsLong());
			this.ledger.spooled(spans);
			this.failed = false;
			notifyAll();
			return true;
		}
		catch (IOException | RuntimeException ex) {
			failed(ex);
			return false;
		}
	}

	private SpoolSegment writable() throws IOException {
		SpoolSegment last = this.segments.peekLast();
		if (last == null || last.size() >= Math.max(MIN_SEGMENT, this.bounds.bytes() / SEGMENTS)) {
			last = SpoolSegment.create(this.directory.path().resolve(String.format("%019d%s", this.nextNumber, SUFFIX)),
					this.nextNumber);
			this.nextNumber++;
			this.segments.add(last);
		}
		return last;
	}

	private void makeRoom(long bytes) {
		dropOld();
		while (!this.segments.isEmpty() && size() + bytes > this.bounds.bytes()) {
			drop(LossReason.SPOOL_FULL);
		}
	}

	private void dropOld() {
		long oldest = oldestMillis();
		while (!this.segments.isEmpty() && this.segments.peekFirst().newestMillis() < oldest) {
			drop(this.segments.peekFirst().isDone() ? null : LossReason.SPOOL_AGED);
		}
	}

	private long oldestMillis() {
		return this.millis.getAsLong() - this.bounds.age().toMillis();
	}

	// The oldest segment, with all that waits in it
	private void drop(@Nullable LossReason reason) {
		SpoolSegment segment = this.segments.removeFirst();
		long spans = segment.waitingSpans();
		if (spans > 0) {
			lost((reason != null) ? reason : LossReason.SPOOL_DAMAGED, spans);
		}
		try {
			segment.delete();
		}
		catch (IOException ex) {
			failed(ex);
		}
	}

	/**
	 * Reads the oldest export.
	 * @return {@code null} where none waits
	 */
	synchronized @Nullable SpoolRecord peek() {
		if (this.closed) {
			return null;
		}
		dropOld();
		while (!this.segments.isEmpty()) {
			SpoolSegment segment = this.segments.peekFirst();
			try {
				SpoolRecord record = young(segment);
				lost(LossReason.SPOOL_DAMAGED, segment.takeDamagedSpans());
				if (record != null) {
					return record;
				}
			}
			catch (IOException | RuntimeException ex) {
				failed(ex);
			}
			// All of it is done, or cannot be read
			drop(LossReason.SPOOL_DAMAGED);
		}
		return null;
	}

	// The oldest of a segment that may be sent still
	private @Nullable SpoolRecord young(SpoolSegment segment) throws IOException {
		SpoolRecord record = segment.peek();
		while (record != null && record.millis() < oldestMillis()) {
			segment.done(record);
			lost(LossReason.SPOOL_AGED, record.spans());
			record = segment.peek();
		}
		return record;
	}

	/**
	 * Notes that an export will not be sent again.
	 * @param record the oldest
	 * @return false if it had been dropped meanwhile, and is counted
	 */
	synchronized boolean done(SpoolRecord record) {
		SpoolSegment segment = this.segments.peekFirst();
		if (this.closed || segment == null || segment.number() != record.segment()) {
			return false;
		}
		try {
			segment.done(record);
		}
		catch (IOException ex) {
			failed(ex);
		}
		this.ledger.unspooled(record.spans());
		if (segment.isDone() && (this.segments.size() > 1 || segment.size() >= MIN_SEGMENT)) {
			drop(null);
		}
		return true;
	}

	/**
	 * Waits until there is something to send.
	 * @return false once the spool is closed
	 * @throws InterruptedException when the thread is to end
	 */
	synchronized boolean await() throws InterruptedException {
		while (!this.closed && this.segments.stream().allMatch(SpoolSegment::isDone)) {
			wait();
		}
		return !this.closed;
	}

	synchronized long size() {
		return this.segments.stream().mapToLong(SpoolSegment::size).sum();
	}

	Path path() {
		return this.directory.path();
	}

	private void failed(Exception ex) {
		if (!this.failed) {
			this.failed = true;
			logger.warn("The spool in " + this.directory + " does not work: " + ex
					+ ". Spans that a collector does not take are dropped and counted; not logged again until it works");
		}
	}

	@Override
	public synchronized void close() {
		if (this.closed) {
			return;
		}
		this.closed = true;
		notifyAll();
		try {
			for (SpoolSegment segment : this.segments) {
				if (segment.isDone()) {
					segment.delete();
				}
				else {
					segment.close();
				}
			}
			this.directory.close();
		}
		catch (IOException ex) {
			failed(ex);
		}
	}

	@Override
	public String toString() {
		return "spool in " + this.directory;
	}

	/**
	 * How much is kept, and how long.
	 *
	 * @param bytes on disk
	 * @param age since it came
	 */
	record Bounds(long bytes, Duration age) {

	}

}
