// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPOutputStream;

import com.google.protobuf.Any;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import dev.observability.tracing.testing.OtlpReceiver;
import dev.observability.tracing.testing.ReceiverFault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OtlpGrpcSender}, against a real server, and one that writes the frames
 * of HTTP/2 by hand for what no real one answers.
 */
class OtlpGrpcSenderTests {

	/** An answer whose partial success rejects three spans, with its prefix. */
	private static final byte[] THREE_REJECTED = { 0, 0, 0, 0, 4, 0x0A, 0x02, 0x08, 0x03 };

	private static final TextMessage EMPTY = new TextMessage("");

	private final OtlpReceiver receiver = OtlpReceiver.start();

	private final List<OtlpGrpcSender> senders = new ArrayList<>();

	@AfterEach
	void close() {
		this.senders.forEach(OtlpGrpcSender::shutdown);
		this.receiver.close();
	}

	@Test
	void realServerTakesWhatIsSentAndRejectsWhatItWants() {
		OtlpGrpcSender sender = sender(this.receiver.grpcEndpoint(), Duration.ofSeconds(30));
		assertThat(EMPTY.sendBy(sender).join()).isEqualTo(SendOutcome.taken(0));
		this.receiver.fault(ReceiverFault.THROTTLED);
		assertThat(EMPTY.sendBy(sender).join())
			.isEqualTo(SendOutcome.lost(new ExportFailure(LossReason.REFUSED, "gRPC RESOURCE_EXHAUSTED")));
		this.receiver.fault(ReceiverFault.THROTTLED_RETRY_AFTER);
		assertThat(EMPTY.sendBy(sender).join()).isEqualTo(SendOutcome
			.later(new ExportFailure(LossReason.REFUSED, "gRPC RESOURCE_EXHAUSTED"), Duration.ofSeconds(1)));
		this.receiver.fault(ReceiverFault.UNAVAILABLE_RETRY_AFTER);
		assertThat(EMPTY.sendBy(sender).join()).isEqualTo(
				SendOutcome.later(new ExportFailure(LossReason.REFUSED, "gRPC UNAVAILABLE"), Duration.ofSeconds(1)));
		assertThat(sender.conflict()).isNull();
	}

	@Test
	void answerThatDoesNotComeOrBreaksOffMayComeLater() {
		this.receiver.fault(ReceiverFault.HANG);
		assertThat(send(this.receiver.grpcEndpoint(), Duration.ofMillis(300)))
			.isEqualTo(SendOutcome.later(new ExportFailure(LossReason.TIMEOUT, "timeout"), Duration.ZERO));
		this.receiver.fault(ReceiverFault.CUT);
		SendOutcome cut = send(this.receiver.grpcEndpoint(), Duration.ofSeconds(30));
		assertThat(cut.retryable()).isTrue();
		assertThat(cut.failure()).extracting(ExportFailure::reason).isEqualTo(LossReason.UNREACHABLE);
		this.receiver.fault(ReceiverFault.DRIP);
		assertThat(send(this.receiver.grpcEndpoint(), Duration.ofMillis(300)).retryable()).isTrue();
	}

	@Test
	void readsStatusAndDetailsOfTheTrailers() {
		byte[] details = Status.newBuilder()
			.addDetails(Any.pack(RetryInfo.newBuilder()
				.setRetryDelay(com.google.protobuf.Duration.newBuilder().setSeconds(5))
				.build()))
			.build()
			.toByteArray();
		SendOutcome outcome = send(frames(headers(":status", "200"), data(new byte[0]),
				headers("grpc-status", "14", "grpc-status-details-bin", Base64.getEncoder().encodeToString(details))));
		assertThat(outcome).isEqualTo(
				SendOutcome.later(new ExportFailure(LossReason.REFUSED, "gRPC UNAVAILABLE"), Duration.ofSeconds(5)));
	}

