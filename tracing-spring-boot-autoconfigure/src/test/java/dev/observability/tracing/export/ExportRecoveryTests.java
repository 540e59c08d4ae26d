// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.observability.tracing.testing.OtlpReceiver;
import dev.observability.tracing.testing.ReceivedSpan;
import dev.observability.tracing.testing.ReceiverFault;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a web application under load whose collector misbehaves for a while: whatever
 * it does, no request fails, and afterwards every span has been delivered or counted. The
 * applications, one for each protocol, go through all faults; what the ledger counts is
 * compared before and after.
 */
@ExtendWith(OutputCaptureExtension.class)
class ExportRecoveryTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private static final int DURING = 60;

	private static final int AFTER = 20;

	/** Long enough for a healthy answer on a busy machine, and for one that is late. */
	private static final String ANSWER_TIMEOUT = "management.opentelemetry.tracing.export.otlp.timeout=1s";

	private static final OtlpReceiver receiver = OtlpReceiver.start();

	private static Map<String, ExportTestApplication> applications = Map.of();

	@BeforeAll
	static void startApplications() {
		applications = Stream.of("http", "grpc")
			.collect(Collectors.toMap((transport) -> transport,
					(transport) -> ExportTestApplication.startWithRetries(receiver, transport, ANSWER_TIMEOUT)));
	}

	@AfterAll
	static void close() {
		applications.values().forEach(ExportTestApplication::close);
		applications = Map.of();
		receiver.close();
	}

	static Stream<Arguments> passingFaults() {
		return Stream.of("http", "grpc")
			.flatMap((transport) -> Stream
				.of(ReceiverFault.REFUSE, ReceiverFault.HANG, ReceiverFault.UNAVAILABLE,
						ReceiverFault.UNAVAILABLE_RETRY_AFTER, ReceiverFault.THROTTLED_RETRY_AFTER, ReceiverFault.CUT,
						ReceiverFault.DRIP, ReceiverFault.RESET, ReceiverFault.BAD_TLS)
				.map((fault) -> Arguments.of(transport, fault)));
	}

	@ParameterizedTest
	@MethodSource("passingFaults")
	void everySpanIsDeliveredOnceTheCollectorIsWell(String transport, ReceiverFault fault, CapturedOutput output) {
		Delta delta = new Delta(application(transport).ledger());
		misbehave(application(transport), fault, output);
		delta.awaitSettled(DURING + AFTER);
		assertThat(delta.exported()).isEqualTo(DURING + AFTER);
		assertThat(delta.lost()).isZero();
		assertThat(receivedIds()).isEqualTo(DURING + AFTER);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http", "grpc" })
	void collectorThatIsLateIsWaitedFor(String transport) {
		Delta delta = new Delta(application(transport).ledger());
		receiver.clear();
		receiver.fault(ReceiverFault.DELAY);
		load(application(transport), DURING);
		receiver.fault(ReceiverFault.NONE);
		delta.awaitSettled(DURING);
		assertThat(delta.lost()).isZero();
		assertThat(receivedIds()).isEqualTo(DURING);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http", "grpc" })
	void whatAnAnswerThatIsNoneTookIsCounted(String transport, CapturedOutput output) {
		lossesAreCounted(transport, ReceiverFault.GARBAGE, output);
	}

	// OTLP: without a word about when, it is not asked again
	@ParameterizedTest
	@ValueSource(strings = "grpc")
	void whatACollectorWithoutRoomRefusesIsCounted(String transport, CapturedOutput output) {
		lossesAreCounted(transport, ReceiverFault.THROTTLED, output);
	}

	@ParameterizedTest
	@ValueSource(strings = "http")
	void collectorThatThrottlesIsAskedAgainOverHttp(String transport, CapturedOutput output) {
		everySpanIsDeliveredOnceTheCollectorIsWell(transport, ReceiverFault.THROTTLED, output);
	}

	private static void lossesAreCounted(String transport, ReceiverFault fault, CapturedOutput output) {
		Delta delta = new Delta(application(transport).ledger());
		misbehave(application(transport), fault, output);
		delta.awaitSettled(DURING + AFTER);
		assertThat(delta.lost()).isBetween(1L, (long) DURING);
		assertThat(delta.exported()).isEqualTo(DURING + AFTER - delta.lost());
		assertThat(receivedIds()).isEqualTo(delta.exported());
	}

	@ParameterizedTest
	@ValueSource(strings = { "http", "grpc" })
	void everySpanIsDeliveredAfterHandshakesThatBroke(String transport, @TempDir Path directory, CapturedOutput output)
			throws Exception {
		TestCertificate certificate = TestCertificate.create(directory, "ours", "dns:localhost,ip:127.0.0.1");
		try (OtlpReceiver encrypted = OtlpReceiver.start(certificate.keys());
				ExportTestApplication application = ExportTestApplication.startWithRetries(encrypted, transport,
						Stream
							.concat(Stream.of("management.opentelemetry.tracing.export.otlp.ssl.bundle=collector"),
									Stream.of(certificate.trustedAsBundle("collector")))
							.toArray(String[]::new))) {
			Delta delta = new Delta(application.ledger());
			encrypted.fault(ReceiverFault.BAD_TLS);
			load(application, DURING);
			awaitAway(output);
			assertThat(away(output)).singleElement().asString().contains("TLS: ");
			encrypted.fault(ReceiverFault.NONE);
			delta.awaitSettled(DURING);
			assertThat(delta.lost()).isZero();
			assertThat(encrypted.spans()).hasSize(DURING);
		}
	}

	private static void misbehave(ExportTestApplication application, ReceiverFault fault, CapturedOutput output) {
		receiver.clear();
		receiver.fault(fault);
		load(application, DURING);
		awaitAway(output);
		receiver.fault(ReceiverFault.NONE);
		load(application, AFTER);
	}

	private static void load(ExportTestApplication application, int requests) {
		List<Integer> statuses = IntStream.range(0, requests)
			.parallel()
			.mapToObj((i) -> application.get("/ok"))
			.toList();
		assertThat(statuses).hasSize(requests).containsOnly(200);
	}

	// Two attempts in a row failed, or one for good
	private static void awaitAway(CapturedOutput output) {
		Awaitility.await().atMost(TIMEOUT).until(() -> !away(output).isEmpty());
	}

	private static List<String> away(CapturedOutput output) {
		return output.toString().lines().filter((line) -> line.contains("Spans do not reach")).toList();
	}

	// A collector that took spans and whose answer got lost is sent them again
	private static long receivedIds() {
		return receiver.spans().stream().map(ReceivedSpan::spanId).distinct().count();
	}

	private static ExportTestApplication application(String transport) {
		return Objects.requireNonNull(applications.get(transport));
	}

	/**
	 * What became of the spans since it was made.
	 *
	 * @param ledger counts them
	 * @param acceptedBefore what it said then
	 * @param exportedBefore what it said then
	 * @param lostBefore what it said then
	 */
	private record Delta(ExportLedger ledger, long acceptedBefore, long exportedBefore, long lostBefore) {

		Delta(ExportLedger ledger) {
			this(ledger, ledger.acceptedSpans(), ledger.exportedSpans(), ledger.losses().total());
		}

		void awaitSettled(int accepted) {
			Awaitility.await()
				.atMost(TIMEOUT)
				.until(() -> this.ledger.acceptedSpans() - this.acceptedBefore == accepted
						&& this.ledger.inFlightSpans() == 0);
			assertThat(this.ledger.acceptedSpans()).as("%s", this.ledger)
				.isEqualTo(this.ledger.exportedSpans() + this.ledger.losses().total());
		}

		long exported() {
			return this.ledger.exportedSpans() - this.exportedBefore;
		}

		long lost() {
			return this.ledger.losses().total() - this.lostBefore;
		}

	}

}
