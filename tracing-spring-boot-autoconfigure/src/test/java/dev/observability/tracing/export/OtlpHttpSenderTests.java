// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

package dev.observability.tracing.export;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.observability.tracing.testing.OtlpReceiver;
import io.opentelemetry.api.internal.InstrumentationUtil;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.export.Compressor;
import io.opentelemetry.sdk.common.export.ProxyOptions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OtlpHttpSender}, against a server that answers by the byte.
 */
class OtlpHttpSenderTests {

	private static final String WELL = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

	/** An answer whose partial success rejects three spans. */
	private static final byte[] THREE_REJECTED = { 0x0A, 0x02, 0x08, 0x03 };

	private static final TextMessage MESSAGE = new TextMessage("spans");

	private final RawServer server = RawServer.http(RawServer.text(WELL));

	private final List<OtlpHttpSender> senders = new ArrayList<>();

	@AfterEach
	void close() {
		this.senders.forEach(OtlpHttpSender::shutdown);
		this.server.close();
	}

	@Test
	void sendsTheMessageAsOneRequestThatAsksForNothingElse() {
		assertThat(send(config())).isEqualTo(SendOutcome.taken(0));
		assertThat(this.server.bodies()).singleElement().isEqualTo("spans".getBytes(StandardCharsets.UTF_8));
		assertThat(this.server.heads()).singleElement()
			.asString()
			.startsWith("POST /v1/traces HTTP/1.1\r\n")
			.containsIgnoringCase("\r\ncontent-type: application/x-protobuf\r\n")
			.containsIgnoringCase("\r\ncontent-length: 5\r\n")
			.doesNotContainIgnoringCase("upgrade")
			.doesNotContainIgnoringCase("http2-settings");
	}

	@Test
	void connectionIsUsedAgain() {
		OtlpHttpSender sender = sender(config());
		for (int i = 0; i < 1000; i++) {
			assertThat(MESSAGE.sendBy(sender).join()).isEqualTo(SendOutcome.taken(0));
		}
		// Hardly more: the client may put one away a moment after its answer was read
		assertThat(this.server.acceptedConnections()).isLessThan(10);
	}

	@Test
	void asksForHeadersBeforeEachRequest() {
		AtomicInteger token = new AtomicInteger();
		OtlpHttpSender sender = sender(
				config().headers(() -> Map.of("Authorization", List.of("Bearer " + token.incrementAndGet()))));
		MESSAGE.sendBy(sender).join();
		MESSAGE.sendBy(sender).join();
		assertThat(this.server.heads()).hasSize(2);
		assertThat(this.server.heads().get(0)).contains("Authorization: Bearer 1\r\n");
		assertThat(this.server.heads().get(1)).contains("Authorization: Bearer 2\r\n");
	}

	@ParameterizedTest
	@CsvSource({ "Host, secret", "X-Key, 'sec\u0000ret'", "X Key, secret" })
	void headerThatNoRequestCanHaveIsNamedWithoutItsValue(String name, String value) {
		SendOutcome outcome = send(config().headers(() -> Map.of(name, List.of(value))));
		assertThat(outcome)
			.isEqualTo(SendOutcome.lost(new ExportFailure(LossReason.OTHER, "header " + name + " is not allowed")));
	}

	@Test
	void failureOfTheHeadersIsAnOutcome() {
		assertThat(send(config().headers(() -> {
			throw new IllegalStateException("no token");
		}))).isEqualTo(SendOutcome.lost(new ExportFailure(LossReason.OTHER, "IllegalStateException")));
	}

	@Test
	void compressesTheMessage() throws IOException {
		assertThat(send(config().compressor(new Gzip())).isTaken()).isTrue();
		assertThat(this.server.heads().get(0)).containsIgnoringCase("content-encoding: gzip")
			.containsIgnoringCase("content-length: " + this.server.bodies().get(0).length);
		try (GZIPInputStream unzipped = new GZIPInputStream(new ByteArrayInputStream(this.server.bodies().get(0)))) {
			assertThat(unzipped.readAllBytes()).isEqualTo("spans".getBytes(StandardCharsets.UTF_8));
		}
	}

	@ParameterizedTest
	@CsvSource({ "429, 7", "503, 7", "502, 7", "504, 7" })
	void followsRetryAfter(int status, long seconds) {
		answer("HTTP/1.1 " + status + " No\r\nRetry-After: " + seconds + "\r\nContent-Length: 0\r\n\r\n");
		assertThat(send(config())).isEqualTo(SendOutcome.later(new ExportFailure(LossReason.REFUSED, "HTTP " + status),
				Duration.ofSeconds(seconds)));
	}

