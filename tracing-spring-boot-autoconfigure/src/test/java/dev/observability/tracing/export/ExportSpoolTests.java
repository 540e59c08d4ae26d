// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link ExportSpool}, {@link SpoolSegment} and {@link SpoolDirectory}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ExportSpoolTests {

	private static final int MEGABYTE = 1024 * 1024;

	private final AtomicLong now = new AtomicLong(1_000_000);

	private ExportLedger ledger = new ExportLedger(new ExportLosses());

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path folder;

	private @Nullable ExportSpool spool;

	@AfterEach
	void close() {
		if (this.spool != null) {
			this.spool.close();
		}
	}

	@Test
	void keepsTheOrderInWhichExportsCame() throws IOException {
		ExportSpool spool = open();
		for (int i = 0; i < 5; i++) {
			assertThat(spool.append(bytes("export " + i), 2)).isTrue();
		}
		assertThat(this.ledger.spooledSpans()).isEqualTo(10);
		assertThat(drain(spool)).containsExactly("export 0", "export 1", "export 2", "export 3", "export 4");
		assertThat(this.ledger.spooledSpans()).isZero();
		assertThat(spool.peek()).isNull();
	}

	@Test
	void exportStaysTheOldestUntilItIsDone() throws IOException {
		ExportSpool spool = open();
		spool.append(bytes("first"), 1);
		spool.append(bytes("second"), 1);
		assertThat(text(spool.peek())).isEqualTo("first");
		assertThat(text(spool.peek())).isEqualTo("first");
	}

	@Test
	void whatWaitsIsFoundAfterARestartAndWhatWasDeliveredIsNotSentAgain() throws IOException {
		ExportSpool spool = open();
		spool.append(bytes("delivered"), 3);
		spool.append(bytes("waits"), 4);
		deliver(spool);
		spool.close();
		this.ledger = new ExportLedger(new ExportLosses());
		ExportSpool next = open();
		assertThat(this.ledger.restoredSpans()).isEqualTo(4);
		assertThat(this.ledger.spooledSpans()).isEqualTo(4);
		assertThat(drain(next)).containsExactly("waits");
	}

	@Test
	void tornRecordAtTheEndIsLeftOutAndTheRestStays() throws IOException {
		for (int cut = 1; cut <= 37; cut++) {
			Path folder = this.folder.resolve("cut" + cut);
			ExportSpool spool = open(folder, Duration.ofHours(1), MEGABYTE);
			spool.append(bytes("whole"), 1);
			spool.append(bytes("torn!"), 1);
			spool.close();
			Path file = file(folder);
			long size = Files.size(file);
			Files.write(file, Arrays.copyOf(Files.readAllBytes(file), (int) (size - cut)));
			ExportSpool next = open(folder, Duration.ofHours(1), MEGABYTE);
			next.append(bytes("new"), 1);
			assertThat(drain(next)).as("cut " + cut).startsWith("whole").endsWith("new").doesNotContain("torn!");
			next.close();
		}
	}

	@Test
	void damagedFilesNeitherStopTheStartNorMakeExportsUp() throws IOException {
		Random random = new Random(42);
		for (int round = 0; round < 300; round++) {
			Path folder = this.folder.resolve("round" + round);
			ExportSpool spool = open(folder, Duration.ofHours(1), MEGABYTE);
			List<String> written = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				written.add("export " + random.nextInt());
				spool.append(bytes(written.get(i)), 1);
			}
			spool.close();
			Path file = file(folder);
			byte[] content = Files.readAllBytes(file);
			for (int i = 0; i < 3; i++) {
				content[random.nextInt(content.length)] ^= (byte) (1 << random.nextInt(8));
			}
			Files.write(file, content);
			ExportSpool next = open(folder, Duration.ofHours(1), MEGABYTE);
			assertThat(written).containsAll(drain(next));
			next.close();
		}
	}

	@Test
	void recordThatIsDamagedIsCountedOnceAndTheOthersStay(CapturedOutput output) throws IOException {
		ExportSpool spool = open();
		for (int i = 1; i <= 4; i++) {
			spool.append(bytes("export " + i), i);
		}
		spool.close();
		damage("export 2");
		ExportLedger ledger = reset();
		ExportSpool next = open();
		assertThat(ledger.losses().count(LossReason.SPOOL_DAMAGED)).isEqualTo(2);
		assertThat(ledger.restoredSpans()).isEqualTo(10);
		assertThat(ledger.spooledSpans()).isEqualTo(8);
		assertThat(text(next.peek())).isEqualTo("export 1");
		next.close();
		ledger = reset();
		assertThat(drain(open())).containsExactly("export 1", "export 3", "export 4");
		assertThat(ledger.losses().total()).isZero();
		assertThat(output).doesNotContain("damaged");
	}

	@Test
	void recordThatIsDamagedWhileTheApplicationRunsIsCounted() throws IOException {
		ExportSpool spool = open();
		for (int i = 1; i <= 3; i++) {
			spool.append(bytes("export " + i), i);
		}
		damage("export 1");
		assertThat(drain(spool)).containsExactly("export 2", "export 3");
		assertThat(this.ledger.losses().count(LossReason.SPOOL_DAMAGED)).isOne();
		assertThat(this.ledger.spooledSpans()).isZero();
	}

	@Test
	void whatFollowsADamagedHeadIsCutOffAndSaid(CapturedOutput output) throws IOException {
		ExportSpool spool = open();
		spool.append(bytes("export 1"), 1);
		spool.append(bytes("export 2"), 1);
		spool.close();
		Path file = file(this.folder);
		byte[] content = Files.readAllBytes(file);
		content[SpoolSegment.HEADER + "export 1".length()] ^= 1;
		Files.write(file, content);
		assertThat(drain(open())).containsExactly("export 1");
		assertThat(output).contains("The last " + (SpoolSegment.HEADER + "export 2".length()) + " bytes of " + file);
	}

	@Test
	void threadThatIsInterruptedLosesNothing() throws IOException {
		ExportSpool spool = open();
		Thread.currentThread().interrupt();
		assertThat(spool.append(bytes("export"), 3)).isTrue();
		SpoolRecord record = spool.peek();
		assertThat(record != null && spool.done(record)).isTrue();
		spool.append(bytes("next"), 1);
		assertThat(text(spool.peek())).isEqualTo("next");
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.ledger.losses().total()).isZero();
	}

	@Test
	void theOldestMakeRoomAndAreCounted() throws IOException {
		ExportSpool spool = open(this.folder, Duration.ofHours(1), MEGABYTE);
		byte[] large = new byte[100_000];
		for (int i = 0; i < 30; i++) {
			assertThat(spool.append(large, 10)).isTrue();
		}
		assertThat(spool.size()).isLessThanOrEqualTo(MEGABYTE);
		assertThat(onDisk()).isLessThanOrEqualTo(MEGABYTE);
		long lost = this.ledger.losses().count(LossReason.SPOOL_FULL);
		assertThat(lost).isPositive();
		assertThat(this.ledger.spooledSpans() + lost).isEqualTo(300);
	}

	@Test
	void exportThatIsLargerThanTheBoundIsNotKept() throws IOException {
		ExportSpool spool = open(this.folder, Duration.ofHours(1), MEGABYTE);
		spool.append(bytes("small"), 1);
		assertThat(spool.append(new byte[MEGABYTE], 1)).isFalse();
		assertThat(text(spool.peek())).isEqualTo("small");
		assertThat(spool.append(new byte[MEGABYTE - SpoolSegment.HEADER], 1)).isTrue();
		assertThat(onDisk()).isLessThanOrEqualTo(MEGABYTE);
	}

	@Test
	void exportThatIsDroppedWhileItIsSentIsCountedOnce() throws IOException {
		ExportSpool spool = open(this.folder, Duration.ofHours(1), MEGABYTE);
		byte[] large = new byte[500_000];
		spool.append(large, 1);
		SpoolRecord sending = spool.peek();
		for (int i = 0; i < 3; i++) {
			spool.append(large, 1);
		}
		assertThat(sending).isNotNull();
		if (sending != null) {
			assertThat(spool.done(sending)).isFalse();
		}
		assertThat(this.ledger.spooledSpans() + this.ledger.losses().total()).isEqualTo(4);
	}

	@Test
	void whatIsTooOldIsDroppedAndCounted() throws IOException {
		ExportSpool spool = open(this.folder, Duration.ofMinutes(10), MEGABYTE);
		spool.append(bytes("old"), 7);
		this.now.addAndGet(Duration.ofMinutes(11).toMillis());
		assertThat(spool.peek()).isNull();
		assertThat(this.ledger.losses().count(LossReason.SPOOL_AGED)).isEqualTo(7);
		spool.append(bytes("new"), 1);
		assertThat(drain(spool)).containsExactly("new");
	}

	@Test
	void whatIsTooOldIsDroppedBesideWhatIsNot() throws IOException {
		ExportSpool spool = open(this.folder, Duration.ofMinutes(10), MEGABYTE);
		spool.append(bytes("old"), 7);
		this.now.addAndGet(Duration.ofMinutes(9).toMillis());
		spool.append(bytes("young"), 1);
		this.now.addAndGet(Duration.ofMinutes(6).toMillis());
		assertThat(drain(spool)).containsExactly("young");
		assertThat(this.ledger.losses().count(LossReason.SPOOL_AGED)).isEqualTo(7);
		assertThat(this.ledger.spooledSpans()).isZero();
	}

	@Test
	void belongsToItsOwnerAlone() throws IOException {
		Path folder = this.folder.resolve("a/b");
		ExportSpool spool = open(folder, Duration.ofHours(1), MEGABYTE);
		spool.append(bytes("secret"), 1);
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder))).isEqualTo("rwx------");
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(spool.path()))).isEqualTo("rwx------");
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file(folder)))).isEqualTo("rw-------");
	}

	@Test
	void instancesOnOneMachineHaveFoldersOfTheirOwnAndTakeWhatAnotherLeft() throws IOException {
		ExportSpool first = open();
		first.append(bytes("of the first"), 1);
		ExportSpool second = open();
		assertThat(second.path()).isNotEqualTo(first.path());
		assertThat(second.peek()).isNull();
		second.close();
		first.close();
		assertThat(drain(open())).containsExactly("of the first");
	}

	@Test
	void linkInThePlaceOfTheFolderIsNotFollowed() throws IOException {
		Path elsewhere = Files.createDirectory(this.folder.resolve("elsewhere"));
		Path link = Files.createSymbolicLink(this.folder.resolve("link"), elsewhere);
		assertThatIOException().isThrownBy(() -> SpoolDirectory.take(link));
		assertThat(elsewhere).isEmptyDirectory();
	}

	@Test
	void diskThatFailsIsSaidOnceAndNothingIsThrown(CapturedOutput output) throws IOException {
		ExportSpool spool = open(this.folder.resolve("gone"), Duration.ofHours(1), MEGABYTE);
		try (Stream<Path> files = Files.list(spool.path())) {
			for (Path file : files.toList()) {
				Files.delete(file);
			}
		}
		Files.delete(spool.path());
		assertThat(spool.append(bytes("lost"), 1)).isFalse();
		assertThat(spool.append(bytes("lost"), 1)).isFalse();
		assertThat(output.toString().split("does not work", -1)).hasSize(2);
		assertThat(this.ledger.spooledSpans()).isZero();
	}

	@Test
	void spoolThatIsClosedTakesNothing() throws IOException {
		ExportSpool spool = open();
		spool.close();
		assertThat(spool.append(bytes("late"), 1)).isFalse();
		assertThat(spool.peek()).isNull();
	}

	@Test
	void foreignFilesAreLeftAlone() throws IOException {
		ExportSpool spool = open();
		Path foreign = Files.write(spool.path().resolve("notes.txt"), bytes("mine"), StandardOpenOption.CREATE);
		spool.close();
		Files.write(spool.path().resolve("0000000000000000007.spans"), bytes("not of ours, but longer than a header"));
		assertThat(open().peek()).isNull();
		assertThat(foreign).hasContent("mine");
	}

	private ExportLedger reset() {
		this.ledger = new ExportLedger(new ExportLosses());
		return this.ledger;
	}

	private void damage(String export) throws IOException {
		Path file = file(this.folder);
		byte[] content = Files.readAllBytes(file);
		int position = new String(content, StandardCharsets.ISO_8859_1).indexOf(export);
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
			channel.write(ByteBuffer.wrap(new byte[] { (byte) (content[position] ^ 1) }), position);
		}
	}

	private ExportSpool open() throws IOException {
		return open(this.folder.resolve("spool"), Duration.ofHours(1), 16 * MEGABYTE);
	}

	private ExportSpool open(Path folder, Duration age, long bytes) throws IOException {
		ExportSpool spool = new ExportSpool(SpoolDirectory.take(folder), new ExportSpool.Bounds(bytes, age),
				this.ledger, this.now::get);
		this.spool = spool;
		return spool;
	}

	private static List<String> drain(ExportSpool spool) {
		List<String> texts = new ArrayList<>();
		SpoolRecord record = spool.peek();
		while (record != null) {
			texts.add(text(record));
			assertThat(spool.done(record)).isTrue();
			record = spool.peek();
		}
		return texts;
	}

	private static void deliver(ExportSpool spool) {
		SpoolRecord record = spool.peek();
		assertThat(record != null && spool.done(record)).isTrue();
	}

	private static String text(@Nullable SpoolRecord record) {
		return (record != null) ? new String(record.payload(), StandardCharsets.UTF_8) : "";
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static Path file(Path folder) throws IOException {
		try (Stream<Path> files = Files.walk(folder)) {
			return files.filter((file) -> file.toString().endsWith(".spans")).findFirst().orElseThrow();
		}
	}

	private long onDisk() throws IOException {
		try (Stream<Path> files = Files.walk(this.folder)) {
			return files.filter(Files::isRegularFile).mapToLong((file) -> file.toFile().length()).sum();
		}
	}

}