	@Test
	void readsMessagesZippedOrNot() throws IOException {
		assertThat(send(frames(headers(":status", "200"), data(THREE_REJECTED), headers("grpc-status", "0"))))
			.isEqualTo(SendOutcome.taken(3));
		ByteArrayOutputStream zipped = new ByteArrayOutputStream();
		zipped.write(new byte[] { 1, 0, 0, 0, 24 });
		try (OutputStream stream = new GZIPOutputStream(zipped)) {
			stream.write(THREE_REJECTED, 5, 4);
		}
		byte[] body = zipped.toByteArray();
		assertThat(send(
				frames(headers(":status", "200", "grpc-encoding", "gzip"), data(body), headers("grpc-status", "0"))))
			.isEqualTo(SendOutcome.taken(3));
		assertThat(send(frames(headers(":status", "200"), data(body), headers("grpc-status", "0"))).isTaken())
			.as("nobody says that it is gzip")
			.isFalse();
		assertThat(send(frames(headers(":status", "200"), data(new byte[] { 0, 0 }), headers("grpc-status", "0")))
			.isTaken()).as("no prefix").isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "502, true", "503, true", "429, true", "404, false", "401, false", "302, false" })
	void statusOfHttpCountsWhereThereIsNoneOfGrpc(String status, boolean retryable) {
		SendOutcome outcome = send(frames(headers(":status", status, "location", "http://elsewhere.invalid/"),
				data("<html>".getBytes(StandardCharsets.US_ASCII)), headers("x", "y")));
		assertThat(outcome.failure()).isEqualTo(new ExportFailure(LossReason.REFUSED, "HTTP " + status));
		assertThat(outcome.retryable()).isEqualTo(retryable);
	}

	@Test
	void successWithoutAStatusOfGrpcIsNone() {
		SendOutcome page = send(frames(headers(":status", "200"), data("<html>".getBytes(StandardCharsets.US_ASCII)),
				headers("x", "y")));
		assertThat(page).isEqualTo(
				SendOutcome.lost(new ExportFailure(LossReason.REFUSED, "HTTP 200 with an answer that is not gRPC")));
		assertThat(send(frames(headers(":status", "200"), data(new byte[0]), headers("grpc-status", "yes"))).failure())
			.isEqualTo(new ExportFailure(LossReason.REFUSED, "gRPC UNKNOWN"));
	}

	@Test
	void readsNoMoreOfAnAnswerThanAnswersHave() {
		byte[][] answer = new byte[12][];
		answer[0] = headers(":status", "200");
		for (int i = 1; i < answer.length - 1; i++) {
			answer[i] = data(new byte[8192]);
		}
		answer[answer.length - 1] = headers("grpc-status", "0");
		assertThat(send(frames(answer)))
			.isEqualTo(SendOutcome.lost(new ExportFailure(LossReason.REFUSED, "gRPC answer that is too large")));
	}

	@Test
	void headerThatNoRequestCanHaveIsNamedWithoutItsValue() {
		TestSenderConfig config = new TestSenderConfig(this.receiver.grpcEndpoint())
			.headers(() -> Map.of("X-Key", List.of("sec\u0000ret")));
		OtlpGrpcSender sender = new OtlpGrpcSender(config, 1);
		this.senders.add(sender);
		assertThat(EMPTY.sendBy(sender).join())
			.isEqualTo(SendOutcome.lost(new ExportFailure(LossReason.OTHER, "header X-Key is not allowed")));
	}

	@Test
	void endBreaksOffWhatIsOnItsWay() {
		this.receiver.fault(ReceiverFault.HANG);
		OtlpGrpcSender sender = sender(this.receiver.grpcEndpoint(), Duration.ofMinutes(10));
		CompletableFuture<SendOutcome> outcome = EMPTY.sendBy(sender);
		this.receiver.awaitRequests(1, Duration.ofSeconds(30));
		assertThat(sender.shutdown().isSuccess()).isTrue();
		SendOutcome over = SendOutcome.later(new ExportFailure(LossReason.SHUTDOWN, "the application ends"),
				Duration.ZERO);
		assertThat(outcome.join()).isEqualTo(over);
		assertThat(EMPTY.sendBy(sender).join()).isEqualTo(over);
	}

	private OtlpGrpcSender sender(String endpoint, Duration timeout) {
		OtlpGrpcSender sender = new OtlpGrpcSender(new TestSenderConfig(endpoint).timeout(timeout), 1);
		this.senders.add(sender);
		return sender;
	}

	private SendOutcome send(String endpoint, Duration timeout) {
		return EMPTY.sendBy(sender(endpoint, timeout)).join();
	}

	private SendOutcome send(RawServer server) {
		try (server) {
			return send("http://localhost:" + server.port(), Duration.ofSeconds(30));
		}
	}

	/**
	 * Answers the first request of a connection.
	 * @param frames of its stream; the last one ends it
	 * @return a running server
	 */
	private static RawServer frames(byte[]... frames) {
		return RawServer.start((server, input, output) -> {
			output.write(frame(4, 0, new byte[0]));
			output.flush();
			byte stream = awaitRequest(input);
			for (int i = 0; i < frames.length; i++) {
				byte[] frame = frames[i];
				frame[8] = stream;
				if (i == frames.length - 1) {
					frame[4] |= 1;
				}
				output.write(frame);
			}
			output.flush();
			input.transferTo(OutputStream.nullOutputStream());
		});
	}

	// Up to the frame that ends a stream, whose number is small
	private static byte awaitRequest(InputStream input) throws IOException {
		input.readNBytes(24);
		while (true) {
			byte[] header = input.readNBytes(9);
			if (header.length < 9) {
				throw new IOException("no request");
			}
			input.readNBytes((header[0] & 0xFF) << 16 | (header[1] & 0xFF) << 8 | header[2] & 0xFF);
			boolean ofRequest = (header[3] == 0 || header[3] == 1);
			if (ofRequest && (header[4] & 1) != 0) {
				return header[8];
			}
		}
	}

	private static byte[] data(byte[] content) {
		return frame(0, 0, content);
	}

	// Literal fields without index, as HPACK has them
	private static byte[] headers(String... namesAndValues) {
		ByteArrayOutputStream block = new ByteArrayOutputStream();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			block.write(0);
			text(block, namesAndValues[i]);
			text(block, namesAndValues[i + 1]);
		}
		return frame(1, 4, block.toByteArray());
	}

	private static void text(ByteArrayOutputStream block, String text) {
		byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
		assertThat(bytes.length).isLessThan(127);
		block.write(bytes.length);
		block.writeBytes(bytes);
	}

	private static byte[] frame(int type, int flags, byte[] content) {
		ByteArrayOutputStream frame = new ByteArrayOutputStream();
		frame.writeBytes(new byte[] { (byte) (content.length >>> 16), (byte) (content.length >>> 8),
				(byte) content.length, (byte) type, (byte) flags, 0, 0, 0, 0 });
		frame.writeBytes(content);
		return frame.toByteArray();
	}

}