	@Test
	void comparesTheDateOfRetryAfterWithThatOfTheAnswer() {
		answer("HTTP/1.1 503 No\r\nDate: Sun, 01 Mar 2020 12:00:00 GMT\r\n"
				+ "Retry-After: Sun, 01 Mar 2020 12:00:09 GMT\r\nContent-Length: 0\r\n\r\n");
		assertThat(send(config()).retryAfter()).isEqualTo(Duration.ofSeconds(9));
	}

	@ParameterizedTest
	@ValueSource(ints = { 301, 302, 307, 308 })
	void doesNotFollowRedirects(int status) {
		try (RawServer elsewhere = RawServer.http(RawServer.text(WELL))) {
			answer("HTTP/1.1 " + status + " Gone\r\nLocation: " + elsewhere.endpoint()
					+ "\r\nContent-Length: 0\r\n\r\n");
			assertThat(send(config().headers(() -> Map.of("X-Key", List.of("secret")))))
				.isEqualTo(SendOutcome.lost(new ExportFailure(LossReason.REFUSED, "HTTP " + status)));
			assertThat(elsewhere.heads()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n", "HTTP/1.1 200", "" })
	void answerThatBreaksOffIsNoSuccessAndMayComeLater(String answer) {
		try (RawServer cutting = RawServer.start((self, input, output) -> {
			input.read(new byte[64 * 1024]);
			output.write(answer.getBytes(StandardCharsets.ISO_8859_1));
		})) {
			SendOutcome outcome = send(new TestSenderConfig(cutting.endpoint()));
			assertThat(outcome.failure()).extracting(ExportFailure::reason).isEqualTo(LossReason.UNREACHABLE);
			assertThat(outcome.retryable()).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n",
			"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
			"HTTP/1.1 503 No\r\nTransfer-Encoding: chunked\r\n\r\n" })
	void answerThatDoesNotEndCostsItsTimeAndItsConnectionButNoThread(String answer) {
		ExecutorService two = Executors.newFixedThreadPool(2);
		try {
			answer(answer);
			OtlpHttpSender sender = sender(config().timeout(Duration.ofMillis(300)).threads(two));
			List<CompletableFuture<SendOutcome>> outcomes = new ArrayList<>();
			for (int i = 0; i < 20; i++) {
				outcomes.add(MESSAGE.sendBy(sender));
			}
			assertThat(outcomes).allSatisfy((outcome) -> assertThat(outcome.join())
				.isEqualTo(SendOutcome.later(new ExportFailure(LossReason.TIMEOUT, "timeout"), Duration.ZERO)));
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> this.server.openConnections() == 0);
			answer(WELL);
			assertThat(MESSAGE.sendBy(sender(config().threads(two))).join().isTaken()).isTrue();
		}
		finally {
			two.shutdownNow();
		}
	}

	@Test
	void readsAnAnswerThatIsZipped() throws IOException {
		answer(zipped(THREE_REJECTED));
		assertThat(send(config())).isEqualTo(SendOutcome.taken(3));
		answer("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc");
		assertThat(send(config()).isTaken()).as("broken").isFalse();
		answer("HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 3\r\n\r\nabc");
		assertThat(send(config()).isTaken()).as("unknown").isFalse();
		answer("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 0\r\n\r\n");
		assertThat(send(config()).isTaken()).as("empty").isTrue();
	}

	@Test
	void readsNoMoreOfAnAnswerThanAnswersHave() throws IOException {
		this.server.answer((output) -> {
			output.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			while (true) {
				output.write(("2000\r\n" + "<".repeat(8192) + "\r\n").getBytes(StandardCharsets.US_ASCII));
			}
		});
		assertThat(send(config())).isEqualTo(
				SendOutcome.lost(new ExportFailure(LossReason.REFUSED, "HTTP 200 with an answer that is not OTLP")));
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> this.server.openConnections() == 0);
		answer(zipped("<".repeat(10_000_000).getBytes(StandardCharsets.US_ASCII)));
		assertThat(send(config()).isTaken()).as("a bomb").isFalse();
	}

	@Test
	void speaksHttp2WhereTlsAgreesOnIt(@TempDir Path directory) throws Exception {
		TestCertificate certificate = TestCertificate.create(directory, "ours", "dns:localhost");
		try (OtlpReceiver receiver = OtlpReceiver.start(certificate.keys())) {
			// A server of gRPC speaks nothing else, and then wants another content; the
			// other
			// one speaks HTTP/1.1 alone
			assertThat(send(new TestSenderConfig(receiver.grpcEndpoint()).tls(certificate.client())))
				.isEqualTo(SendOutcome.lost(new ExportFailure(LossReason.REFUSED, "HTTP 415")));
			assertThat(new TextMessage("")
				.sendBy(sender(new TestSenderConfig(receiver.httpEndpoint()).tls(certificate.client())))
				.join()).isEqualTo(SendOutcome.taken(0));
		}
	}

	@Test
	void goesByTheProxyThatIsSet() {
		ProxyOptions proxy = ProxyOptions
			.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.server.port()));
		SendOutcome outcome = send(new TestSenderConfig("http://collector.invalid:4318/v1/traces").proxy(proxy));
		assertThat(outcome.isTaken()).isTrue();
		assertThat(this.server.heads().get(0)).startsWith("POST http://collector.invalid:4318/v1/traces HTTP/1.1");
	}

	@Test
	void tellsInstrumentationToLookAway() {
		List<Boolean> suppressed = new ArrayList<>();
		ProxySelector selector = new ProxySelector() {

			@Override
			public List<Proxy> select(URI uri) {
				suppressed.add(InstrumentationUtil.shouldSuppressInstrumentation(Context.current()));
				return List.of(Proxy.NO_PROXY);
			}

			@Override
			public void connectFailed(URI uri, SocketAddress address, IOException failure) {
				// Not asked for
			}

		};
		assertThat(send(config().proxy(ProxyOptions.create(selector))).isTaken()).isTrue();
		assertThat(suppressed).isNotEmpty().containsOnly(true);
	}

	@Test
	void hostWithoutAnAddressIsNamedAsSuch() {
		SendOutcome outcome = send(new TestSenderConfig("http://collector.invalid:4318/v1/traces"));
		assertThat(outcome)
			.isEqualTo(SendOutcome.later(new ExportFailure(LossReason.UNREACHABLE, "unknown host"), Duration.ZERO));
	}

	@Test
	void endBreaksOffWhatIsOnItsWay() {
		answer("");
		OtlpHttpSender sender = sender(config());
		CompletableFuture<SendOutcome> outcome = MESSAGE.sendBy(sender);
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> this.server.heads().size() == 1);
		assertThat(sender.shutdown().isSuccess()).isTrue();
		SendOutcome over = SendOutcome.later(new ExportFailure(LossReason.SHUTDOWN, "the application ends"),
				Duration.ZERO);
		assertThat(outcome.join()).isEqualTo(over);
		assertThat(MESSAGE.sendBy(sender).join()).isEqualTo(over);
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> this.server.openConnections() == 0);
	}

	@Test
	void messageThatCannotBeWrittenIsAFailure() {
		CompletableFuture<SendOutcome> outcome = new CompletableFuture<>();
		OtlpMessage message = new OtlpMessage(new ProtobufWriter());
		message.release();
		sender(config()).send(message, outcome::complete);
		assertThat(outcome.join().isTaken()).isFalse();
		assertThat(this.server.heads()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "-ERR unknown command\r\n", "220 mail.example ESMTP\r\n\r\n",
			"HTTP/1.1 200 OK\r\na b: c\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n" })
	void answerThatIsNotHttpCostsNoSockets(String nonsense) {
		answer(nonsense);
		OtlpHttpSender sender = sender(config());
		failsAsNonsense(sender, 1);
		long before = openFiles();
		failsAsNonsense(sender, 100);
		// One of each attempt would stay with the JDK's client; others come and go
		assertThat(openFiles() - before).isLessThan(50);
	}

	@Test
	void probeSendsNoSpansAndTheNextAttemptDoes() {
		answer("SSH-2.0-OpenSSH_9.2\r\n");
		OtlpHttpSender sender = sender(config().headers(() -> Map.of("Authorization", List.of("Bearer 1"))));
		failsAsNonsense(sender, 2);
		answer(WELL);
		assertThat(MESSAGE.sendBy(sender).join()).isEqualTo(SendOutcome.taken(0));
		assertThat(this.server.bodies()).extracting((body) -> new String(body, StandardCharsets.UTF_8))
			.containsExactly("spans", "", "", "spans");
		assertThat(this.server.heads()).allSatisfy((head) -> assertThat(head).startsWith("POST /v1/traces HTTP/1.1\r\n")
			.contains("Authorization: Bearer 1\r\n"));
		assertThat(MESSAGE.sendBy(sender).join()).isEqualTo(SendOutcome.taken(0));
		assertThat(this.server.bodies()).hasSize(5);
	}

	@Test
	void nonsenseBehindTlsCostsNoSockets(@TempDir Path directory) throws Exception {
		TestCertificate certificate = TestCertificate.create(directory, "ours", "dns:localhost");
		answer("-ERR\r\n");
		try (TlsFront front = new TlsFront(this.server.port(), "http/1.1", directory.resolve("ours.p12"), null)) {
			OtlpHttpSender sender = sender(
					new TestSenderConfig("https://localhost:" + front.port() + "/v1/traces").tls(certificate.client()));
			failsAsNonsense(sender, 1);
			long before = openFiles();
			failsAsNonsense(sender, 100);
			assertThat(openFiles() - before).isLessThan(50);
			answer(WELL);
			assertThat(MESSAGE.sendBy(sender).join()).isEqualTo(SendOutcome.taken(0));
		}
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void whatTheClientLeftOpenIsClosedWhenHttpIsBack() {
		OtlpHttpSender sender = sender(config());
		long before = openFiles();
		for (int i = 0; i < 100; i++) {
			answer("-ERR\r\n");
			failsAsNonsense(sender, 1);
			answer("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
			assertThat(MESSAGE.sendBy(sender).join()).isEqualTo(SendOutcome.taken(0));
		}
		Awaitility.await().until(() -> openFiles() - before < 50);
	}

	@Test
	void probeEndsWithTheTimeOfAnAttempt() {
		answer("-ERR\r\n");
		OtlpHttpSender sender = sender(config().timeout(Duration.ofSeconds(2)));
		failsAsNonsense(sender, 1);
		answer("HTTP/1.1 200 OK\r\nContent-Le");
		assertThat(MESSAGE.sendBy(sender).join().failure()).isEqualTo(new ExportFailure(LossReason.TIMEOUT, "timeout"));
	}

	@Test
	void behindTheProxyOfTheSystemNothingIsProbed() {
		ProxySelector before = ProxySelector.getDefault();
		ProxySelector
			.setDefault(ProxySelector.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.server.port())));
		try {
			answer("-ERR\r\n");
			OtlpHttpSender sender = sender(new TestSenderConfig("http://collector.invalid:4318/v1/traces"));
			failsAsNonsense(sender, 2);
			answer(WELL);
			assertThat(MESSAGE.sendBy(sender).join()).isEqualTo(SendOutcome.taken(0));
		}
		finally {
			ProxySelector.setDefault(before);
		}
	}

	private static void failsAsNonsense(OtlpHttpSender sender, int times) {
		for (int i = 0; i < times; i++) {
			assertThat(MESSAGE.sendBy(sender).join().failure())
				.isEqualTo(new ExportFailure(LossReason.UNREACHABLE, "the answer is not HTTP"));
		}
	}

	private static long openFiles() {
		return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getOpenFileDescriptorCount();
	}

	private TestSenderConfig config() {
		return new TestSenderConfig(this.server.endpoint());
	}

	private OtlpHttpSender sender(TestSenderConfig config) {
		OtlpHttpSender sender = new OtlpHttpSender(config);
		this.senders.add(sender);
		return sender;
	}

	private SendOutcome send(TestSenderConfig config) {
		return MESSAGE.sendBy(sender(config)).join();
	}

	private void answer(String answer) {
		this.server.answer(RawServer.text(answer));
	}

	private static String zipped(byte[] body) throws IOException {
		ByteArrayOutputStream zipped = new ByteArrayOutputStream();
		try (OutputStream stream = new GZIPOutputStream(zipped)) {
			stream.write(body);
		}
		return "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + zipped.size() + "\r\n\r\n"
				+ zipped.toString(StandardCharsets.ISO_8859_1);
	}

	/** As the SDK has it. */
	private static final class Gzip implements Compressor {

		@Override
		public String getEncoding() {
			return "gzip";
		}

		@Override
		public OutputStream compress(OutputStream stream) throws IOException {
			return new GZIPOutputStream(stream);
		}

	}

}
